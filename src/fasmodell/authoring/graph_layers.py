"""Where the boxes of a dependency graph stand: a layered layout with few crossings, the same for the same graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from fasmodell.authoring.dependency_graph import STAGES, Edge, Graph

# A node by its key, or the place where what leaves a node passes a layer: the key of the node and the layer.
Spot: TypeAlias = tuple[str, int]

_SWEEPS: Final = 24
_ALIGNMENTS: Final = 40
_PASS_HEIGHT: Final = 4.0


class Layers(NamedTuple):
    """
    A graph laid out in layers.

    `layer_of` is the layer of each node, `stage_of` the stage of each layer, `middle_of` how far down the middle of
    each spot is, and `height` how far down the lowest goes. Nodes are spots in their own layer.
    """

    layer_of: Mapping[str, int]
    stage_of: tuple[int, ...]
    middle_of: Mapping[Spot, float]
    height: float


def layers_of(graph: Graph, heights: Mapping[str, float], gap: float) -> Layers:
    """Lay a graph out, with boxes of the heights given and at least `gap` between them."""
    layer_of, stage_of = _layers(graph)
    steps = _steps(graph.edges, layer_of)
    order = _with_few_crossings(_first_order(graph, layer_of, steps, len(stage_of)), steps)
    size = {
        spot: heights[spot[0]] if layer_of[spot[0]] == spot[1] else _PASS_HEIGHT for layer in order for spot in layer
    }
    middle_of = _aligned(order, steps, size, gap)
    top = min((middle - size[spot] / 2 for spot, middle in middle_of.items()), default=0.0)
    middle_of = {spot: middle - top for spot, middle in middle_of.items()}
    height = max((middle + size[spot] / 2 for spot, middle in middle_of.items()), default=0.0)
    return Layers(layer_of, stage_of, middle_of, height)


def passes(edge: Edge, layer_of: Mapping[str, int]) -> list[Spot]:
    """The spots along an edge, its ends among them. Edges from one node share their way as long as it is the same."""
    first, last = layer_of[edge.source], layer_of[edge.target]
    return [(edge.source, layer) for layer in range(first, last)] + [(edge.target, last)]


def _layers(graph: Graph) -> tuple[dict[str, int], tuple[int, ...]]:
    """The layer of every node, each stage in layers of its own, and the stage of every layer."""
    within: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        if _stage(graph, edge.source) == _stage(graph, edge.target):
            within[edge.target].append(edge.source)
    depth: dict[str, int] = {}
    for key in graph.nodes:
        _find_depth(key, within, depth)
    layer_of: dict[str, int] = {}
    stage_of: list[int] = []
    for stage in sorted({_stage(graph, key) for key in graph.nodes}):
        inside = [key for key in graph.nodes if _stage(graph, key) == stage]
        layer_of |= {key: len(stage_of) + depth[key] for key in inside}
        stage_of += [stage] * (1 + max(depth[key] for key in inside))
    return layer_of, tuple(stage_of)


def _find_depth(key: str, within: Mapping[str, Sequence[str]], depth: dict[str, int]) -> None:
    """How many steps inside its stage lead to a node. What would close a circle counts for nothing."""
    waiting = [key]
    begun: set[str] = set()
    while waiting:
        current = waiting[-1]
        missing = [one for one in within.get(current, ()) if one not in depth and one not in begun]
        begun.add(current)
        if missing:
            waiting += missing
            continue
        waiting.pop()
        depth.setdefault(current, max((depth[one] + 1 for one in within.get(current, ()) if one in depth), default=0))


def _stage(graph: Graph, key: str) -> int:
    return STAGES[graph.nodes[key].kind]


def _steps(edges: Iterable[Edge], layer_of: Mapping[str, int]) -> list[tuple[Spot, Spot]]:
    """Every step from a layer to the next, each once."""
    steps: dict[tuple[Spot, Spot], None] = {}
    for edge in edges:
        steps |= dict.fromkeys(pairwise(passes(edge, layer_of)))
    return list(steps)


def _first_order(
    graph: Graph, layer_of: Mapping[str, int], steps: Iterable[tuple[Spot, Spot]], count: int
) -> list[list[Spot]]:
    order: list[list[Spot]] = [[] for _ in range(count)]
    for key in graph.nodes:
        order[layer_of[key]].append((key, layer_of[key]))
    for spot in dict.fromkeys(spot for step in steps for spot in step):
        if layer_of[spot[0]] != spot[1]:
            order[spot[1]].append(spot)
    return order


def _neighbours(steps: Iterable[tuple[Spot, Spot]]) -> tuple[dict[Spot, list[Spot]], dict[Spot, list[Spot]]]:
    """What stands before and what stands after each spot."""
    before: dict[Spot, list[Spot]] = defaultdict(list)
    after: dict[Spot, list[Spot]] = defaultdict(list)
    for source, target in steps:
        after[source].append(target)
        before[target].append(source)
    return before, after


def _with_few_crossings(order: list[list[Spot]], steps: Sequence[tuple[Spot, Spot]]) -> list[list[Spot]]:
    """Each layer sorted by the mean place of what its spots lead to or come from, back and forth; the best is kept."""
    before, after = _neighbours(steps)
    best, fewest = [list(layer) for layer in order], _crossings(order, steps)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        sides = before if forward else after
        layers = range(1, len(order)) if forward else range(len(order) - 2, -1, -1)
        for layer in layers:
            place = {spot: float(at) for at, spot in enumerate(order[layer - 1 if forward else layer + 1])}
            own = {spot: at for at, spot in enumerate(order[layer])}
            order[layer].sort(key=_mean_place(sides, place, own))
        crossings = _crossings(order, steps)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in order], crossings
    return best


def _mean_place(
    sides: Mapping[Spot, Sequence[Spot]], place: Mapping[Spot, float], own: Mapping[Spot, int]
) -> Callable[[Spot], tuple[float, int]]:
    def key(spot: Spot) -> tuple[float, int]:
        others = [place[one] for one in sides.get(spot, ()) if one in place]
        # What has no neighbour there stays where it is, as far as that can be said.
        return (sum(others) / len(others) if others else own[spot] * len(place) / max(1, len(own)), own[spot])

    return key


def _crossings(order: Sequence[Sequence[Spot]], steps: Iterable[tuple[Spot, Spot]]) -> int:
    place = {spot: at for layer in order for at, spot in enumerate(layer)}
    between: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, target in steps:
        between[source[1]].append((place[source], place[target]))
    return sum(_inversions([target for _, target in sorted(pairs)]) for pairs in between.values())


def _inversions(numbers: list[int]) -> int:
    """How many pairs stand in the wrong order: counted while merging halves."""
    if len(numbers) < 2:
        return 0
    middle = len(numbers) // 2
    left, right = numbers[:middle], numbers[middle:]
    count = _inversions(left) + _inversions(right)
    left.sort()
    right.sort()
    at = 0
    for number in right:
        while at < len(left) and left[at] <= number:
            at += 1
        count += len(left) - at
    return count


def _aligned(
    order: Sequence[Sequence[Spot]], steps: Iterable[tuple[Spot, Spot]], size: Mapping[Spot, float], gap: float
) -> dict[Spot, float]:
    """Middles in the order of each layer, without overlap, and as level with their neighbours as that allows."""
    before, after = _neighbours(steps)
    middle_of: dict[Spot, float] = {}
    for layer in order:
        middle_of |= dict(zip(layer, _apart(layer, [0.0] * len(layer), size, gap), strict=True))
    for turn in range(_ALIGNMENTS):
        layers = order if turn % 2 == 0 else [*reversed(order)]
        for layer in layers:
            wanted = []
            for spot in layer:
                sides = [*before.get(spot, ()), *after.get(spot, ())]
                wanted.append(sum(middle_of[one] for one in sides) / len(sides) if sides else middle_of[spot])
            middle_of |= dict(zip(layer, _apart(layer, wanted, size, gap), strict=True))
    return middle_of


def _apart(layer: Sequence[Spot], wanted: Sequence[float], size: Mapping[Spot, float], gap: float) -> list[float]:
    """
    The places nearest to the wanted ones, by the sum of squares, at which nothing overlaps.

    With the sizes taken off, that is the nearest rising sequence: neighbours that would fall are pooled at their mean.
    """
    offsets = [0.0]
    for above, below in pairwise(layer):
        between = gap if max(size[above], size[below]) > _PASS_HEIGHT else 0.0
        offsets.append(offsets[-1] + (size[above] + size[below]) / 2 + between)
    pools: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=False):
        mean, count = place - offset, 1
        while pools and pools[-1][0] > mean:
            other, others = pools.pop()
            mean, count = (mean * count + other * others) / (count + others), count + others
        pools.append((mean, count))
    rising = [mean for mean, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(rising, offsets, strict=False)]
