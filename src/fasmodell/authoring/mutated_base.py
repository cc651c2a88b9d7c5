"""A rule base with a mutant in it: only what the mutant can reach is compiled anew."""

from __future__ import annotations

from dataclasses import replace

from fasmodell.authoring.mutants import Mutant
from fasmodell.catalogue import build_catalogue, in_place_conditions, requirement_conditions
from fasmodell.forward_engine import ForwardEngine
from fasmodell.gates import evidence_rules
from fasmodell.observed_facts import tested_by
from fasmodell.program import compile_program
from fasmodell.questions import build_question_table
from fasmodell.rule_base import RuleBase
from fasmodell.rules import PhasePolicy, RankingPolicy, RuleSet


def mutated_rules(rules: RuleSet, mutant: Mutant) -> RuleSet:
    """The rules and policies with a mutant in the place of what it changes."""
    if isinstance(mutant.instead, PhasePolicy):
        return rules._replace(phase_policy=mutant.instead)
    if isinstance(mutant.instead, RankingPolicy):
        return rules._replace(ranking_policy=mutant.instead)
    instead = mutant.instead
    kept = {
        name: instead if name == mutant.subject and instead is not None else rule
        for name, rule in rules.rules.items()
        if name != mutant.subject or instead is not None
    }
    return rules._replace(rules=kept)


def mutated_base(base: RuleBase, mutant: Mutant) -> RuleBase:
    """The rule base with a mutant in it. Its digest is that of the rule base, since nothing is answered from it."""
    rules, knowledge = mutated_rules(base.rules, mutant), base.knowledge
    changed = replace(base, rules=rules)
    if mutant.rule is None:
        is_ranking = isinstance(mutant.instead, RankingPolicy)
        return replace(changed, catalogue=build_catalogue(knowledge, rules)) if is_ranking else changed
    changed = replace(changed, questions=build_question_table(knowledge, rules))
    if mutant.rule.stage == 3:
        advice = compile_program(rules.of_stage(3), requirement_conditions(knowledge), ())
        changed = replace(
            changed,
            advice=advice,
            advice_engine=ForwardEngine(advice),
            catalogue=build_catalogue(knowledge, rules),
        )
    else:
        situation = compile_program(rules.of_stage(1, 2), in_place_conditions(knowledge), knowledge.findings)
        changed = replace(
            changed,
            situation=situation,
            situation_engine=ForwardEngine(situation),
            evidence_rules=evidence_rules(rules, changed.questions.indicators, knowledge.activity_sensitive),
        )
    return replace(changed, tested=tested_by((*changed.situation.given, *changed.advice.given)))
