"""The whole report as a page: for those who work with the area, or for the public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fasmodell.analysis import words_plan
from fasmodell.analysis.comparison import follow
from fasmodell.analysis.plan_follow_up import look_blocks
from fasmodell.analysis.plan_page import activity_blocks, kept_blocks, plan_blocks
from fasmodell.analysis.stability import Stability
from fasmodell.analysis.stability_page import draw_blocks, method_lines, smallest_blocks, tie_blocks
from fasmodell.analysis.words_stability import TITLE as STABILITY
from fasmodell.answer_markdown import decisions_part
from fasmodell.document import Block, Document, Heading, Paragraph, bullets, deepened
from fasmodell.layout import printable
from fasmodell.memo import Memo
from fasmodell.memo_ends import basis_part, head_part, questions_part, summary_part, warnings_part
from fasmodell.memo_measures import STATED, follow_up_part, no_need_part, now_part, standing_part, with_standing
from fasmodell.memo_phase import flags, phase_reasons
from fasmodell.report import words_report as w
from fasmodell.report.acceptability_picture import acceptability_picture
from fasmodell.report.contents import Contents
from fasmodell.report.contributions_picture import contributions_pictures
from fasmodell.report.effect_picture import effect_pictures
from fasmodell.report.gates_picture import gates_picture
from fasmodell.report.plan_picture import plan_pictures
from fasmodell.report.proof_picture import proof_picture
from fasmodell.report.situation import situation_part
from fasmodell.report.trajectory_picture import trajectory_picture
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
    memo.blocks += _gates(contents, view)
    flags(memo)
    memo.blocks += _course(contents, view)
    now_part(memo, top)
    memo.blocks += _measures(contents, view, top)
    for standing in _ACTED:
        standing_part(memo, standing)
    _left_out(memo)
    memo.blocks += _plan(contents, view)
    if contents.plan is None:
        follow_up_part(memo, [one for one in with_standing(view, Standing.NOW) if one.rank <= top])
    decisions_part(memo, (*contents.decisions, *_refused(contents, view)))
    warnings_part(memo)
    questions_part(memo)
    if contents.stability is not None:
        memo.blocks += _stability(contents.stability, view)
    if not contents.kind.is_public:
        memo.blocks += (Heading(view.say(w.PROOF)), Paragraph(view.say(w.PROOF_MEANS)), proof_picture(view))
    basis_part(memo)
    memo.paragraph(view.say(w.DIGEST, digest=view.answer.rule_base["digest"]))
    return memo.document(view.say(w.TITLE, area=printable(view.answer.profile.area.name)))


def _gates(contents: Contents, view: View) -> Iterator[Block]:
    """The gates as a picture; to the public it would tell what is masked."""
    if not contents.kind.is_public:
        yield Heading(view.say(w.GATES_DRAWN), 3)
        yield gates_picture(view)


def _course(contents: Contents, view: View) -> Iterator[Block]:
    """The area over time against its goal, where there is more than today to draw."""
    profile = contents.answer.profile
    if contents.kind.is_public or not (contents.earlier or profile.goal or profile.previous_assessment):
        return
    yield Heading(view.say(w.COURSE))
    if contents.earlier:
        trajectory = follow([*contents.earlier, profile], contents.base)
        counted = [one.phase for one in trajectory.persisted]
        yield trajectory_picture(view, trajectory.answers[:-1], counted)
    else:
        yield trajectory_picture(view)


def _measures(contents: Contents, view: View, top: int) -> Iterator[Block]:
    """The measures that come now as pictures: what the scores of the first are made of, and how all are known."""
    found = with_standing(view, Standing.NOW)
    if not found:
        return
    yield Heading(view.say(w.MEASURES_DRAWN), 3)
    if not contents.kind.is_public:
        yield from contributions_pictures(view, [one for one in found if one.rank <= top])
    yield from effect_pictures(view, found)


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
    if plan.activities:
        yield from plan_pictures(plan, view)
    blocks: Iterable[Block]
    if contents.kind.is_public:
        blocks = (*activity_blocks(plan, view, False), *kept_blocks(plan, view), *look_blocks(plan, view, False))
    else:
        blocks = plan_blocks(plan, view, is_full=True)
    yield from deepened(blocks)


def _refused(contents: Contents, view: View) -> Iterator[str]:
    """The measures that the group chose and the plan does not hold, with why."""
    for measure, why in contents.refused.items():
        yield view.say(words_plan.REFUSED, measure=view.measure_name(measure), why=view.say(why))


def _stability(found: Stability, view: View) -> Iterator[Block]:
    yield Heading(view.say(STABILITY))
    yield from deepened((*smallest_blocks(view, found, _CHANGES), *draw_blocks(view, found)))
    yield acceptability_picture(view, found)
    yield from deepened(tie_blocks(view, found))
    yield Heading(view.say(w.METHOD), 3)
    yield bullets(method_lines(view, found))
