"""From the YAML entries of rules/ to rules, thresholds and the two policies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from fasmodell.condition_loader import Vocabulary, known_name, known_word, read_condition
from fasmodell.diagnostics import suggest
from fasmodell.form_reader import read_form
from fasmodell.forms import CriterionForm, ManifestForm, PhasePolicyForm, RankingPolicyForm, RuleForm, ThresholdForm
from fasmodell.knowledge import FindingId, GateId, Level, MeasureId, Track
from fasmodell.names import Names, check_sources
from fasmodell.place import Place, listed
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
from fasmodell.scales import LANGUAGES

STAGES = {"1-findings": 1, "2-gates": 2, "3-measures": 3}
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")

_ADVICE = tuple(AdviceKind)
_CONCLUSION_KEYS = ("level", "is", "strength", "topic")


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
        message = f"the rule `{name}` stands outside the folders of the stages"
        help = f"move its file to one of {listed(f'{folder}/' for folder in STAGES)}"
        place.error("FM129", message, help, on_key=True)
        return None
    form = read_form(place, RuleForm)
    when = read_condition(place.at("when"), vocabulary, after_phase=stage == 3) if "when" in place.keys else None
    then = _conclusion(place.at("then"), stage, names, vocabulary) if "then" in place.keys else None
    if form is None or when is None or then is None:
        return None
    tested = {atom.indicator for atom in atoms_of(when) if isinstance(atom, Comparison | Trend)}
    _check_placeholders(place.at("because"), tested)
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


def _check_placeholders(place: Place, tested: Collection[str]) -> None:
    """A reason may show the values of the indicators that the rule tests, and no others."""
    for language in LANGUAGES:
        text = place.at(language)
        for placeholder in PLACEHOLDER.findall(str(text.data)):
            if placeholder not in tested:
                message = f"`because` shows `{{{placeholder}}}`, which `when` does not test"
                near = suggest(placeholder, tested)
                help = f"did you mean `{{{near}}}`?" if near else "name only indicators of `when`"
                text.error("FM303", message, help)


def _conclusion(place: Place, stage: int, names: Names, vocabulary: Vocabulary) -> Conclusion | None:
    if not isinstance(place.data, Mapping):
        message = "a conclusion must be a mapping such as `{finding: …, level: …}`"
        place.wrong(message)
        return None
    keys = {"finding": 1, "gate": 2, **dict.fromkeys((*_ADVICE, "warn"), 3)}
    kinds = [key for key in keys if key in place.data]
    if len(kinds) != 1:
        wanted = [key for key, of_stage in keys.items() if of_stage == stage]
        if kinds or not place.unknown_keys("a conclusion", (*wanted, *_CONCLUSION_KEYS)):
            place.error("FM126", "a conclusion says exactly one thing", f"in this folder write one of {listed(wanted)}")
        return None
    if keys[kinds[0]] != stage:
        folder = next(folder for folder, number in STAGES.items() if number == keys[kinds[0]])
        message = f"`{kinds[0]}` cannot be concluded here"
        place.at(kinds[0]).error("FM309", message, f"such rules stand in `{folder}/`", on_key=True)
        return None
    if stage == 1:
        return _concludes_finding(place, vocabulary)
    return _supports_gate(place, vocabulary) if stage == 2 else _advises(place, kinds[0], names, vocabulary)


def _word(place: Place, key: str, noun: str, words: Sequence[str], meant: Collection[str]) -> str | None:
    """The word under a key of a conclusion; `meant` are keys that are there, but misspelt and so reported."""
    if place.at(key).data is None:
        if key not in meant:
            place.missing(key, noun, f"write one of {listed(words)}")
        return None
    return known_word(place.at(key), words)


def _concludes_finding(place: Place, vocabulary: Vocabulary) -> Conclusion | None:
    meant = place.unknown_keys("a conclusion", ("finding", "level"))
    finding = known_name(place.at("finding"), "FM202", "finding", vocabulary.findings)
    level = _word(place, "level", "a conclusion", tuple(Level), meant)
    return None if finding is None or level is None else ConcludesFinding(FindingId(finding), Level(level))


def _supports_gate(place: Place, vocabulary: Vocabulary) -> Conclusion | None:
    noun = "evidence for a gate"
    meant = place.unknown_keys(noun, ("gate", "is", "strength", "topic"))
    gate = known_name(place.at("gate"), "FM207", "gate", vocabulary.gates)
    state = _word(place, "is", noun, ("open", "shut"), meant)
    strength = _word(place, "strength", noun, tuple(Strength), meant)
    topic = place.at("topic")
    if topic.data is None and "topic" not in meant:
        place.missing("topic", noun, "say in one word what the evidence is about")
    elif topic.data is not None and not (isinstance(topic.data, str) and topic.data.strip()):
        topic.wrong_kind("must be text")
    if gate is None or state is None or strength is None or not isinstance(topic.data, str):
        return None
    return SupportsGate(GateId(gate), state, Strength(strength), topic.data)


def _advises(place: Place, kind: str, names: Names, vocabulary: Vocabulary) -> Conclusion | None:
    if kind == "warn":
        place.unknown_keys("a conclusion", ("warn",))
        warning = known_name(place.at("warn"), "FM208", "warning", names.warnings)
        return None if warning is None else Warns(warning)
    weighs = kind in (AdviceKind.PREFER, AdviceKind.DISCOURAGE)
    meant = place.unknown_keys("a conclusion", (kind, *(("strength",) if weighs else ())))
    measure = known_name(place.at(kind), "FM203", "measure", vocabulary.measures)
    if not weighs:
        return None if measure is None else Advises(AdviceKind(kind), MeasureId(measure), None)
    allowed = tuple(strength for strength in Strength if strength is not Strength.DECISIVE)
    strength = _word(place, "strength", "a conclusion", allowed, meant)
    if measure is None or strength is None:
        return None
    return Advises(AdviceKind(kind), MeasureId(measure), Strength(strength))


def read_phase_policy(place: Place, names: Names) -> PhasePolicy | None:
    """Read rules/phase-policy.yaml."""
    check_sources(place, names.sources)
    form = read_form(place, PhasePolicyForm)
    if form is None:
        return None
    _check_keys(place.at("points"), "the points", tuple(Strength))
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


CRITERIA: dict[str, tuple[str, ...]] = {
    "need": ("signs", "marked", "acute", "primary", "secondary"),
    "breadth": ("each",),
    "phase": ("start", "core", "keep", "none"),
    "evidence": ("Q1", "Q2", "Q3", "Q4", "Q5", "positive", "mixed", "none", "negative", "unknown", "enabler"),
    "readiness": ("met", "unknown", "unmet"),
    "enables": ("each",),
}


def _check_criteria(place: Place, form: RankingPolicyForm) -> None:
    """Every criterion that the ranking knows must be there with a value for each of its cases, and no other."""
    criteria, weights = place.at("criteria"), place.at("weights")
    _check_keys(criteria, "the criteria", CRITERIA)
    for name, cases in CRITERIA.items():
        if name in form.criteria:
            _check_keys(criteria.at(name, "values"), f"the values of `{name}`", cases)
    _check_keys(weights, "the weights", tuple(Track))
    for track, written in weights.items():
        written.unknown_keys(f"the weights of {track}", CRITERIA)
        if isinstance(written.data, Mapping) and not any(form.weights.get(Track(str(track)), {}).values()):
            written.error("FM125", f"no criterion weighs anything for {track}", "give one of them points", on_key=True)
    _check_keys(place.at("adjustments"), "the adjustments", (Strength.WEAK, Strength.MODERATE, Strength.STRONG))


def _check_keys(place: Place, noun: str, wanted: Iterable[str]) -> None:
    """Every wanted key must be there, and no other."""
    wanted = list(wanted)
    meant = place.unknown_keys(noun, wanted)
    for key in wanted:
        if key not in place.keys and key not in meant:
            place.missing(key, noun)


def _criterion(name: str, form: CriterionForm) -> Criterion:
    return Criterion(name, form.name.text(), form.values, form.numbers.numbers())


def read_manifest(place: Place) -> Manifest | None:
    """Read rules/manifest.yaml."""
    form = read_form(place, ManifestForm)
    return None if form is None else Manifest(form.name, form.version, form.title.text())
