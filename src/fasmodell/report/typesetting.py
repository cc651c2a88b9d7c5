"""The typesetter: templates with data as PDF or as a picture, without the machine's network, typefaces or clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import typst

from fasmodell.report.characters import REPLACED

_PICTURE: Final = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""
NO_SHAPE: Final = "could not be displayed"  # of the typesetter's message when its typefaces lack a character
# Letters that the typefaces hold for sure, also together: Latin, and the signs of ordinary texts.
_KNOWN: Final = frozenset(
    (*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x180)), *"\n–—‘’‚“”„†•…‰‹›€−", REPLACED)
)
_LETTER: Final = b'#set document(title: "-")\n#sys.inputs.letter'
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
    """
    Draw a picture in black on white; letters that the typefaces lack are drawn as U+FFFD.

    Raises TypstError when it is no SVG, or would read another file.
    """
    drawn = replaced(svg, letters_without_shape(svg))
    with TemporaryDirectory() as empty:
        written = _typesetter(_PICTURE, empty, {"svg": drawn}).compile(format="png", ppi=_SHARP)
    assert isinstance(written, bytes)
    # The head of a PNG file holds its size in pixels.
    width, height = (int.from_bytes(written[start : start + 4], "big") * 72 / _SHARP for start in (16, 20))
    return Png(written, width, height)


def uncertain_letters(text: str) -> frozenset[str]:
    """The letters of a text that the typefaces may lack."""
    return frozenset(text) - _KNOWN


def letters_without_shape(text: str) -> frozenset[str]:
    """The letters of a text that the typefaces lack."""
    return frozenset(letter for letter in uncertain_letters(text) if not _has_shape(letter))


def replaced(text: str, letters: Collection[str]) -> str:
    """A text with U+FFFD for each of some letters."""
    return text.translate({ord(letter): REPLACED for letter in letters})


def _has_shape(letter: str) -> bool:
    try:
        typeset(_LETTER, {"letter": letter})
    except typst.TypstError as error:
        if NO_SHAPE not in error.message:
            raise
        return False
    return True


def _typesetter(template: bytes, root: str, inputs: Mapping[str, str]) -> typst.Compiler:
    return typst.Compiler(template, root=root, ignore_system_fonts=True, sys_inputs=dict(inputs))
