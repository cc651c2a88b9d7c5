"""
Mend a rule base where a program can: the fixes of its diagnostics, put into the texts with all else as it stands.

A name that several places use and nothing defines is left alone: then it may be the definition that is misspelt. A fix
is only kept when its file has fewer errors after it, or as many and fewer warnings. Of alternatives (`no`
may mean false, or the word) the one is taken that reading the file again accepts, if only one is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from fasmodell.authoring.checks import RULE_TEST_LINT, Checked, Folders, check_folders
from fasmodell.authoring.safe_write import Rewrite
from fasmodell.codes import CODES
from fasmodell.diagnostics import Diagnostic, Fix, Severity
from fasmodell.yaml_source import Read, decode, read_text

_LINTS: Final = (RULE_TEST_LINT,)
_BOM: Final = b"\xef\xbb\xbf"
# One fix may bring the next problem to light; a circle of fixes ends here.
_MOST_ROUNDS: Final = 10
Texts: TypeAlias = Mapping[str, str]


class Mended(NamedTuple):
    """The files that would change, and how many problems of each code are mended by it."""

    rewrites: tuple[Rewrite, ...]
    mended: Mapping[str, int]


def with_fixes(text: str, fixes: Iterable[Fix]) -> str:
    """A text with fixes put in; of two that overlap the first by place is put in."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def at(line: int, column: int) -> int:
        return starts[line - 1] + column - 1

    parts, end = [], 0
    for fix in sorted(set(fixes)):
        span = fix.span
        start, stop = at(span.line, span.column), at(span.end_line, span.end_column)
        if start >= end:
            parts += [text[end:start], fix.text]
            end = stop
    return "".join((*parts, text[end:]))


def mend(folders: Folders, is_wanted: Callable[[Diagnostic], bool]) -> Mended:
    """Work out what a rule base looks like once every wanted problem that a program can mend is mended."""
    mender = _Mender(folders)
    mended: Counter[str] = Counter()
    for _ in range(_MOST_ROUNDS):
        fixable = [one for one in mender.checked.found if one.fixes and is_wanted(one)]
        chosen = mender.kept(mender.chosen([one for one in fixable if not _may_be_right(one, mender.checked)]))
        if not chosen:
            break
        mended.update(one.code for one in chosen)
        mender.accept(chosen)
    return Mended(mender.rewrites(), dict(mended))


class _Mender:
    """Holds the texts as they would be, and what is said of them."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.texts: dict[str, str] = {}
        self.before: dict[str, bytes] = {}
        self.checked = self._checked({})

    def chosen(self, fixable: Sequence[Diagnostic]) -> dict[Diagnostic, Fix]:
        """The fix of every problem that has one, or one that is told from its alternatives."""
        several = [one for one in fixable if len(one.fixes) > 1]
        chosen = {one: one.fixes[0] for one in fixable if len(one.fixes) == 1}
        accepted: dict[Diagnostic, list[Fix]] = {one: [] for one in several}
        for choice in range(max((len(one.fixes) for one in several), default=0)):
            tried = {one: one.fixes[choice] for one in several if choice < len(one.fixes)}
            after = {(one.span.file, one.span.line) for one in self._checked(self._with(tried)).found}
            for one, fix in tried.items():
                if (one.span.file, one.span.line) not in after:
                    accepted[one].append(fix)
        return chosen | {one: fixes[0] for one, fixes in accepted.items() if len(fixes) == 1}

    def kept(self, chosen: Mapping[Diagnostic, Fix]) -> dict[Diagnostic, Fix]:
        """Those fixes whose file is better after them."""
        after = self._checked(self._with(chosen)) if chosen else self.checked
        files = {one.span.file for one in chosen}
        better = {file for file in files if _badness(after, file) < _badness(self.checked, file)}
        return {one: fix for one, fix in chosen.items() if one.span.file in better}

    def accept(self, chosen: Mapping[Diagnostic, Fix]) -> None:
        self.texts |= self._with(chosen)
        self.checked = self._checked({})

    def rewrites(self) -> tuple[Rewrite, ...]:
        """Every file that changed, with the byte order mark that it may begin with."""
        changed = []
        for file, text in self.texts.items():
            before = self.before[file]
            mark = _BOM if before.startswith(_BOM) else b""
            changed.append(Rewrite(self.folders.path_of(file), before, mark + text.encode()))
        return tuple(changed)

    def _with(self, chosen: Mapping[Diagnostic, Fix]) -> dict[str, str]:
        files = sorted({fix.span.file for fix in chosen.values()} & self.checked.texts.keys())
        return {
            file: with_fixes(self.checked.texts[file], [fix for fix in chosen.values() if fix.span.file == file])
            for file in files
        }

    def _checked(self, tried: Texts) -> Checked:
        return check_folders(self.folders, _LINTS, self._reader({**self.texts, **tried}))

    def _reader(self, texts: Texts) -> Read:
        """Read files, but for those whose text would be another; what a file held at first is remembered."""

        def read(path: Path, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
            if file in texts:
                return texts[file], ()
            try:
                before = self.before.setdefault(file, path.read_bytes())
            except OSError:
                return read_text(path, file)
            return decode(before, file)

        return read


def _may_be_right(one: Diagnostic, checked: Checked) -> bool:
    """True for a name that nothing has although more than one place uses it."""
    is_name = CODES[one.code].startswith("unknown ") and one.code not in ("FM104", "FM108")
    return is_name and sum((other.code, other.message) == (one.code, one.message) for other in checked.found) > 1


def _badness(checked: Checked, file: str) -> tuple[int, int]:
    """How many errors and warnings there are in a file."""
    found = Counter(one.severity for one in checked.found if one.span.file == file)
    return found[Severity.error], found[Severity.warning]
