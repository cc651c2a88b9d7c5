"""Coverage as pages for a browser: each rule file as it is written, with what has been tried beside each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import NamedTuple

from fasmodell.authoring.failure_text import OUTCOMES, wording
from fasmodell.authoring.rule_test_runner import CaseResult, FileResult
from fasmodell.authoring.situation import part_of_rule, parts_with_paths
from fasmodell.rule_base import RuleBase
from fasmodell.rules import All, AnyOf, GateIs, Not, PhaseIs, Rule

INDEX = "index.html"
_STYLE = """\
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --faint: #595959; --line: #767676; --lack: #9b1c00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eee; --paper: #161616; --faint: #b5b5b5; --line: #8a8a8a; --lack: #ffb09c; }
}
body { color: var(--ink); background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto;
  max-width: 75rem; padding: 0 1rem; }
a { color: inherit; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre span { color: var(--faint); display: inline-block; min-width: 3.5rem; user-select: none; }
section { border-left: .25rem solid var(--line); margin: .5rem 0 .5rem 3.5rem; padding: 0 .75rem; }
section h2 { font-size: 1rem; margin: 0; }
.lack { color: var(--lack); font-weight: bold; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem; text-align: left; }
td.number { text-align: right; }
"""


class CoveredAtom(NamedTuple):
    """An atom in words, and how many cases gave each outcome that is possible."""

    text: str
    tried: Mapping[bool | None, int]


class CoveredFile(NamedTuple):
    """A rule file with its text, and its rules with their atoms."""

    name: str
    text: str
    rules: tuple[tuple[Rule, tuple[CoveredAtom, ...]], ...]

    @property
    def page(self) -> str:
        """The name of the page."""
        return self.name.removeprefix("rules/").removesuffix(".yaml").replace("/", "-") + ".html"

    @property
    def outcomes(self) -> list[int]:
        """How many cases gave each outcome of each atom."""
        return [count for _, atoms in self.rules for atom in atoms for count in atom.tried.values()]


def covered_files(base: RuleBase, results: Iterable[FileResult], texts: Mapping[str, str]) -> tuple[CoveredFile, ...]:
    """What the own test file of each rule file gives; `texts` are the rule files by name, in order."""
    cases = {result.tests.rule_file: result.cases for result in results}
    found = []
    for name, text in texts.items():
        rules = [rule for rule in base.rules.rules.values() if rule.span.file == name]
        if rules:
            own = cases.get(name, ())
            found.append(CoveredFile(name, text, tuple((rule, tuple(_atoms(rule, own))) for rule in rules)))
    return tuple(found)


def _atoms(rule: Rule, cases: Iterable[CaseResult]) -> Iterator[CoveredAtom]:
    cases = tuple(cases)
    for path, part in parts_with_paths(rule.when):
        if not isinstance(part, All | AnyOf | Not):
            counts = Counter(case.situation.parts.get(part_of_rule(rule.id, path)) for case in cases)
            possible = (True, False) if isinstance(part, PhaseIs | GateIs) else (True, False, None)
            yield CoveredAtom(wording(part), {outcome: counts[outcome] for outcome in possible})


def cover_pages(files: Iterable[CoveredFile]) -> dict[str, str]:
    """Every page by its name: one for each rule file, and the index. No script and nothing from elsewhere is needed."""
    files = tuple(files)
    return {INDEX: _index(files)} | {file.page: _page(file) for file in files}


def _index(files: Iterable[CoveredFile]) -> str:
    rows = "\n".join(
        f'<tr><th scope="row"><a href="{escape(file.page)}">{escape(file.name)}</a></th>'
        f'<td class="number">{_reached(file)}</td><td class="number">{len(file.outcomes)}</td></tr>'
        for file in files
    )
    head = '<tr><th scope="col">File</th><th scope="col">Outcomes tried</th><th scope="col">Possible</th></tr>'
    table = f"<table><caption>What the cases of each rule file try</caption>\n{head}\n{rows}\n</table>"
    return _document("Coverage of the rules", table)


def _reached(file: CoveredFile) -> int:
    return sum(count > 0 for count in file.outcomes)


def _page(file: CoveredFile) -> str:
    lines = file.text.removeprefix("\ufeff").split("\n")
    notes = {rule.span.line: _note(rule, atoms) for rule, atoms in file.rules}
    parts, open_ = [], False
    for number, line in enumerate(lines, 1):
        parts.append(f"{'' if open_ else '<pre>'}<span>{number}</span>{escape(line.rstrip(chr(13)))}")
        open_ = number not in notes
        if not open_:
            parts.append(f"</pre>\n{notes[number]}")
    source = "\n".join(parts) + ("</pre>" if open_ else "")
    summary = f"<p>{_reached(file)} of {len(file.outcomes)} outcomes are tried.</p>"
    return _document(file.name, f'<p><a href="{INDEX}">All files</a></p>\n{summary}\n{source}')


def _note(rule: Rule, atoms: Iterable[CoveredAtom]) -> str:
    items = "\n".join(f"<li><code>{escape(atom.text)}</code>: {_tried(atom)}</li>" for atom in atoms)
    return f"<section><h2>{escape(rule.id)}</h2><ul>\n{items}\n</ul></section>"


def _tried(atom: CoveredAtom) -> str:
    return ", ".join(
        f"{OUTCOMES[outcome]} in {count} case{'' if count == 1 else 's'}"
        if count
        else f'<strong class="lack">never tried that it {OUTCOMES[outcome]}</strong>'
        for outcome, count in atom.tried.items()
    )


def _document(title: str, body: str) -> str:
    head = (
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n<style>\n{_STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
