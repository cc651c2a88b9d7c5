"""The dependency graph as a picture: an SVG that stands alone, in light and dark, on screen and in print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from fasmodell.authoring import graph_words as words
from fasmodell.authoring.dependency_graph import AGAINST, NEEDED, Edge, Graph, GraphNode, Link, NodeKind
from fasmodell.authoring.graph_layers import Layers, layers_of, passes
from fasmodell.knowledge import Text
from fasmodell.scales import Language
from fasmodell.svg_drawing import lines_of, text_width
from fasmodell.svg_drawing import number as _n

_BOX: Final = 196.0
_PAD: Final = 9.0
_LINE: Final = 15.0
_SIZE: Final = 12.0
_SMALL: Final = 11.0
_MARGIN: Final = 24.0
_GAP: Final = 10.0
_PORT: Final = 13.0
_MOST_LINES: Final = 4
# With more arrows than this the words beside them would cover the picture: they are then told by their line only.
_MOST_LABELLED: Final = 48
_COLUMN_GAPS: Final = {True: 120.0, False: 150.0}


class _Box(NamedTuple):
    """A node as it is drawn: its lines of text, its id where there is room, and its height."""

    lines: list[str]
    id: str
    height: float


class _Picture(NamedTuple):
    """All that the parts of the picture need to know of each other."""

    graph: Graph
    layers: Layers
    boxes: Mapping[str, _Box]
    ports: Mapping[Edge, float]
    labelled: bool
    top: float
    language: Language
    centre: str | None

    @property
    def step(self) -> float:
        """From one column to the next."""
        return _BOX + _COLUMN_GAPS[self.labelled]

    def left(self, layer: int) -> float:
        """Where a column begins."""
        return _MARGIN + layer * self.step

    def middle(self, key: str) -> float:
        """How far down the middle of a box is."""
        return self.top + self.layers.middle_of[key, self.layers.layer_of[key]]


def graph_svg(graph: Graph, title: Text, language: Language, *, centre: str | None = None) -> str:
    """Draw a graph; `title` is what stands above it, and `centre` the key of the node that it is drawn around."""
    labelled = len(graph.edges) <= _MOST_LABELLED
    boxes = {key: _box(node, graph, language, labelled) for key, node in graph.nodes.items()}
    layers = layers_of(graph, {key: box.height for key, box in boxes.items()}, _GAP)
    heading = lines_of(title.to(language), _width_of(layers, labelled) - 2 * _MARGIN, size=18.0)
    top = _MARGIN + 24.0 * len(heading) + 62.0
    picture = _Picture(graph, layers, boxes, {}, labelled, top, language, centre)
    picture = picture._replace(ports=_ports(picture))
    return "\n".join([*_head(picture, heading), *_bands(picture), *_edges(picture), *_nodes(picture), "</svg>", ""])


def _width_of(layers: Layers, labelled: bool) -> float:
    columns = max(1, len(layers.stage_of))
    return max(620.0, 2 * _MARGIN + columns * _BOX + (columns - 1) * _COLUMN_GAPS[labelled])


def _box(node: GraphNode, graph: Graph, language: Language, labelled: bool) -> _Box:
    lines = lines_of(node.name.to(language), _BOX - 2 * _PAD - 6.0, size=_SIZE)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …"]
    id = node.id if labelled and node.kind is not NodeKind.PHASE else ""
    height = 2 * 6.0 + _LINE * len(lines) + (_LINE if id else 0.0)
    arriving = sum(edge.target == node.key for edge in graph.edges)
    return _Box(lines, id, max(height, _PORT * arriving + 6.0) if labelled else height)


def _ports(picture: _Picture) -> dict[Edge, float]:
    """Where on the side of its target each edge arrives, those from above uppermost."""
    arriving: dict[str, list[Edge]] = defaultdict(list)
    for edge in picture.graph.edges:
        arriving[edge.target].append(edge)
    found = {}
    middle_of, layer_of = picture.layers.middle_of, picture.layers.layer_of
    for key, edges in arriving.items():
        edges.sort(key=lambda edge: (middle_of[passes(edge, layer_of)[-2]], edge.link))
        room = picture.boxes[key].height - 8.0
        apart = min(_PORT, room / max(1, len(edges) - 1))
        for position, edge in enumerate(edges):
            found[edge] = picture.middle(key) + (position - (len(edges) - 1) / 2) * apart
    return found


def _head(picture: _Picture, heading: list[str]) -> Iterator[str]:
    language = picture.language
    width, height = _width_of(picture.layers, picture.labelled), picture.top + picture.layers.height + _MARGIN
    told = words.DESCRIPTION.to(language).format(nodes=len(picture.graph.nodes), edges=len(picture.graph.edges))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" '
        f'height="{_n(height)}" lang="{language}" role="img" aria-labelledby="title desc">'
    )
    yield f'<title id="title">{escape(" ".join(heading))}</title>'
    yield f'<desc id="desc">{escape(told)}</desc>'
    yield _STYLE
    yield _ARROW
    yield '<rect class="page" width="100%" height="100%"/>'
    for position, line in enumerate(heading):
        yield f'<text class="h" x="{_n(_MARGIN)}" y="{_n(_MARGIN + 14.0 + 24.0 * position)}">{escape(line)}</text>'
    yield from _legend(picture, _MARGIN + 24.0 * len(heading) + 12.0)


def _legend(picture: _Picture, y: float) -> Iterator[str]:
    """The three kinds of line, of those that are there."""
    x = _MARGIN
    for style, text in (("for", words.FOR), ("against", words.AGAINST), ("needed", words.NEEDED)):
        if any(_style(edge.link) == style for edge in picture.graph.edges):
            written = text.to(picture.language)
            yield f'<path class="e {style}" d="M{_n(x)} {_n(y - 4.0)}h34" marker-end="url(#arrow)"/>'
            yield f'<text class="s" x="{_n(x + 42.0)}" y="{_n(y)}">{escape(written)}</text>'
            x += 42.0 + text_width(written, _SMALL) + 26.0


def _bands(picture: _Picture) -> Iterator[str]:
    """A band behind the columns of each stage, with its name above."""
    stages = picture.layers.stage_of
    for stage in dict.fromkeys(stages):
        first, last = stages.index(stage), len(stages) - 1 - stages[::-1].index(stage)
        left, right = picture.left(first) - 10.0, picture.left(last) + _BOX + 10.0
        y = picture.top - 32.0
        height = picture.layers.height + 44.0
        yield f'<rect class="band" x="{_n(left)}" y="{_n(y)}" width="{_n(right - left)}" height="{_n(height)}" rx="6"/>'
        name = escape(words.STAGES[stage].to(picture.language))
        yield f'<text class="b" x="{_n(left + 10.0)}" y="{_n(y + 18.0)}">{name}</text>'


def _edges(picture: _Picture) -> Iterator[str]:
    """The arrows, each with what it says as its title; without room for words, arrows alike are drawn as one."""
    together: dict[tuple[object, ...], list[Edge]] = defaultdict(list)
    for edge in picture.graph.edges:
        alike = (edge.source, edge.target, _style(edge.link))
        together[(*alike, edge.link) if picture.labelled else alike].append(edge)
    for edges in together.values():
        told = escape(". ".join(_told(edge, picture) for edge in edges))
        line = f'<path class="e {_style(edges[0].link)}" d="{_way(edges[0], picture)}" marker-end="url(#arrow)"/>'
        yield f'<g class="edge"><title>{told}</title>{line}</g>'
    for edge in picture.graph.edges if picture.labelled else ():
        x, y = picture.left(picture.layers.layer_of[edge.target]) - 12.0, picture.ports[edge] - 3.0
        link = words.LINKS[edge.link].to(picture.language)
        yield f'<text class="l" x="{_n(x)}" y="{_n(y)}">{escape(link)}</text>'


def _told(edge: Edge, picture: _Picture) -> str:
    """What an arrow says in words."""
    nodes, language = picture.graph.nodes, picture.language
    link = words.LINKS[edge.link].to(language)
    told = f"{nodes[edge.source].name.to(language)} – {link} – {nodes[edge.target].name.to(language)}"
    return f"{told} ({words.RULES.to(language).format(rules=', '.join(edge.rules))})" if edge.rules else told


def _way(edge: Edge, picture: _Picture) -> str:
    """The line of an edge: level where it passes a column, and a soft bend between columns."""
    layer_of = picture.layers.layer_of
    spots = passes(edge, layer_of)
    x, y = picture.left(spots[0][1]) + _BOX, picture.middle(edge.source)
    parts = [f"M{_n(x)} {_n(y)}"]
    for spot in spots[1:]:
        is_last = spot is spots[-1]
        next_x = picture.left(spot[1]) - (2.0 if is_last else 0.0)
        next_y = picture.ports[edge] if is_last else picture.top + picture.layers.middle_of[spot]
        bend = (next_x - x) / 2
        parts.append(f"C{_n(x + bend)} {_n(y)} {_n(next_x - bend)} {_n(next_y)} {_n(next_x)} {_n(next_y)}")
        x, y = next_x, next_y
        if not is_last:
            x += _BOX
            parts.append(f"H{_n(x)}")
    return "".join(parts)


def _nodes(picture: _Picture) -> Iterator[str]:
    for key, node in picture.graph.nodes.items():
        box = picture.boxes[key]
        x, y = picture.left(picture.layers.layer_of[key]), picture.middle(key) - box.height / 2
        marked = " centre" if key == picture.centre else ""
        told = escape(f"{node.name.to(picture.language)} ({node.key})")
        yield f'<g class="n {node.kind}{marked}"><title>{told}</title>'
        yield _shape(node.kind, x, y, box.height)
        count = len(box.lines) + bool(box.id)
        first = y + box.height / 2 - count * _LINE / 2 + 11.5
        for position, line in enumerate(box.lines):
            yield f'<text class="t" x="{_n(x + _PAD + 3.0)}" y="{_n(first + position * _LINE)}">{escape(line)}</text>'
        if box.id:
            below = first + len(box.lines) * _LINE
            yield f'<text class="i" x="{_n(x + _PAD + 3.0)}" y="{_n(below)}">{escape(_cut(box.id))}</text>'
        yield "</g>"


def _shape(kind: NodeKind, x: float, y: float, height: float) -> str:
    """A shape for each kind, so that nothing hangs on colour."""
    right, low, middle = x + _BOX, y + height, y + height / 2
    if kind is NodeKind.GATE:
        points = [(x, middle), (x + 9, y), (right - 9, y), (right, middle), (right - 9, low), (x + 9, low)]
    elif kind is NodeKind.WARNING:
        points = [(x, y), (right - 10, y), (right, y + 10), (right, low), (x, low)]
    else:
        radius = {NodeKind.INDICATOR: 11.0, NodeKind.RUNNING: 11.0, NodeKind.PHASE: height / 2}.get(kind, 2.0)
        shape = f'<rect class="o" x="{_n(x)}" y="{_n(y)}" width="{_n(_BOX)}" height="{_n(height)}" rx="{_n(radius)}"/>'
        bar = f'<path class="o" d="M{_n(x + 5.0)} {_n(y)}V{_n(low)}"/>' if kind is NodeKind.MEASURE else ""
        return shape + bar
    return f'<polygon class="o" points="{" ".join(f"{_n(a)},{_n(b)}" for a, b in points)}"/>'


def _style(link: Link) -> str:
    return "against" if link in AGAINST else "needed" if link in NEEDED else "for"


def _cut(id: str) -> str:
    """An id that fits in its box; the whole one is in the title of the box."""
    room = int((_BOX - 2 * _PAD - 6.0) / (_SMALL * 0.6))
    return id if len(id) <= room else f"{id[: room - 1]}…"


_COLOURS: Final = {
    "light": (
        "--page:#fff;--band:#f4f4f2;--ink:#1b1b1b;--soft:#4a4a4a;--line:#555;--box:#fff;"
        "--indicator:#eef4fa;--finding:#fdf6e3;--gate:#f3ecf8;--phase:#e8f3ea;--measure:#fff;--warning:#fbeceb"
    ),
    "dark": (
        "--page:#17191c;--band:#1f2226;--ink:#f0f0ee;--soft:#c4c6c8;--line:#a8abae;--box:#17191c;"
        "--indicator:#1e2b38;--finding:#332d1b;--gate:#2d2438;--phase:#1f3325;--measure:#17191c;--warning:#3a2323"
    ),
}
_STYLE: Final = f"""<style>
:root{{{_COLOURS["light"]}}}
@media (prefers-color-scheme:dark){{:root{{{_COLOURS["dark"]}}}}}
@media print{{:root{{{_COLOURS["light"]}}}}}
text{{font-family:system-ui,"Segoe UI","Noto Sans",Arial,sans-serif;fill:var(--ink)}}
.page{{fill:var(--page)}}
.band{{fill:var(--band)}}
.h{{font-size:18px;font-weight:600}}
.b{{font-size:13px;font-weight:600}}
.s{{font-size:11px}}
.t{{font-size:12px}}
.i{{font-size:11px;font-family:ui-monospace,"DejaVu Sans Mono",monospace;fill:var(--soft)}}
.l{{font-size:11px;text-anchor:end;paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}}
.o{{stroke:var(--line);stroke-width:1.2;fill:var(--box)}}
.indicator .o{{fill:var(--indicator)}}
.running .o{{fill:var(--indicator);stroke-dasharray:5 3}}
.finding .o{{fill:var(--finding)}}
.gate .o{{fill:var(--gate)}}
.phase .o{{fill:var(--phase);stroke-width:2}}
.measure .o{{fill:var(--measure)}}
.warning .o{{fill:var(--warning)}}
.centre .o{{stroke:var(--ink);stroke-width:3}}
.e{{fill:none;stroke:var(--line);stroke-width:1.2}}
.against{{stroke-dasharray:7 4}}
.needed{{stroke-dasharray:1.5 3.5;stroke-linecap:round}}
.edge:hover .e{{stroke:var(--ink);stroke-width:3}}
#arrow path{{fill:var(--line)}}
</style>"""
_ARROW: Final = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto" '
    'markerUnits="userSpaceOnUse"><path d="M0 0.8L8 4L0 7.2z"/></marker></defs>'
)
