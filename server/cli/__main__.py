"""`python -m server.cli`: the same as `diaban`."""

from server.cli import main

if __name__ == "__main__":
    main(prog_name="diaban")
