"""From the YAML entries of rules/ to rules, thresholds and the two policies."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fasmodell.condition_loader import Vocabulary, known_name, read_condition
from fasmodell.form_reader import read_form
from fasmodell.forms import CriterionForm, ManifestForm, PhasePolicyForm, RankingPolicyForm, RuleForm, ThresholdForm
from fasmodell.knowledge import Basis, Citation, FindingId, GateId, Level, MeasureId, Numbers, SourceId, Text
from fasmodell.knowledge_loader import Names, check_sources
from fasmodell.place import Place
from fasmodell.rules import (
    AdviceKind,
    Advises,
    Comparison,
    ConcludesFinding,
    Conclusion,
    Criterion,
    Manifest,
    PhasePolicy,
    RankingPolicy,
    Rule,
    RuleId,
    Strength,
    SupportsGate,
    Threshold,
    Trend,
    Warns,
    atoms_of,
)

STAGES = {"1-findings": 1, "2-gates": 2, "3-measures": 3}
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")

_ADVICE = tuple(AdviceKind)


def read_thresholds(names: Names) -> dict[str, Threshold]:
    """Read the named thresholds."""
    found = {}
    for name, place in names.thresholds.items():
        check_sources(place, names.sources)
        form = read_form(place, ThresholdForm)
        if form is not None:
            found[name] = Threshold(name, form.value, form.text.text(), form.source.citation())
    return found


def read_rules(names: Names, vocabulary: Vocabulary) -> dict[RuleId, Rule]:
    """Read every rule; those with problems are reported and left out."""
    found = {}
    for name, place in names.rules.items():
        check_sources(place, names.sources)
        rule = _rule(RuleId(name), place, names, vocabulary)
        if rule is not None:
            found[rule.id] = rule
    return found


def stage_of(file: str) -> int | None:
    """The stage of a rule file, from the folder it stands in."""
    folders = file.split("/")[:-1]
    return next((STAGES[folder] for folder in reversed(folders) if folder in STAGES), None)


def _rule(name: RuleId, place: Place, names: Names, vocabulary: Vocabulary) -> Rule | None:
    stage = stage_of(place.document.file)
    if stage is None:
        folders = ", ".join(f"`{folder}/`" for folder in STAGES)
        place.error("FM108", f"the rule `{name}` stands outside the folders of the stages", f"move its file to one of {folders}", on_key=True)
        return None
    form = read_form(place, RuleForm)
    when = read_condition(place.at("when"), vocabulary, after_phase=stage == 3) if place.at("when").data else None
    then = _conclusion(place.at("then"), stage, names, vocabulary) if place.at("then").data else None
    if form is None or when is None or then is None:
        return None
    tested = {atom.indicator for atom in atoms_of(when) if isinstance(atom, Comparison | Trend)}
    for language in ("sv", "en"):
        text = place.at("because", language)
        for placeholder in PLACEHOLDER.findall(str(text.data)):
            if placeholder not in tested:
                text.error("FM303", f"`because` shows `{{{placeholder}}}`, which `when` does not test", "name only indicators of `when`")
    return Rule(
        id=name,
        stage=stage,
        title=form.title.text(),
        when=when,
        then=then,
        because=form.because.text(),
        numbers=None if form.numbers is None else form.numbers.numbers(),
        source=form.source.citation(),
        status=form.status,
        span=place.key_span,
    )


def _conclusion(place: Place, stage: int, names: Names, vocabulary: Vocabulary) -> Conclusion | None:
    if not isinstance(place.data, Mapping):
        place.error("FM107", "a conclusion must be a mapping such as `{finding: …, level: …}`")
        return None
    keys = {"finding": 1, "gate": 2, **dict.fromkeys((*_ADVICE, "warn"), 3)}
    kinds = [key for key in keys if key in place.data]
    if len(kinds) != 1:
        wanted = ", ".join(f"`{key}`" for key, of_stage in keys.items() if of_stage == stage)
        place.error("FM107", "a conclusion says exactly one thing", f"in this folder write one of {wanted}")
        return None
    if keys[kinds[0]] != stage:
        folder = next(folder for folder, number in STAGES.items() if number == keys[kinds[0]])
        place.at(kinds[0]).error("FM309", f"`{kinds[0]}` cannot be concluded here", f"such rules stand in `{folder}/`", on_key=True)
        return None
    if stage == 1:
        return _concludes_finding(place, vocabulary)
    return _supports_gate(place, vocabulary) if stage == 2 else _advises(place, kinds[0], names, vocabulary)


def _only(place: Place, *allowed: str) -> None:
    for key, inner in place.items():
        if key not in allowed:
            inner.unknown("FM104", "key in a conclusion:", str(key), allowed, on_key=True)


def _concludes_finding(place: Place, vocabulary: Vocabulary) -> Conclusion | None:
    _only(place, "finding", "level")
    finding = known_name(place.at("finding"), "FM202", "finding", vocabulary.findings)
    level = known_name(place.at("level"), "FM109", "level", frozenset(Level))
    return None if finding is None or level is None else ConcludesFinding(FindingId(finding), Level(level))


def _supports_gate(place: Place, vocabulary: Vocabulary) -> Conclusion | None:
    _only(place, "gate", "is", "strength", "topic")
    gate = known_name(place.at("gate"), "FM207", "gate", vocabulary.gates)
    state = known_name(place.at("is"), "FM109", "state of a gate", frozenset(("open", "shut")))
    strength = known_name(place.at("strength"), "FM109", "strength", frozenset(Strength))
    topic = place.at("topic").data
    if not isinstance(topic, str) or not topic:
        place.error("FM106", "missing key `topic` in evidence for a gate", "say in one word what the evidence is about")
        return None
    if gate is None or state is None or strength is None:
        return None
    return SupportsGate(GateId(gate), state, Strength(strength), topic)


def _advises(place: Place, kind: str, names: Names, vocabulary: Vocabulary) -> Conclusion | None:
    if kind == "warn":
        _only(place, "warn")
        warning = known_name(place.at("warn"), "FM208", "warning", frozenset(names.warnings))
        return None if warning is None else Warns(warning)
    weighs = kind in (AdviceKind.PREFER, AdviceKind.DISCOURAGE)
    _only(place, kind, *(("strength",) if weighs else ()))
    measure = known_name(place.at(kind), "FM203", "measure", vocabulary.measures)
    if not weighs:
        return None if measure is None else Advises(AdviceKind(kind), MeasureId(measure), None)
    allowed = frozenset(Strength) - {Strength.DECISIVE}
    strength = known_name(place.at("strength"), "FM109", "strength", allowed)
    if measure is None or strength is None:
        return None
    return Advises(AdviceKind(kind), MeasureId(measure), Strength(strength))


def read_phase_policy(place: Place, names: Names) -> PhasePolicy | None:
    """Read rules/phase-policy.yaml."""
    check_sources(place, names.sources)
    form = read_form(place, PhasePolicyForm)
    if form is None:
        return None
    for strength in Strength:
        if strength not in form.points:
            place.at("points").error("FM106", f"missing key `{strength}` in the points", on_key=True)
    return PhasePolicy(
        points=form.points,
        margin=form.margin,
        min_topics=form.min_topics,
        event_topics=frozenset(form.event_topics),
        hold_months=form.hold_months,
        numbers=form.numbers.numbers(),
        source=form.source.citation(),
    )


def read_ranking_policy(place: Place, names: Names) -> RankingPolicy | None:
    """Read rules/ranking-policy.yaml."""
    check_sources(place, names.sources)
    form = read_form(place, RankingPolicyForm)
    if form is None:
        return None
    _check_criteria(place, form)
    return RankingPolicy(
        criteria={name: _criterion(name, criterion) for name, criterion in form.criteria.items()},
        weights=form.weights,
        adjustments=form.adjustments,
        near_tie=form.near_tie,
        tie_breakers=tuple(form.tie_breakers),
        numbers=form.numbers.numbers(),
        source=form.source.citation(),
    )


_CASES: dict[str, tuple[str, ...]] = {
    "need": ("signs", "marked", "acute", "primary", "secondary"),
    "breadth": ("each",),
    "phase": ("start", "core", "keep", "none"),
    "evidence": ("Q1", "Q2", "Q3", "Q4", "Q5", "positive", "mixed", "none", "negative", "unknown", "enabler"),
    "readiness": ("met", "unknown", "unmet"),
    "enables": ("each",),
}


def _check_criteria(place: Place, form: RankingPolicyForm) -> None:
    """Every criterion that the ranking knows must be there with a value for each of its cases, and no other."""
    criteria = place.at("criteria")
    for name, cases in _CASES.items():
        if name not in form.criteria:
            criteria.error("FM106", f"missing criterion `{name}`", on_key=True)
            continue
        for case in cases:
            if case not in form.criteria[name].values:
                criteria.at(name, "values").error("FM106", f"missing value `{case}` of the criterion `{name}`", on_key=True)
    for key, inner in criteria.items():
        if key not in _CASES:
            inner.unknown("FM104", "criterion", str(key), _CASES, on_key=True)
    for track, weights in place.at("weights").items():
        for key, inner in weights.items():
            if key not in _CASES:
                inner.unknown("FM104", f"criterion in the weights of {track}:", str(key), _CASES, on_key=True)
    for strength in (Strength.WEAK, Strength.MODERATE, Strength.STRONG):
        if strength not in form.adjustments:
            place.at("adjustments").error("FM106", f"missing key `{strength}` in the adjustments", on_key=True)


def _criterion(name: str, form: CriterionForm) -> Criterion:
    return Criterion(name, form.name.text(), form.values, form.numbers.numbers())


def read_manifest(place: Place) -> Manifest | None:
    """Read rules/manifest.yaml."""
    form = read_form(place, ManifestForm)
    return None if form is None else Manifest(form.name, form.version, form.title.text())


