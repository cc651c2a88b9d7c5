"""A worksheet as a page to print, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from fasmodell.analysis import words_workshop as w
from fasmodell.analysis.page_ends import foot_lines, head_blocks
from fasmodell.analysis.workshop import Problem, Remedy, Sheet, Worksheet
from fasmodell.answer_json import head_object
from fasmodell.describe import origin
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph, bullets
from fasmodell.facts import finding_id, indicator_id, standing_id
from fasmodell.knowledge import FindingId, IndicatorId, MeasureId, Text, WorksheetPart
from fasmodell.layout import printable
from fasmodell.measure_document import Object, citation_object, names_object
from fasmodell.measure_text import follow_up_text
from fasmodell.reasons import lower_first, requirement_text, short_citation, upper_first
from fasmodell.results import Requirement
from fasmodell.rules import RuleId
from fasmodell.scales import Scale
from fasmodell.terms import STANDING_OF_ONE
from fasmodell.view import View

FORMAT = "fasmodell.workshop/1"


def worksheet_document(worksheet: Worksheet, view: View) -> Document:
    """Write a worksheet as a page in the language of the view."""
    system, area = worksheet.system, printable(view.answer.profile.area.name)
    blocks: list[Block] = [
        *head_blocks(view),
        Paragraph(system.purpose.text.to(view.language)),
        Paragraph(view.say(w.ABOUT)),
    ]
    for number, sheet in enumerate(worksheet.sheets, 1):
        blocks += _sheet(number, sheet, view)
    blocks += _grounds(worksheet, view)
    return Document(view.say(w.TITLE, system=lower_first(system.name.to(view.language)), area=area), tuple(blocks))


def _sheet(number: int, sheet: Sheet, view: View) -> Iterator[Block]:
    step = sheet.step
    yield Heading(view.say(w.STEP, n=number, name=step.name.to(view.language)))
    yield Paragraph(step.text.text.to(view.language))
    said = [] if not step.who else [view.say(w.WHO, actors=view.actors(step.who))]
    for text, statement in ((w.RHYTHM, step.rhythm), (w.LAW, step.law)):
        said += [] if statement is None else [view.say(text, text=statement.text.to(view.language))]
    if said:
        yield bullets(said)
    if sheet.problems:
        yield from _problems(sheet.problems, view)
    for finding, measures in sheet.causes:
        yield from _causes(finding, measures, view)
    if WorksheetPart.PRECONDITIONS in step.worksheet:
        yield from _preconditions(sheet.preconditions, view)
    if WorksheetPart.NEXT_STEP in step.worksheet:
        yield from _next_steps(sheet.next_steps, view)
    if sheet.known:
        yield from _known(sheet.known, view)
    if sheet.remedies:
        yield Heading(view.say(w.MEASURES), 3)
        yield Items(tuple(Item(view.measure_name(one.measure), tuple(_remedy(one, view))) for one in sheet.remedies))


def _causes(finding: FindingId, measures: Sequence[MeasureId], view: View) -> Iterator[Block]:
    name = lower_first(view.knowledge.findings[finding].name.to(view.language))
    yield Heading(view.say(w.CAUSES_OF, problem=name), 3)
    if measures:
        yield Paragraph(view.say(w.CAUSES_ABOUT))
    mechanisms = [
        view.say(w.STARTS_FROM, measure=view.measure_name(one), mechanism=view.measure(one).mechanism.to(view.language))
        for one in measures
    ]
    yield bullets([*mechanisms, _line(view, w.SITUATIONAL), _line(view, w.SOCIAL)])


def _line(view: View, text: Text) -> str:
    return f"{view.say(text)} {w.LINE}"


def _known(indicators: Sequence[IndicatorId], view: View) -> Iterator[Block]:
    known = [one for one in indicators if view.value(one) is not None]
    unknown = [one for one in indicators if view.value(one) is None]
    if known:
        yield Heading(view.say(w.KNOWN), 3)
        yield Items(tuple(Item(value_text(one, view), (Item(_line(view, w.OUR_PICTURE)),)) for one in known))
    if unknown:
        yield Heading(view.say(w.UNKNOWN), 3)
        yield Items(tuple(Item(_question(one, view), (Item(_line(view, w.OUR_PICTURE)),)) for one in unknown))


def value_text(indicator: IndicatorId, view: View) -> str:
    """An indicator with its value, what the step means, and where the value comes from."""
    value, known = view.value(indicator), view.knowledge.indicators[indicator]
    assert value is not None  # the caller has looked
    written = lower_first(view.bare_value(indicator, value))
    if known.scale is Scale.LEVEL and isinstance(value, int):
        written = f"{written} ({lower_first(known.anchors[value].to(view.language)).rstrip('.')})"
    name, said = known.name.to(view.language), origin(view, indicator)
    return view.say(
        w.KNOWN_ITEM, indicator=name, value=written, origin=f"{upper_first(said)}." if said else view.say(w.NO_ORIGIN)
    )


def _question(indicator: IndicatorId, view: View) -> str:
    known = view.knowledge.indicators[indicator]
    return view.say(w.ASK, question=known.question.to(view.language), actors=view.actors(known.ask))


def _problems(problems: Sequence[Problem], view: View) -> Iterator[Block]:
    shown = [one for one in problems if one.level is not None]
    yield Heading(view.say(w.ESTABLISHED), 3)
    if not shown:
        yield Paragraph(view.say(w.NOTHING_SHOWN))
    else:
        yield Items(tuple(_shown(one, view) for one in shown))
    for text, found in (
        (w.OPEN, [one.finding for one in problems if one.is_open]),
        (w.RULED_OUT, [one.finding for one in problems if one.is_ruled_out]),
    ):
        if found:
            yield Heading(view.say(text), 3)
            yield bullets(view.knowledge.findings[finding].name.to(view.language) for finding in found)


def _shown(problem: Problem, view: View) -> Item:
    assert problem.level is not None  # the caller has looked
    rules = view.listed(lower_first(title) for title in shown_by(problem, view))
    below = (Item(view.say(w.SHOWN_BY, rules=rules)), Item(_line(view, w.PLACE_AND_TIME)))
    return Item(upper_first(view.finding(problem.finding, problem.level)), below)


def shown_by(problem: Problem, view: View) -> list[str]:
    """What the rules say that establish a problem at its level, read from the proof."""
    assert problem.level is not None  # only an established problem has a proof
    node = view.node(finding_id(problem.finding, problem.level))
    rules = (derivation.rule for derivation in node.derivations) if node is not None else ()
    return [view.rule_title(RuleId(rule)) for rule in rules if rule in view.rules.rules]


def _remedy(remedy: Remedy, view: View) -> Iterator[Item]:
    measure = view.measure(remedy.measure)
    yield Item(view.say(w.STANDS, standing=STANDING_OF_ONE[remedy.standing].to(view.language)))
    if remedy.problems:
        yield Item(view.say(w.AGAINST, problems=_names(remedy.problems, view)))
    if measure.lead:
        yield Item(view.say(w.LED_BY, actors=view.actors(measure.lead)))
    if measure.partners:
        yield Item(view.say(w.WITH, actors=view.actors(measure.partners)))


def _names(findings: Iterable[FindingId], view: View) -> str:
    return view.listed(lower_first(view.knowledge.findings[one].name.to(view.language)) for one in findings)


def _preconditions(remedies: Sequence[Remedy], view: View) -> Iterator[Block]:
    yield Heading(view.say(w.PRECONDITIONS), 3)
    if not remedies:
        yield Paragraph(view.say(w.ALL_THERE))
        return
    yield Items(tuple(Item(view.measure_name(one.measure), tuple(_asked_for(one, view))) for one in remedies))


def _asked_for(remedy: Remedy, view: View) -> Iterator[Item]:
    for text, found in ((w.LACKING, remedy.lacking), (w.TO_CHECK, remedy.unknown)):
        for item in found:
            what = lower_first(requirement_text(view, remedy.measure, item)).rstrip(".")
            yield Item(f"{view.say(text, what=what)}.")


def _next_steps(remedies: Sequence[Remedy], view: View) -> Iterator[Block]:
    yield Heading(view.say(w.NEXT), 3)
    if not remedies:
        yield Paragraph(view.say(w.NO_NEXT))
        return
    yield Items(tuple(_next_step(one, view) for one in remedies), is_ordered=True)


def _next_step(remedy: Remedy, view: View) -> Item:
    measure = view.measure(remedy.measure)
    step = measure.first_steps[0].text.to(view.language) if measure.first_steps else measure.summary.to(view.language)
    below = [view.say(w.LED_BY, actors=view.actors(measure.lead)), _line(view, w.OWNER), _line(view, w.DATE)]
    if measure.follow_up:
        what = lower_first(follow_up_text(view, measure.follow_up[0])).rstrip(".")
        below.append(f"{view.say(w.FOLLOWED, what=what)}.")
    text = view.say(w.FIRST_STEP, measure=view.measure_name(remedy.measure), step=step)
    return Item(text, tuple(Item(line) for line in below))


def _grounds(worksheet: Worksheet, view: View) -> Iterator[Block]:
    system = worksheet.system
    yield Heading(view.say(w.GROUNDS))
    lines = [f"{fact.text.to(view.language)} {short_citation(view, fact.source)}." for fact in system.facts]
    lines.append(f"{short_citation(view, system.source)}, {system.source.locator}.")
    yield bullets([*lines, *foot_lines(view)])


def worksheet_json(worksheet: Worksheet, view: View) -> str:
    """Write a worksheet as JSON; its shape is schemas/workshop.schema.json."""
    system = worksheet.system
    document = head_object(view, FORMAT) | {
        "system": system.id,
        "names": names_object(system.name),
        "steps": [_step(sheet, view) for sheet in worksheet.sheets],
        "source": citation_object(system.source),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _step(sheet: Sheet, view: View) -> Object:
    return {
        "id": sheet.step.id,
        "names": names_object(sheet.step.name),
        "who": list(sheet.step.who),
        "known": [_indicator(one, view) for one in sheet.known],
        "problems": [_problem(one, view) for one in sheet.problems],
        "causes": [{"finding": finding, "measures": list(measures)} for finding, measures in sheet.causes],
        "measures": [_measure(one, view) for one in sheet.remedies],
        "preconditions": [_measure(one, view) for one in sheet.preconditions],
        "next_steps": [_measure(one, view) for one in sheet.next_steps],
        "source": citation_object(sheet.step.source),
    }


def _indicator(indicator: IndicatorId, view: View) -> Object:
    value = view.value(indicator)
    return {"indicator": indicator, "value": value, "fact": None if value is None else indicator_id(indicator)}


def _problem(problem: Problem, view: View) -> Object:
    level = problem.level
    return {
        "finding": problem.finding,
        "level": None if level is None else level.value,
        "ruled_out": problem.is_ruled_out,
        "shown_by": [] if level is None else shown_by(problem, view),
        "fact": None if level is None else finding_id(problem.finding, level),
    }


def _measure(remedy: Remedy, view: View) -> Object:
    def needs(items: Sequence[Requirement]) -> list[Object]:
        return [
            {"kind": item.kind, "id": item.id, "text": requirement_text(view, remedy.measure, item)} for item in items
        ]

    return {
        "measure": remedy.measure,
        "code": view.measure(remedy.measure).code,
        "standing": remedy.standing.value,
        "problems": list(remedy.problems),
        "lacking": needs(remedy.lacking),
        "unknown": needs(remedy.unknown),
        "fact": standing_id(remedy.measure, remedy.standing),
    }
