"""`why-not` as a page: each obstacle, each way past it, and what each way lacks."""

from __future__ import annotations

from collections.abc import Iterator

from fasmodell import wording as base_words
from fasmodell.analysis import words_why_not as w
from fasmodell.analysis.lacking import Distance, Lack, Way
from fasmodell.analysis.obstacles import GateNeed, GateWay, Obstacle
from fasmodell.analysis.page_ends import foot_blocks, head_blocks
from fasmodell.analysis.target import MeasureTarget, PhaseTarget, Target
from fasmodell.analysis.why_not import WhyNot
from fasmodell.condition_text import checks
from fasmodell.document import Block, Document, Heading, Item, Items, Paragraph
from fasmodell.facts import fact_of, finding_id
from fasmodell.knowledge import IndicatorId
from fasmodell.phase_text import headline
from fasmodell.reasons import lower_first, requirement_text, short_citation, upper_first
from fasmodell.results import Requirement, Standing
from fasmodell.rules import PhaseIs, RuleId
from fasmodell.terms import GATE_STATES, STANDING_OF_ONE
from fasmodell.trace import EVERY_RULE, PHASE_POLICY
from fasmodell.view import View


def why_not_page(view: View, found: WhyNot, top: int | None = None) -> Document:
    """
    Lay out why something is not so: every obstacle, every way and everything that each lacks.

    With `top`, only so many of the nearest ways past each obstacle.
    """
    blocks: list[Block] = [*head_blocks(view), Paragraph(state_text(view, found))]
    if len(found.obstacles) > 1:
        blocks.append(Paragraph(view.say(w.EVERY_OBSTACLE, n=view.number(len(found.obstacles)))))
    if found.obstacles and found.distance is not None and all(one.distance for one in found.obstacles):
        blocks.append(Paragraph(view.say(w.NEAREST_WHOLE, distance=distance_text(view, found.distance))))
    for number, obstacle in enumerate(found.obstacles, 1):
        what = obstacle_text(view, found.target, obstacle)
        count = len(found.obstacles)
        text = upper_first(what) if count == 1 else view.say(w.OBSTACLE_NUMBER, n=number, all=count, what=what)
        blocks += [Heading(text), *_obstacle(view, found.target, obstacle, top)]
    if found.obstacles:
        blocks += [Paragraph(view.say(w.COUNTED)), Paragraph(view.say(w.PROVED))]
    blocks += foot_blocks(view)
    return Document(title_of(view, found.target), tuple(blocks))


def title_of(view: View, target: Target) -> str:
    """What was asked."""
    if isinstance(target, MeasureTarget):
        return view.say(w.TITLE_MEASURE, measure=view.measure_name(target.measure))
    if isinstance(target, PhaseTarget):
        return view.say(w.TITLE_PHASE, phase=target.phase)
    return view.say(w.TITLE_FINDING, finding=view.finding(target.finding, target.level))


def state_text(view: View, found: WhyNot) -> str:
    """How things stand now."""
    target = found.target
    if isinstance(target, MeasureTarget):
        standing = view.answer.measure(target.measure).standing
        now = view.say(w.STANDS, standing=STANDING_OF_ONE[standing].to(view.language))
        return view.say(w.REACHED_MEASURE) if found.is_reached else now
    if isinstance(target, PhaseTarget):
        now = view.say(w.PHASE_NOW, phase=lower_first(headline(view)))
        return view.say(w.REACHED_PHASE, phase=target.phase) if found.is_reached else now
    if found.is_reached:
        return view.say(w.REACHED_FINDING)
    is_open = view.holds(finding_id(target.finding, target.level)) is None
    return view.say(w.FINDING_OPEN if is_open else w.FINDING_FALSE)


def distance_text(view: View, distance: Distance | None) -> str:
    """How many conditions are not met and how many are unknown."""
    if distance is None:
        return view.say(w.NO_WAY)
    parts = []
    if distance.failed:
        parts.append(view.counted(distance.failed, w.FAILED_ONE, w.FAILED_MANY))
    if distance.unknown:
        parts.append(view.counted(distance.unknown, w.UNKNOWN_ONE, w.UNKNOWN_MANY))
    return view.listed(parts) or view.say(w.NOTHING_LACKS)


