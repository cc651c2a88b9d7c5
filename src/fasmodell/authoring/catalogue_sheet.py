"""One page of the catalogue as it grows: headings, items, tables, links to other pages and numbered sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fasmodell.authoring import catalogue_words as w
from fasmodell.authoring.catalogue_uses import Uses
from fasmodell.document import escaped
from fasmodell.knowledge import (
    ActorId,
    Basis,
    Citation,
    FindingId,
    GateId,
    IndicatorId,
    KnowledgeBase,
    Level,
    MeasureId,
    SourceId,
    Statement,
    SystemId,
    Text,
)
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.terms import CITED_AS, LEVELS

# The depth of an item, and its text in Markdown.
Item = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Atlas:
    """What every page of one language has at hand; `cited` gathers the pages that cite a source, by their titles."""

    base: RuleBase
    uses: Uses
    language: Language
    cited: dict[SourceId, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def knowledge(self) -> KnowledgeBase:
        """What exists."""
        return self.base.knowledge


class Sheet:
    """A page at a path such as `measures/safety_walk.md`, relative to the folder of its language."""

    def __init__(self, atlas: Atlas, path: str, title: str) -> None:
        self.atlas, self.path, self.title = atlas, path, title
        self._blocks = [f"# {escaped(title)}"]
        self._notes: dict[Citation, int] = {}

    def say(self, text: Text, /, **values: object) -> str:
        """A fixed sentence with its values, which are in Markdown already."""
        return text.to(self.atlas.language).format(**values)

    def plain(self, text: Text) -> str:
        """A text of the knowledge base as Markdown shows it."""
        return escaped(text.to(self.atlas.language))

    def section(self, heading: str, depth: int = 2) -> None:
        """Add the heading of a section."""
        self._blocks.append(f"{'#' * depth} {heading}")

    def paragraph(self, text: str) -> None:
        """Add a paragraph."""
        self._blocks.append(text)

    def items(self, items: Iterable[Item | str]) -> bool:
        """Add a list whose items may have a depth; return whether there was any."""
        pairs = [(0, item) if isinstance(item, str) else item for item in items]
        if pairs:
            self._blocks.append("\n".join(f"{'  ' * depth}- {text}" for depth, text in pairs))
        return bool(pairs)

    def items_or(self, items: Iterable[Item | str], nothing: Text) -> None:
        """Add a list, or a sentence where there is nothing to list."""
        if not self.items(items):
            self.paragraph(self.say(nothing))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table; nothing when it has no rows."""
        lines = [f"| {' | '.join(row)} |" for row in rows]
        if lines:
            self._blocks.append("\n".join([f"| {' | '.join(head)} |", f"|{'|'.join(' --- ' for _ in head)}|", *lines]))

    # Sources

    def basis(self, citation: Citation) -> str:
        """How a statement rests on its source, in a word, and the number of the reference."""
        number = self._notes.setdefault(citation, len(self._notes) + 1)
        self.atlas.cited[citation.ref][self.path] = self.title
        return f"({self.basis_word(citation.basis)})[^{number}]"

    def basis_word(self, basis: Basis) -> str:
        """A basis in a word."""
        return self.say(w.BASIS_WORDS[basis])

    def stated(self, statement: Statement) -> str:
        """A statement with its source."""
        return self.sourced(statement.text, statement.source)

    def sourced(self, text: Text, citation: Citation) -> str:
        """A text with its source."""
        return f"{self.plain(text)} {self.basis(citation)}"

    def statements(self, heading: Text, statements: Sequence[Statement]) -> None:
        """Add a section of statements, unless there are none."""
        if statements:
            self.section(self.say(heading))
            self.items(map(self.stated, statements))

    def _note(self, citation: Citation, number: int) -> str:
        source = self.atlas.knowledge.sources[citation.ref]
        by = source.publisher if source.year is None else f"{source.publisher} {source.year}"
        title = self.link_to(f"sources.md#{source.id}", escaped(source.title))
        lead = self.say(CITED_AS[citation.basis])
        return f"[^{number}]: {lead}: {title} ({escaped(by)}), {escaped(citation.locator).rstrip('.')}."

    # Links

    def link_to(self, path: str, label: str) -> str:
        """A link to a page of the same language."""
        return f"[{label}]({'../' * self.path.count('/')}{path})"

    def indicator(self, name: IndicatorId) -> str:
        """A link to an indicator."""
        return self.link_to(f"indicators/{name}.md", self.plain(self.atlas.knowledge.indicators[name].name))

    def finding(self, name: FindingId) -> str:
        """A link to a finding."""
        return self.link_to(f"findings/{name}.md", self.plain(self.atlas.knowledge.findings[name].name))

    def measure(self, name: MeasureId) -> str:
        """A link to a measure, with its code."""
        found = self.atlas.knowledge.measures[name]
        return self.link_to(f"measures/{name}.md", f"{found.code} {self.plain(found.name)}")

    def phase(self, number: int) -> str:
        """A link to a phase."""
        return self.link_to(f"phases/{number}.md", self.say(w.PHASE_NUMBER, number=number))

    def gate(self, name: GateId) -> str:
        """A link to the phase that a gate leads out of, with the name of the gate."""
        found = self.atlas.knowledge.gates[name]
        return self.link_to(f"phases/{found.leaves}.md", self.plain(found.name))

    def system(self, name: SystemId) -> str:
        """A link to a system."""
        return self.link_to(f"systems/{name}.md", self.plain(self.atlas.knowledge.systems[name].name))

    def level(self, finding: FindingId, level: Level) -> str:
        """The name of a finding's level."""
        return self.say(LEVELS[self.atlas.knowledge.findings[finding].kind][level])

    def actors(self, actors: Iterable[ActorId]) -> str:
        """The names of actors."""
        return ", ".join(self.plain(self.atlas.knowledge.actors[actor].name) for actor in actors)

    def text(self) -> str:
        """The whole page, with its sources and the way back at the end."""
        blocks = list(self._blocks)
        if self._notes:
            blocks.append(f"## {self.say(w.SOURCES)}")
            blocks += [self._note(citation, number) for citation, number in self._notes.items()]
        if self.path != "README.md":
            blocks.insert(1, self.link_to("README.md", self.say(w.TO_INDEX)))
        return "\n\n".join(blocks) + "\n"
