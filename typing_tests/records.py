import collabcare

# A placeholder: mypy refuses a folder without Python files. The cases on records go here.
assert collabcare.__name__
