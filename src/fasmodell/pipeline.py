"""The whole path from a profile to an answer, on one screen."""

from __future__ import annotations

from typing import NamedTuple

from fasmodell.engine import Engine, decided_by, derivations_of
from fasmodell.facts import FactId
from fasmodell.goal import goal_distance
from fasmodell.observed_facts import ObservedFacts, facts_of
from fasmodell.phase import Decided, decide_phase
from fasmodell.profile import Profile
from fasmodell.questions import open_questions
from fasmodell.ranking import rank
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase
from fasmodell.trace import Kept, Trace


class Situation(NamedTuple):
    """What is observed and decided up to the phase: the first half of an answer."""

    observed: ObservedFacts
    symbols: dict[FactId, bool]
    decided: Decided
    nodes: dict[FactId, Kept]


def situation_of(profile: Profile, base: RuleBase, engine: Engine | None = None) -> Situation:
    """Conclude findings and gate evidence, and decide the phase; the measures are left to `recommend`."""
    observed = facts_of(profile, base.knowledge, base.tested)
    nodes: dict[FactId, Kept] = dict(observed.nodes)
    situation = derivations_of(base.situation, (engine or base.situation_engine).run(observed.values))
    nodes |= situation
    symbols = decided_by(base.situation, situation)
    phase = decide_phase(base.evidence_rules, symbols, Trace(nodes), profile, base.knowledge, base.rules.phase_policy)
    nodes |= phase.nodes
    return Situation(observed, symbols, phase, nodes)


def recommend(
    profile: Profile, base: RuleBase, engines: tuple[Engine, Engine] | None = None, engine_name: str = "forward"
) -> Recommendation:
    """
    Decide the phase of an area and rank the measures, with the proof.

    `engines` run the two programs of the rule base (situation, advice); the default ones come with the rule base. Pure:
    the same profile and rule base give the same answer. Raises nothing for missing facts: they are part of the answer.
    """
    run_situation, run_advice = engines or (base.situation_engine, base.advice_engine)
    observed, symbols, phase, nodes = situation_of(profile, base, run_situation)
    advice = derivations_of(base.advice, run_advice.run(observed.values | symbols | phase.facts))
    nodes |= advice
    symbols |= decided_by(base.advice, advice)
    ranked = rank(base.catalogue, symbols, phase.decision, base.rules.ranking_policy)
    nodes |= ranked.nodes
    return Recommendation(
        profile=profile,
        phase=phase.decision,
        measures=ranked.measures,
        warnings=tuple(rule for rule, fact in base.catalogue.warnings if symbols.get(fact)),
        open_questions=open_questions(base.questions, phase.decision, ranked.measures, symbols, observed.values),
        trace=Trace(nodes),
        rule_base=base.identity,
        engine=engine_name,
        goal=goal_distance(profile, phase.decision, base.knowledge),
    )
