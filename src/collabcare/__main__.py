"""Run the command line as `python -m collabcare`."""

from collabcare.cli import main

if __name__ == "__main__":
    main(prog_name="collabcare")
