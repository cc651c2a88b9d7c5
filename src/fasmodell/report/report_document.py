"""The whole report as a page: for those who work with the area, or for the public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fasmodell.analysis.plan_follow_up import look_blocks
from fasmodell.analysis.plan_page import activity_blocks, kept_blocks, plan_blocks
from fasmodell.analysis.stability import Stability
from fasmodell.analysis.stability_page import draw_blocks, method_lines, smallest_blocks, tie_blocks
from fasmodell.analysis.words_stability import TITLE as STABILITY
from fasmodell.answer_markdown import decisions_part
from fasmodell.document import Block, Document, Heading, bullets, deepened
from fasmodell.layout import printable
from fasmodell.memo import Memo
from fasmodell.memo_ends import basis_part, head_part, questions_part, summary_part, warnings_part
from fasmodell.memo_measures import STATED, follow_up_part, no_need_part, now_part, standing_part, with_standing
from fasmodell.memo_phase import flags, phase_reasons
from fasmodell.report import words_report as w
from fasmodell.report.contents import Contents
from fasmodell.report.situation import situation_part
from fasmodell.results import Standing
from fasmodell.scales import Language
from fasmodell.view import View

# The standings of measures that are acted on, and of those that are left out.
_ACTED = (Standing.PREPARE, Standing.NEEDS_DECISION, Standing.IN_PLACE)
_LEFT_OUT = tuple(one for one in STATED if one not in _ACTED)
_CHANGES = 3


def report_document(contents: Contents, language: Language, top: int = 3) -> Document:
    """
    Lay out the report; `top` measures of each track are described in full.

    A public report holds no more than the disclosure of `contents` tells, and says so.
    """
    view = contents.view(language)
    memo = Memo(view)
    head_part(memo)
    summary_part(memo)
    situation_part(memo)
    phase_reasons(memo)
    flags(memo)
    now_part(memo, top)
    for standing in _ACTED:
        standing_part(memo, standing)
    _left_out(memo)
    memo.blocks += _plan(contents, view)
    if contents.plan is None:
        follow_up_part(memo, [one for one in with_standing(view, Standing.NOW) if one.rank <= top])
    decisions_part(memo, contents.decisions)
    warnings_part(memo)
    questions_part(memo)
    if contents.stability is not None:
        memo.blocks += _stability(contents.stability, view)
    basis_part(memo)
    memo.paragraph(view.say(w.DIGEST, digest=view.answer.rule_base["digest"]))
    return memo.document(view.say(w.TITLE, area=printable(view.answer.profile.area.name)))


def _left_out(memo: Memo) -> None:
    memo.heading(memo.view.say(w.LEFT_OUT))
    memo.paragraph(memo.view.say(w.LEFT_OUT_MEANS))
    for standing in _LEFT_OUT:
        standing_part(memo, standing, 3)
    no_need_part(memo, 3)


def _plan(contents: Contents, view: View) -> Iterator[Block]:
    plan = contents.plan
    if plan is None:
        return
    yield Heading(view.say(w.PLAN))
    blocks: Iterable[Block]
    if contents.kind.is_public:
        blocks = (*activity_blocks(plan, view, False), *kept_blocks(plan, view), *look_blocks(plan, view, False))
    else:
        blocks = plan_blocks(plan, view, is_full=True)
    yield from deepened(blocks)


def _stability(found: Stability, view: View) -> Iterator[Block]:
    yield Heading(view.say(STABILITY))
    yield from deepened((*smallest_blocks(view, found, _CHANGES), *draw_blocks(view, found), *tie_blocks(view, found)))
    yield Heading(view.say(w.METHOD), 3)
    yield bullets(method_lines(view, found))
