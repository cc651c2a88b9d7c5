"""The door to every rendering: text, Markdown and JSON of an answer, and the reasons for one measure."""

from __future__ import annotations

from fasmodell.answer_json import answer_document, phase_document, render_json, render_phase_json
from fasmodell.answer_markdown import render_markdown
from fasmodell.answer_text import render_phase, render_text
from fasmodell.answer_why import find_measure, render_why

__all__ = [
    "answer_document",
    "find_measure",
    "phase_document",
    "render_json",
    "render_markdown",
    "render_phase",
    "render_phase_json",
    "render_text",
    "render_why",
]
