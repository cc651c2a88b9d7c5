"""The typesetter: templates with data as PDF or as a picture, without the machine's network, typefaces or clock."""

from __future__ import annotations

from collections.abc import Mapping
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import typst

_PICTURE: Final = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""
_SHARP: Final = 220  # pixels per inch: what a printer shows


class Png(NamedTuple):
    """A picture in pixels, with the width and height that it has on paper, in points."""

    content: bytes
    width: float
    height: float


def typeset(template: bytes, inputs: Mapping[str, str]) -> bytes:
    """
    Lay out a template as PDF that keeps PDF/UA-1; it reads `inputs` as `sys.inputs` and can read no file.

    Raises TypstError when that cannot be kept: among others, where the typefaces lack a character.
    """
    with TemporaryDirectory() as empty:
        written = _typesetter(template, empty, inputs).compile(format="pdf", pdf_standards="ua-1")
    assert isinstance(written, bytes)
    return written


def png_of(svg: str) -> Png:
    """Draw a picture in black on white. Raises TypstError when it is no SVG."""
    with TemporaryDirectory() as empty:
        written = _typesetter(_PICTURE, empty, {"svg": svg}).compile(format="png", ppi=_SHARP)
    assert isinstance(written, bytes)
    # The head of a PNG file holds its size in pixels.
    width, height = (int.from_bytes(written[start : start + 4], "big") * 72 / _SHARP for start in (16, 20))
    return Png(written, width, height)


def _typesetter(template: bytes, root: str, inputs: Mapping[str, str]) -> typst.Compiler:
    return typst.Compiler(template, root=root, ignore_system_fonts=True, sys_inputs=dict(inputs))
