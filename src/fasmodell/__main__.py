"""Run the command line as `python -m fasmodell`."""

import sys

from fasmodell.cli import main

if __name__ == "__main__":
    sys.exit(main())
