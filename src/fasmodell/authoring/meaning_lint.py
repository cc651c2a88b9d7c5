"""The lints of meaning as one lint of `fasmodell check`; without Z3 a note says that they were not run."""

from __future__ import annotations

from collections.abc import Iterable

from fasmodell.authoring.checks import Linted
from fasmodell.diagnostics import Diagnostic
from fasmodell.exact.availability import NOT_RUN, is_available


def lint_meaning(linted: Linted) -> Iterable[Diagnostic]:
    """FM323–FM331: what rules mean for every profile, but for what is accepted where it stands, with a reason."""
    if not is_available():
        linted.notes.append(NOT_RUN)
        return ()
    from fasmodell.authoring.meaning import meaning_report

    return [problem.diagnostic for problem in meaning_report(linted.base, linted.names).problems]
