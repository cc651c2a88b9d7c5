"""What depends on what in a rule base: from indicators by findings, gates and phases to measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from fasmodell.authoring import graph_words as words
from fasmodell.knowledge import Emphasis, Measure, Text
from fasmodell.rule_base import RuleBase
from fasmodell.rules import (
    Advises,
    Atom,
    Comparison,
    ConcludesFinding,
    Condition,
    FindingHolds,
    GateIs,
    PhaseIs,
    Rule,
    SupportsGate,
    Trend,
    Warns,
    atoms_of,
)


class NodeKind(StrEnum):
    """What a node stands for."""

    INDICATOR = "indicator"
    RUNNING = "running"
    FINDING = "finding"
    GATE = "gate"
    PHASE = "phase"
    MEASURE = "measure"
    WARNING = "warning"


class Link(StrEnum):
    """How one thing bears on another."""

    GRADES = "grades"
    SHOWS = "shows"
    CONCLUDES = "concludes"
    OPENS = "opens"
    SHUTS = "shuts"
    DECIDES = "decides"
    TARGETS = "targets"
    PREFERS = "prefers"
    DISCOURAGES = "discourages"
    REQUIRES = "requires"
    EXCLUDES = "excludes"
    WARNS = "warns"
    CONDITION = "condition"
    PREREQUISITE = "prerequisite"
    EMPHASIS = "emphasis"


class GraphNode(NamedTuple):
    """A thing in the graph; `key` is its kind and id."""

    key: str
    kind: NodeKind
    id: str
    name: Text


class Edge(NamedTuple):
    """One thing bears on another, by the rules named; none where the knowledge itself says so."""

    source: str
    target: str
    link: Link
    rules: tuple[str, ...]


class Graph(NamedTuple):
    """Nodes in the order of the stages and of the files, and edges in the order of their ends."""

    nodes: Mapping[str, GraphNode]
    edges: tuple[Edge, ...]


STAGES: Final[Mapping[NodeKind, int]] = {
    NodeKind.INDICATOR: 0,
    NodeKind.RUNNING: 0,
    NodeKind.FINDING: 1,
    NodeKind.GATE: 2,
    NodeKind.PHASE: 3,
    NodeKind.MEASURE: 4,
    NodeKind.WARNING: 4,
}
# What speaks against, and what must be met; all else speaks for.
AGAINST: Final = frozenset({Link.SHUTS, Link.DISCOURAGES, Link.EXCLUDES, Link.WARNS})
NEEDED: Final = frozenset({Link.CONDITION, Link.PREREQUISITE, Link.EMPHASIS})


def key_of(kind: NodeKind, id: object) -> str:
    """The key of a node."""
    return f"{kind}:{id}"


def graph_of(base: RuleBase) -> Graph:
    """The whole graph of a rule base."""
    nodes = {node.key: node for node in _nodes(base)}
    found: dict[tuple[str, str, Link], list[str]] = defaultdict(list)
    for source, target, link, rule in _links(base):
        rules = found[source, target, link]
        if rule is not None and rule not in rules:
            rules.append(rule)
    used = {end for source, target, _ in found for end in (source, target)}
    # A measure that nothing asks whether it runs has a node as a measure only.
    kept = {key: node for key, node in nodes.items() if key in used or node.kind is not NodeKind.RUNNING}
    return _ordered(kept, found)


def _nodes(base: RuleBase) -> Iterator[GraphNode]:
    knowledge = base.knowledge
    for indicator in knowledge.indicators.values():
        yield _node(NodeKind.INDICATOR, indicator.id, indicator.name)
    for measure in knowledge.measures.values():
        yield _node(NodeKind.RUNNING, measure.id, words.running(measure.code, measure.name))
    for finding in knowledge.findings.values():
        yield _node(NodeKind.FINDING, finding.id, finding.name)
    for gate in knowledge.gates.values():
        yield _node(NodeKind.GATE, gate.id, gate.name)
    for phase in knowledge.phases:
        yield _node(NodeKind.PHASE, str(phase), words.phase(phase))
    for measure in knowledge.measures.values():
        name = Text(f"{measure.code} {measure.name.sv}", f"{measure.code} {measure.name.en}")
        yield _node(NodeKind.MEASURE, measure.id, name)
    for id, warning in knowledge.warnings.items():
        yield _node(NodeKind.WARNING, id, warning.text)


def _node(kind: NodeKind, id: str, name: Text) -> GraphNode:
    return GraphNode(key_of(kind, id), kind, id, name)


_Found = tuple[str, str, Link, str | None]


def _links(base: RuleBase) -> Iterator[_Found]:
    for indicator in base.knowledge.graded:
        if indicator.graded_from is not None:
            source = key_of(NodeKind.INDICATOR, indicator.graded_from.indicator)
            yield source, key_of(NodeKind.INDICATOR, indicator.id), Link.GRADES, None
    for rule in base.rules.rules.values():
        target, link = _concluded(rule)
        for source in _sources(rule.when):
            yield source, target, link, rule.id
    for gate in base.knowledge.gates.values():
        for phase in base.knowledge.phases:
            # A gate decides between the phase that it leaves and those above it.
            if phase >= gate.leaves:
                yield key_of(NodeKind.GATE, gate.id), key_of(NodeKind.PHASE, phase), Link.DECIDES, None
    for measure in base.knowledge.measures.values():
        yield from _links_of_measure(measure)


def _links_of_measure(measure: Measure) -> Iterator[_Found]:
    target = key_of(NodeKind.MEASURE, measure.id)
    for aim in measure.targets:
        yield key_of(NodeKind.FINDING, aim.finding), target, Link.TARGETS, None
    for relation in measure.prerequisites:
        yield key_of(NodeKind.MEASURE, relation.measure), target, Link.PREREQUISITE, None
    needed = [one.when for one in measure.preconditions]
    if measure.legal_gate is not None:
        needed.append(measure.legal_gate.when)
    for condition in needed:
        for source in _sources(condition):
            yield source, target, Link.CONDITION, None
    if measure.evident_when is not None:
        for source in _sources(measure.evident_when):
            yield source, key_of(NodeKind.RUNNING, measure.id), Link.SHOWS, None
    for phase, emphasis in enumerate(measure.emphasis, 1):
        if emphasis is not Emphasis.NONE:
            yield key_of(NodeKind.PHASE, phase), target, Link.EMPHASIS, None


def _concluded(rule: Rule) -> tuple[str, Link]:
    """The node that a rule speaks of, and how."""
    match rule.then:
        case ConcludesFinding(finding=finding):
            return key_of(NodeKind.FINDING, finding), Link.CONCLUDES
        case SupportsGate(gate=gate, state=state):
            return key_of(NodeKind.GATE, gate), Link.OPENS if state == "open" else Link.SHUTS
        case Advises(kind=kind, measure=measure):
            return key_of(NodeKind.MEASURE, measure), Link(f"{kind}s")
        case Warns(warning=warning):
            return key_of(NodeKind.WARNING, warning), Link.WARNS


def _sources(condition: Condition) -> Iterator[str]:
    """The nodes that a condition asks for, each once."""
    return iter(dict.fromkeys(map(_asked, atoms_of(condition))))


def _asked(atom: Atom) -> str:
    match atom:
        case Comparison(indicator=indicator) | Trend(indicator=indicator):
            return key_of(NodeKind.INDICATOR, indicator)
        case FindingHolds(finding=finding):
            return key_of(NodeKind.FINDING, finding)
        case PhaseIs(phase=phase):
            return key_of(NodeKind.PHASE, phase)
        case GateIs(gate=gate):
            return key_of(NodeKind.GATE, gate)
        case _:
            return key_of(NodeKind.RUNNING, atom.measure)


def matching(graph: Graph, word: str, base: RuleBase) -> tuple[str, ...]:
    """
    The keys of the nodes that a word names: an id, a catalogue code, `kind:id`, or a rule's id, which names its target.

    More than one where several kinds share an id; none where nothing has it.
    """
    if word in graph.nodes:
        return (word,)
    rule = next((one for one in base.rules.rules.values() if one.id == word), None)
    if rule is not None:
        return (_concluded(rule)[0],)
    id = base.knowledge.measure_named(word) or word
    # That a measure runs is asked for with its kind, so that a measure's id names the measure.
    named = [node.key for node in graph.nodes.values() if node.id == id and node.kind is not NodeKind.RUNNING]
    return tuple(named)


def around(graph: Graph, key: str, depth: int) -> Graph:
    """
    A node with what leads to it and what it leads to, at most `depth` steps each way.

    What a phase puts weight on is followed from the centre only, since every phase leads to most measures.
    """
    kept = {key}
    edges: set[Edge] = set()
    for forward in (True, False):
        reached = {key}
        for step in range(depth):
            found = {
                edge
                for edge in graph.edges
                if (edge.source if forward else edge.target) in reached
                and (step == 0 or edge.link is not Link.EMPHASIS)
            }
            edges |= found
            reached = {edge.target if forward else edge.source for edge in found} - kept
            kept |= reached
    return Graph(
        {name: node for name, node in graph.nodes.items() if name in kept},
        tuple(edge for edge in graph.edges if edge in edges),
    )


def overview(graph: Graph, base: RuleBase) -> Graph:
    """
    The graph of groups: findings by the file of rules that concludes them, measures by theme.

    Indicators, running measures and warnings are left out, and what groups of the same stage do to each other, so that
    the whole fits on a page.
    """
    groups = _groups(graph, base)
    nodes = {node.key: node for node in groups.values()}
    found: dict[tuple[str, str, Link], dict[str, None]] = defaultdict(dict)
    for edge in graph.edges:
        source, target = groups.get(edge.source), groups.get(edge.target)
        if source is not None and target is not None and STAGES[source.kind] < STAGES[target.kind]:
            found[source.key, target.key, edge.link] |= dict.fromkeys(edge.rules)
    return _ordered(nodes, {ends: list(rules) for ends, rules in found.items()})


def _groups(graph: Graph, base: RuleBase) -> dict[str, GraphNode]:
    """The node that stands in the overview for each node; none for those that are left out."""
    concluding = [rule for rule in base.rules.rules.values() if isinstance(rule.then, ConcludesFinding)]
    files = {_concluded(rule)[0]: rule.id.partition("/")[0] for rule in concluding}
    themes = {measure.code[0]: measure.theme for measure in base.knowledge.measures.values()}
    sizes = Counter(_group_id(node, files) for node in graph.nodes.values())
    found = {}
    for node in graph.nodes.values():
        id = _group_id(node, files)
        if node.kind is NodeKind.FINDING:
            name = words.with_number(Text(id, id), sizes[id])
        elif node.kind is NodeKind.MEASURE:
            theme = themes[id]
            name = words.with_number(Text(f"{id} {theme.sv}", f"{id} {theme.en}"), sizes[id])
        else:
            name = node.name
        if node.kind in (NodeKind.FINDING, NodeKind.MEASURE, NodeKind.GATE, NodeKind.PHASE):
            found[node.key] = GraphNode(key_of(node.kind, id), node.kind, id, name)
    return found


def _group_id(node: GraphNode, files: Mapping[str, str]) -> str:
    if node.kind is NodeKind.MEASURE:
        return node.name.sv[0]
    return files.get(node.key, node.id)


def _ordered(nodes: Mapping[str, GraphNode], found: Mapping[tuple[str, str, Link], Sequence[str]]) -> Graph:
    order = {key: position for position, key in enumerate(nodes)}
    edges = [Edge(source, target, link, tuple(rules)) for (source, target, link), rules in found.items()]
    return Graph(nodes, tuple(sorted(edges, key=lambda edge: (order[edge.source], order[edge.target], edge.link))))
