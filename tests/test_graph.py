"""The dependency graph: every rule is in it, and each way of writing it can be read by what it is written for."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fasmodell import RuleBase, load_rule_base
from fasmodell.authoring import graph_words as words
from fasmodell.authoring.dependency_graph import STAGES, Edge, Graph, Link, around, graph_of, matching, overview
from fasmodell.authoring.graph_layers import layers_of, passes
from fasmodell.authoring.graph_svg import graph_svg
from fasmodell.authoring.graph_text import graph_dot, graph_mermaid
from in_process import ROOT, run

SCHEMA = json.loads((ROOT / "src/fasmodell/schemas/graph.schema.json").read_text(encoding="utf-8"))
SVG = "{http://www.w3.org/2000/svg}"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|->|[{}\[\];,=]|[\w.-]+|\s+')


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_rule_base()


@pytest.fixture(scope="module")
def whole(base: RuleBase) -> Graph:
    return graph_of(base)


def graphs(base: RuleBase, whole: Graph) -> Iterator[Graph]:
    """Graphs of every size."""
    yield around(whole, "finding:open_drug_scene", 1)
    yield around(whole, "measure:hot_spots_policing", 2)
    yield around(whole, "phase:2", 1)
    yield overview(whole, base)
    yield whole


# What is in it


def test_every_rule_and_every_reference_of_a_measure_is_an_edge(base: RuleBase, whole: Graph) -> None:
    assert {rule for edge in whole.edges for rule in edge.rules} == set(base.rules.rules)
    ends = {(edge.source, edge.target, edge.link) for edge in whole.edges}
    for measure in base.knowledge.measures.values():
        for target in measure.targets:
            assert (f"finding:{target.finding}", f"measure:{measure.id}", Link.TARGETS) in ends
    assert all(edge.source in whole.nodes and edge.target in whole.nodes for edge in whole.edges)
    assert len(set(whole.edges)) == len(whole.edges)


def test_edges_never_go_back_to_an_earlier_stage(whole: Graph) -> None:
    for edge in whole.edges:
        assert STAGES[whole.nodes[edge.source].kind] <= STAGES[whole.nodes[edge.target].kind], edge


def test_around_a_finding_stand_its_indicators_and_what_it_leads_to(whole: Graph) -> None:
    near = around(whole, "finding:open_drug_scene", 1)
    assert {"indicator:open_drug_scene_level", "gate:control", "measure:open_drug_scene_action"} <= set(near.nodes)
    assert not any(key.startswith("phase:") for key in near.nodes)
    assert set(near.nodes) < set(around(whole, "finding:open_drug_scene", 2).nodes)
    assert all("finding:open_drug_scene" in (edge.source, edge.target) for edge in near.edges)


def test_a_phase_leads_to_its_measures_only_when_it_is_asked_for(whole: Graph) -> None:
    from_gate = around(whole, "gate:trust", 3)
    assert not any(edge.link is Link.EMPHASIS for edge in from_gate.edges)
    assert any(edge.link is Link.EMPHASIS for edge in around(whole, "phase:3", 1).edges)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("open_drug_scene", "finding:open_drug_scene"),
        ("b3", "measure:hot_spots_policing"),
        ("hot_spots_policing", "measure:hot_spots_policing"),
        ("running:est_coordination", "running:est_coordination"),
        ("open-drug-scene/dominating", "finding:open_drug_scene"),
        ("2", "phase:2"),
    ],
)
def test_a_thing_is_found_by_its_id_code_or_rule(base: RuleBase, whole: Graph, word: str, key: str) -> None:
    assert matching(whole, word, base) == (key,)


# Where it stands


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_boxes_never_overlap_and_edges_go_forward(whole: Graph, data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(sorted(whole.nodes)), min_size=1, max_size=40, unique=True))
    edges = tuple(edge for edge in whole.edges if edge.source in keys and edge.target in keys)
    graph = Graph({key: node for key, node in whole.nodes.items() if key in keys}, edges)
    heights = {key: data.draw(st.sampled_from([20.0, 35.0, 90.0])) for key in graph.nodes}
    layers = layers_of(graph, heights, 8.0)
    columns: dict[int, list[str]] = {}
    for key, layer in layers.layer_of.items():
        columns.setdefault(layer, []).append(key)
        assert layers.stage_of[layer] == STAGES[graph.nodes[key].kind]
    for layer, inside in columns.items():
        inside.sort(key=lambda key: layers.middle_of[key, layer])
        for above, below in pairwise(inside):
            apart = layers.middle_of[below, layer] - layers.middle_of[above, layer]
            assert apart >= (heights[above] + heights[below]) / 2 + 8.0 - 1e-6
    for edge in edges:
        spots = passes(edge, layers.layer_of)
        assert [layer for _, layer in spots] == list(range(spots[0][1], spots[-1][1] + 1))
        assert len(spots) > 1
    assert layers_of(graph, heights, 8.0) == layers


def test_a_box_alone_and_a_circle_can_be_drawn(whole: Graph) -> None:
    alone = Graph({"phase:1": whole.nodes["phase:1"]}, ())
    assert ElementTree.fromstring(graph_svg(alone, words.TITLE, "sv")).tag == f"{SVG}svg"


# How it is written


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_picture_is_well_formed_tells_everything_in_words_and_fits(
    base: RuleBase, whole: Graph, language: str
) -> None:
    for graph in graphs(base, whole):
        svg = graph_svg(graph, words.TITLE, "sv" if language == "sv" else "en")
        root = ElementTree.fromstring(svg)
        assert root.find(f"{SVG}title") is not None
        assert root.find(f"{SVG}desc") is not None
        width, height = (float(root.attrib[name]) for name in ("width", "height"))
        boxes = [one for one in root.iter(f"{SVG}g") if one.attrib.get("class", "").startswith("n ")]
        titles = [one.findtext(f"{SVG}title") or "" for one in boxes]
        assert [title.rpartition("(")[2].rstrip(")") for title in titles] == list(graph.nodes)
        arrows = "\n".join(
            one.findtext(f"{SVG}title") or "" for one in root.iter(f"{SVG}g") if one.attrib.get("class") == "edge"
        )
        assert arrows.count(" – ") >= 2 * len(graph.edges)
        for text in root.iter(f"{SVG}text"):
            assert 0 <= float(text.attrib["x"]) <= width
            assert 0 <= float(text.attrib["y"]) <= height
        # Print sizes: nothing below 11 px, which is a good 8 points.
        assert min(float(size) for size in re.findall(r"font-size:([\d.]+)px", svg)) >= 11
        assert "prefers-color-scheme:dark" in svg


def test_every_colour_comes_from_the_two_schemes(whole: Graph) -> None:
    svg = graph_svg(whole, words.TITLE, "sv")
    after_style = svg.partition("</style>")[2]
    assert not re.search(r"#[0-9a-f]{3,6}\b|fill=|stroke=", after_style)
    light, dark = re.findall(r":root\{([^}]*)\}", svg)[:2]
    names = [set(re.findall(r"--[a-z]+", scheme)) for scheme in (light, dark)]
    assert names[0] == names[1] == set(re.findall(r"var\((--[a-z]+)\)", svg)) | names[0]


def test_dot_can_be_read(base: RuleBase, whole: Graph) -> None:
    for graph in graphs(base, whole):
        written = graph_dot(graph, words.TITLE, "sv")
        assert "".join(_TOKEN.findall(written)) == written
        tokens = [token for token in _TOKEN.findall(written) if token.strip()]
        assert tokens.count("{") == tokens.count("}") == 1 + len({STAGES[node.kind] for node in graph.nodes.values()})
        assert tokens.count("->") == len(graph.edges)
        named = {tokens[at - 1] for at, token in enumerate(tokens) if token == "[" and tokens[at - 2] != "->"}
        ends = {tokens[at + side] for at, token in enumerate(tokens) if token == "->" for side in (-1, 1)}
        assert ends <= named


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_it(whole: Graph) -> None:
    written = graph_dot(whole, words.TITLE, "sv")
    done = subprocess.run(["dot", "-Tsvg"], input=written, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


_SHAPES = (r"\({}\)", r"\[/{}/\]", r"\[{}\]", r"\{{\{{{}\}}\}}", r"\(\[{}\]\)", r"\[\[{}\]\]", r">{}\]")
_NODE = "|".join(shape.format('"[^"]*"') for shape in _SHAPES)
_MERMAID = re.compile(
    r'---\ntitle: ".*"\n---\nflowchart LR\n'
    rf'(?:  subgraph stage\d \["[^"]*"\]\n(?:    n\d+(?:{_NODE})\n)+  end\n)+'
    r'(?:  n\d+ (?:-->|-\.->|--x)\|"[^"]*"\| n\d+\n)*'
)


def test_mermaid_can_be_read(base: RuleBase, whole: Graph) -> None:
    for graph in graphs(base, whole):
        written = graph_mermaid(graph, words.TITLE, "en")
        assert _MERMAID.fullmatch(written)
        named = set(re.findall(r"^    (n\d+)", written, re.MULTILINE))
        used = set(re.findall(r"\bn\d+\b", written.rpartition("  end\n")[2]))
        assert used <= named
        assert len(named) == len(graph.nodes)


def test_odd_names_do_no_harm(whole: Graph) -> None:
    node = whole.nodes["gate:control"]
    odd = node._replace(name=node.name._replace(sv='"]; end & <b>`#quot;\\'))
    edge = Edge("gate:control", "phase:1", Link.DECIDES, ())
    graph = Graph({"gate:control": odd, "phase:1": whole.nodes["phase:1"]}, (edge,))
    assert ElementTree.fromstring(graph_svg(graph, odd.name, "sv")) is not None
    assert _MERMAID.fullmatch(graph_mermaid(graph, words.TITLE, "sv"))
    assert "".join(_TOKEN.findall(graph_dot(graph, odd.name, "sv"))) == graph_dot(graph, odd.name, "sv")


# The command


def test_json_fits_its_schema() -> None:
    for words_ in (["hot_spots_policing"], ["--overview"], []):
        jsonschema.validate(json.loads(run("graph", *words_, "--format", "json").stdout), SCHEMA)


def test_the_same_graph_has_the_same_bytes() -> None:
    outputs = {run("graph", "--format", "svg", PYTHONHASHSEED=seed).stdout for seed in ("0", "1")}
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["open_drug_scen"], "did you mean `open_drug_scene`?"),
        (["nothing_like_it_at_all"], "`fasmodell kb list` shows what there is"),
        (["open_drug_scene", "--overview"], "either for the overview or around one id"),
        (["open_drug_scene", "--depth", "0"], "--depth"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_nothing_is_written(asked: list[str], said: str) -> None:
    done = run("graph", *asked)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_graph_too_large_for_mermaid_is_told_on_stderr() -> None:
    assert "more than Mermaid draws" in run("graph").stderr
    assert run("graph", "open_drug_scene").stderr == ""
