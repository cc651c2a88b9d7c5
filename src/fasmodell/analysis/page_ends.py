"""What every page about an area begins and ends with: which area and when, and what the answer rests on."""

from __future__ import annotations

from fasmodell import wording as w
from fasmodell import wording_pages as p
from fasmodell.answer_text import rule_base_line
from fasmodell.document import Block, Heading, Paragraph, bullets
from fasmodell.overlay_text import overlay_lines
from fasmodell.phase_text import area_line, secrecy_line
from fasmodell.view import View


def head_blocks(view: View) -> list[Block]:
    """The area, and the day whose situation was judged, as `recommend` writes them."""
    return [Paragraph(area_line(view)), Paragraph(view.say(p.AS_OF, date=view.answer.profile.as_of.isoformat()))]


def foot_lines(view: View) -> list[str]:
    """The rule base (and what a local one builds on), who decides, and how the page is to be kept."""
    secrecy = secrecy_line(view)
    found = [rule_base_line(view)]
    found += overlay_lines(view.base, view.language)[:1]
    found.append(view.say(w.DECISION_BY_PEOPLE))
    return found if secrecy is None else [*found, secrecy]


def foot_blocks(view: View) -> list[Block]:
    """The same lines under their own heading, for a page that says nothing else of what it rests on."""
    return [Heading(view.say(p.BASIS_SECTION)), bullets(foot_lines(view))]
