"""The dependency graph as text: for Mermaid, for Graphviz and for programs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from fasmodell.authoring import graph_words as words
from fasmodell.authoring.dependency_graph import AGAINST, NEEDED, STAGES, Graph, GraphNode, Link, NodeKind
from fasmodell.knowledge import Text
from fasmodell.scales import Language

# What Mermaid draws unless its configuration says otherwise.
MERMAID_ARROWS: Final = 500
MERMAID_LETTERS: Final = 50_000


def graph_mermaid(graph: Graph, title: Text, language: Language) -> str:
    """Write a graph for Mermaid, one subgraph per stage."""
    lines = ["---", f"title: {json.dumps(title.to(language), ensure_ascii=False)}", "---", "flowchart LR"]
    ids = _short_ids(graph)
    for stage, nodes in _by_stage(graph):
        lines.append(f"  subgraph stage{stage} [{_mermaid_text(words.STAGES[stage].to(language))}]")
        for node in nodes:
            left, right = _MERMAID_SHAPES[node.kind]
            lines.append(f"    {ids[node.key]}{left}{_mermaid_text(node.name.to(language))}{right}")
        lines.append("  end")
    for edge in graph.edges:
        arrow = "-.->" if edge.link in NEEDED else "--x" if edge.link in AGAINST else "-->"
        link = _mermaid_text(words.LINKS[edge.link].to(language))
        lines.append(f"  {ids[edge.source]} {arrow}|{link}| {ids[edge.target]}")
    return "\n".join([*lines, ""])


def graph_dot(graph: Graph, title: Text, language: Language) -> str:
    """Write a graph for Graphviz, one cluster per stage."""
    lines = ["digraph rule_base {", f"  label={_dot_text(title.to(language))};", "  labelloc=t; rankdir=LR;"]
    # With its older way of ranking, Graphviz loses arrows between clusters of a graph as large as this.
    lines += [
        "  newrank=true;",
        '  node [fontname="sans-serif", fontsize=11, shape=box];',
        '  edge [fontname="sans-serif", fontsize=10];',
    ]
    for stage, nodes in _by_stage(graph):
        lines.append(f"  subgraph cluster_{stage} {{")
        lines.append(f"    label={_dot_text(words.STAGES[stage].to(language))};")
        for node in nodes:
            lines.append(
                f"    {_dot_text(node.key)} [label={_dot_text(node.name.to(language))}{_dot_shape(node.kind)}];"
            )
        lines.append("  }")
    for edge in graph.edges:
        label = _dot_text(words.LINKS[edge.link].to(language))
        style = f", style={_dot_style(edge.link)}" if edge.link in AGAINST | NEEDED else ""
        tooltip = f", tooltip={_dot_text(', '.join(edge.rules))}" if edge.rules else ""
        lines.append(f"  {_dot_text(edge.source)} -> {_dot_text(edge.target)} [label={label}{style}{tooltip}];")
    return "\n".join([*lines, "}", ""])


def graph_json(graph: Graph, language: Language, *, centre: str | None = None) -> str:
    """Write a graph as `fasmodell.graph/1`."""
    nodes = [
        {"key": node.key, "kind": node.kind, "id": node.id, "name": node.name.to(language), "stage": STAGES[node.kind]}
        for node in graph.nodes.values()
    ]
    edges = [
        {"source": edge.source, "target": edge.target, "link": edge.link, "rules": list(edge.rules)}
        for edge in graph.edges
    ]
    written = {"format": "fasmodell.graph/1", "language": language, "centre": centre, "nodes": nodes, "edges": edges}
    return json.dumps(written, ensure_ascii=False, indent=1)


def _by_stage(graph: Graph) -> Iterator[tuple[int, Iterable[GraphNode]]]:
    stages: dict[int, list[GraphNode]] = defaultdict(list)
    for node in graph.nodes.values():
        stages[STAGES[node.kind]].append(node)
    yield from sorted(stages.items())


def _short_ids(graph: Graph) -> Mapping[str, str]:
    """Ids that no word of Mermaid's can be mistaken for, such as `end`."""
    return {key: f"n{position}" for position, key in enumerate(graph.nodes)}


def _mermaid_text(text: str) -> str:
    """A text in quotes, with what Mermaid would read as its own written as entities."""
    return '"' + "".join(f"#{ord(letter)};" if letter in '"#<>&`' else letter for letter in text) + '"'


def _dot_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _dot_shape(kind: NodeKind) -> str:
    shape = _DOT_SHAPES.get(kind)
    return f", {shape}" if shape else ""


def _dot_style(link: Link) -> str:
    return "dashed" if link in AGAINST else "dotted"


_MERMAID_SHAPES: Final[Mapping[NodeKind, tuple[str, str]]] = {
    NodeKind.INDICATOR: ("(", ")"),
    NodeKind.RUNNING: ("[/", "/]"),
    NodeKind.FINDING: ("[", "]"),
    NodeKind.GATE: ("{{", "}}"),
    NodeKind.PHASE: ("([", "])"),
    NodeKind.MEASURE: ("[[", "]]"),
    NodeKind.WARNING: (">", "]"),
}
_DOT_SHAPES: Final[Mapping[NodeKind, str]] = {
    NodeKind.INDICATOR: "style=rounded",
    NodeKind.RUNNING: 'style="rounded,dashed"',
    NodeKind.GATE: "shape=hexagon",
    NodeKind.PHASE: "shape=ellipse",
    NodeKind.MEASURE: "peripheries=2",
    NodeKind.WARNING: "shape=note",
}
