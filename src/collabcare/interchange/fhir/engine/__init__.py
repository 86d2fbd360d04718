"""How rows of the mapping are run, in both directions."""
