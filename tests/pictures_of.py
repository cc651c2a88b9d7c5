"""Every picture of an answer, and what can be read from a picture, for the tests of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from fasmodell import Recommendation
from fasmodell.analysis.plan import Plan
from fasmodell.analysis.stability import Stability
from fasmodell.document import Figure
from fasmodell.report.acceptability_picture import acceptability_picture
from fasmodell.report.contributions_picture import contributions_pictures
from fasmodell.report.effect_picture import effect_pictures
from fasmodell.report.gates_picture import gates_picture
from fasmodell.report.plan_picture import plan_pictures
from fasmodell.report.proof_picture import gate_proof_picture, proof_picture
from fasmodell.report.trajectory_picture import trajectory_picture
from fasmodell.results import RankedMeasure, Standing
from fasmodell.svg_drawing import text_width
from fasmodell.view import View

SVG = "{http://www.w3.org/2000/svg}"


def recommended(answer: Recommendation) -> list[RankedMeasure]:
    """The measures that come now."""
    return [one for one in answer.measures if one.standing is Standing.NOW]


def one_of_each_standing(answer: Recommendation) -> list[RankedMeasure]:
    """The first measure of every standing."""
    return list({one.standing: one for one in reversed(answer.measures)}.values())


def light_pictures(view: View) -> Iterator[Figure]:
    """The pictures that need nothing but the answer."""
    yield gates_picture(view)
    yield from contributions_pictures(view, recommended(view.answer))
    yield from effect_pictures(view, recommended(view.answer))
    yield trajectory_picture(view)
    yield proof_picture(view)
    for gate in view.answer.phase.gates:
        yield gate_proof_picture(view, gate.gate)
    for one in one_of_each_standing(view.answer):
        yield proof_picture(view, one.measure)


def all_pictures(view: View, made: Plan, found: Stability) -> Iterator[Figure]:
    """Every picture, also those of the plan and of the stability."""
    yield from light_pictures(view)
    yield from plan_pictures(made, view)
    yield acceptability_picture(view, found)


class Box(NamedTuple):
    """Where something stands, in units of the view box."""

    left: float
    top: float
    right: float
    bottom: float
    what: str

    def meets(self, other: Box) -> bool:
        """Whether two boxes share more than an edge."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 0.5 and high > 0.5


def root_of(svg: str) -> ElementTree.Element:
    """The picture as a tree; ParseError where it is not well-formed."""
    return ElementTree.fromstring(svg)


def labels_of(root: ElementTree.Element) -> list[Box]:
    """Where each label stands, as wide as its letters are taken to be."""
    found = []
    for one in root.iter(f"{SVG}text"):
        x, y, size = (float(one.attrib[name]) for name in ("x", "y", "font-size"))
        text = one.text or ""
        width = text_width(text, size, bold="font-weight" in one.attrib)
        left = {"middle": x - width / 2, "end": x - width}.get(one.get("text-anchor", "start"), x)
        found.append(Box(left, y - 0.8 * size, left + width, y + 0.22 * size, text))
    return found


def filled_of(root: ElementTree.Element) -> list[Box]:
    """Where each filled area stands."""
    found = []
    for one in root.iter():
        if one.get("fill") in (None, "none") or one.tag in (f"{SVG}svg", f"{SVG}text"):
            continue
        if one.tag == f"{SVG}rect":
            x, y, width, height = (float(one.attrib[name]) for name in ("x", "y", "width", "height"))
            found.append(Box(x, y, x + width, y + height, "rect"))
        elif one.tag == f"{SVG}polygon":
            xs, ys = zip(*(map(float, spot.split(",")) for spot in one.attrib["points"].split()), strict=True)
            found.append(Box(min(xs), min(ys), max(xs), max(ys), "polygon"))
    return found


def numbers_in(texts: Iterable[str]) -> set[str]:
    """The numbers as they are written in some texts."""
    return {found for text in texts for found in re.findall(r"\d+(?:[.,\u00a0]\d+)*", text)}


def numbers_drawn(figure: Figure) -> set[str]:
    """The numbers that stand in the picture."""
    return numbers_in(label.what for label in labels_of(root_of(figure.svg)))


def numbers_listed(figure: Figure) -> set[str]:
    """The numbers that stand in the table of the picture."""
    return numbers_in(cell for row in (figure.table.head, *figure.table.rows) for cell in row)
