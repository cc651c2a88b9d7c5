"""Run the command line from a checkout, with nothing installed but the dependencies: `python cli.py recommend …`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from fasmodell.cli import main

sys.exit(main())
