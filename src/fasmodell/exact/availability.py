"""Whether Z3 is there, without which nothing can be said of every profile."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

MISSING: Final = "this needs Z3, which is not installed: `pip install 'fasmodell[smt]'`"
NOT_RUN: Final = "what rules mean was not checked (FM323–FM331): that needs Z3, `pip install 'fasmodell[smt]'`"


def is_available() -> bool:
    """True when Z3 is installed."""
    return find_spec("z3") is not None