def obstacle_text(view: View, target: Target, obstacle: Obstacle) -> str:
    """What stands in the way, in one line without a full stop."""
    if obstacle.gate is not None:
        need = obstacle.gate
        gate, states = view.knowledge.gates[need.gate].name.to(view.language), (need.state, need.wanted)
        state, wanted = (GATE_STATES[one].to(view.language) for one in states)
        return view.say(w.GATE, gate=gate, state=state, wanted=wanted)
    if obstacle.hold is not None:
        gate = view.knowledge.gates[obstacle.hold.gate].name.to(view.language)
        return view.say(w.HOLD, gate=gate, months=obstacle.hold.needed)
    text = view.say(w.OBSTACLES[obstacle.kind])
    if obstacle.kind == "prepare" and isinstance(target, MeasureTarget):
        wanted = requirement_text(view, target.measure, _requirement(view, target, obstacle))
        return f"{text}: {lower_first(wanted).rstrip('.')}"
    if obstacle.kind == "excluded":
        return f"{text}: {lower_first(view.rule_title(RuleId(obstacle.subject)))}"
    return text


def _requirement(view: View, target: MeasureTarget, obstacle: Obstacle) -> Requirement:
    requirements = view.answer.measure(target.measure).requirements
    return next(one for one in requirements if one.id == obstacle.subject and one.is_met is False)


def notes_of(view: View, target: Target, obstacle: Obstacle) -> list[str]:
    """What a reader must know of an obstacle besides the ways past it."""
    if obstacle.gate is not None:
        return _gate_notes(view, obstacle.gate)
    if obstacle.hold is not None:
        months = obstacle.hold.months
        return [view.say(w.NOT_HELD) if months is None else view.say(w.HELD_FOR, months=months)]
    if obstacle.kind == "event":
        return [view.say(w.EVENT)]
    if obstacle.kind == Standing.BLOCKED and isinstance(target, MeasureTarget):
        blocked = view.measure(target.measure).blocked
        return [] if blocked is None else [blocked.text.to(view.language)]
    if obstacle.kind == Standing.NEEDS_DECISION and isinstance(target, MeasureTarget):
        legal = view.measure(target.measure).legal_gate
        if legal is not None:
            law = view.say(base_words.LAW_IS, law=legal.law.to(view.language))
            by = [view.say(base_words.DECIDED_BY, actors=view.actors(legal.decided_by))] if legal.decided_by else []
            return [legal.text.to(view.language), *by, law]
    return []


def _gate_notes(view: View, need: GateNeed) -> list[str]:
    net, lacking = view.counted(need.net, base_words.POINT, base_words.POINTS), view.number(need.lacking)
    found = [view.say(w.POINTS_LACKING, net=net, lacking=lacking, topics=view.number(need.topics_lacking))]
    if need.decisive_against:
        rules = "; ".join(lower_first(view.rule_title(rule)) for rule in need.decisive_against)
        found.append(view.say(w.DECISIVE_AGAINST, rules=rules))
    return found


def _obstacle(view: View, target: Target, obstacle: Obstacle, top: int | None) -> Iterator[Block]:
    notes = notes_of(view, target, obstacle)
    if obstacle.gate is not None:
        ways = tuple(_gate_way(view, found) for found in obstacle.gate.ways)
        intro = view.say(w.GATE_WAYS, n=view.number(len(ways)))
    else:
        ways = tuple(Item(way_text(view, way), tuple(_below(view, way))) for way in obstacle.ways)
        intro = view.say(w.ONE_WAY) if len(ways) == 1 else view.say(w.WAYS, n=view.number(len(ways)))
    yield from map(Paragraph, notes)
    if ways:
        yield Paragraph(intro)
        yield Items(ways[:top], is_ordered=len(ways) > 1)
        more = 0 if top is None else len(ways) - top
        if more > 0:
            yield Paragraph(view.counted(more, w.ONE_FARTHER, w.FARTHER))
    elif obstacle.kind == Standing.BLOCKED:
        yield Paragraph(view.say(w.NO_WAY))


