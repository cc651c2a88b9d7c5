"""Run the command line from a checkout, with nothing installed but the dependencies: `python cli.py recommend …`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from fasmodell.cli import main

if __name__ == "__main__":  # processes that the program starts read this file too
    sys.exit(main())
