"""An answer as a decision memo: all reasons, tables where they help, and a list of sources."""

from __future__ import annotations

from collections.abc import Sequence

from fasmodell import wording_pages as p
from fasmodell.document import Document, document_markdown
from fasmodell.memo import Memo
from fasmodell.memo_ends import basis_part, head_part, questions_part, summary_part, title_of, warnings_part
from fasmodell.memo_measures import STATED, follow_up_part, no_need_part, now_part, standing_part, with_standing
from fasmodell.memo_phase import flags, phase_reasons
from fasmodell.results import Recommendation, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.scales import Language
from fasmodell.view import View


def render_markdown(
    answer: Recommendation, base: RuleBase, lang: Language = "sv", top: int = 5, decisions: Sequence[str] = ()
) -> str:
    """
    Write an answer as a memo in Markdown.

    Every measure stands in a table of its standing; `top` per track of those that come now are described in full.
    `decisions` are sentences about what a local group has decided; they change nothing.
    """
    return document_markdown(memo_document(View(answer, base, lang), top, decisions))


def memo_document(view: View, top: int = 5, decisions: Sequence[str] = ()) -> Document:
    """The memo as a page, of which every way of writing is made."""
    memo = Memo(view)
    head_part(memo)
    summary_part(memo)
    phase_reasons(memo)
    flags(memo)
    now_part(memo, top)
    for standing in STATED:
        standing_part(memo, standing)
    no_need_part(memo)
    decisions_part(memo, decisions)
    warnings_part(memo)
    follow_up_part(memo, [one for one in with_standing(view, Standing.NOW) if one.rank <= top])
    questions_part(memo)
    basis_part(memo)
    return memo.document(title_of(memo))


def decisions_part(memo: Memo, decisions: Sequence[str]) -> None:
    """Add what a local group has decided; nothing when it has not."""
    if decisions:
        memo.heading(memo.view.say(p.DECISIONS_SECTION))
        memo.bullets(decisions)