def _gate_way(view: View, found: GateWay) -> Item:
    return Item(f"{way_text(view, found.way)} {gain_text(view, found)}", tuple(_below(view, found.way)))


def gain_text(view: View, found: GateWay) -> str:
    """What a way would do to its gate."""
    points = view.counted(found.gain, base_words.POINT, base_words.POINTS)
    text = view.say(w.GAIN, points=points) if found.gain else view.say(w.NO_GAIN)
    return f"{text} {view.say(w.ENOUGH)}" if found.is_enough else text


def way_text(view: View, way: Way) -> str:
    """Which rule or condition a way goes through, as a sentence."""
    if way.rule in view.rules.rules:
        text = w.APPLIES if way.wanted else w.APPLIES_NOT
        return view.say(text, title=lower_first(view.rule_title(RuleId(way.rule))))
    if way.rule == EVERY_RULE:
        return view.say(w.NO_RULE)
    if way.rule == PHASE_POLICY:
        return view.say(w.IN_PHASE, phase=_phase_of(way))
    if not way.rule:
        return view.say(w.PARTS)
    return view.say(w.NAMED_MET if way.wanted else w.NAMED_UNMET)


def _phase_of(way: Way) -> int | None:
    """The phase that a way asks for."""
    return next((one.condition.phase for one in way.lacks if isinstance(one.condition, PhaseIs)), None)


def _below(view: View, way: Way) -> Iterator[Item]:
    """What a way lacks, and where its rule comes from."""
    for lack in way.lacks if way.rule != PHASE_POLICY else ():
        yield _lack(view, lack)
    if way.rule in view.rules.rules:
        rule = view.rules.rules[RuleId(way.rule)]
        place, source = f"{rule.span.file}:{rule.span.line}", short_citation(view, rule.source)
        yield Item(view.say(w.RULE_STANDS, id=rule.id, place=place, source=source))


def _lack(view: View, lack: Lack) -> Item:
    """A lack; one that rests on other conditions with what its nearest way comes down to."""
    below = []
    if lack.ways:
        first, more = lack.ways[0], len(lack.ways) - 1
        leaves = tuple(Item(lack_text(view, leaf)) for leaf in first.leaves)
        below.append(Item(view.say(w.NEAREST_WAY, way=way_text(view, first)), leaves))
        if more:
            below.append(Item(view.counted(more, w.MORE_WAY, w.MORE_WAYS)))
    return Item(view.say(w.LACKS, what=lack_text(view, lack)), tuple(below))


def lack_text(view: View, lack: Lack) -> str:
    """A condition that is not met: what it demands, what was observed, how far off that is, and where it stands."""
    if lack.fact is not None and lack.fact.startswith(("rule:", "not rule:")):
        name = RuleId(fact_of(lack.fact).subject)
        return view.say(w.APPLIES if lack.wanted else w.APPLIES_NOT, title=lower_first(view.rule_title(name)))
    check = next(iter(checks(view, lack.condition, lack.wanted)))
    parts = [f"{check.text.rstrip('.:')}."]
    if lack.is_met is None:
        parts.append(view.say(w.IS_UNKNOWN))
    elif lack.observed is not None and lack.fact is not None and fact_of(lack.fact).kind == "indicator":
        value = view.bare_value(IndicatorId(fact_of(lack.fact).subject), lack.observed)
        off = "" if check.distance is None else f" ({check.distance})"
        parts.append(f"{view.say(base_words.OBSERVED_VALUE, value=value)}{off}.")
    place = None if lack.fact is None else view.place(lack.fact)
    if place is not None:
        parts.append(view.say(w.PLACE, place=place))
    return " ".join(parts)
