"""The loader of rule tests: every problem of every file, where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fasmodell.authoring.rule_tests import (
    ASKED,
    FIRED,
    NOT_FIRED,
    OPEN,
    RULED_OUT,
    SUFFIX,
    UNDECIDED,
    Case,
    Expectation,
    Given,
    RuleTests,
    Subject,
    in_points,
    listed_words,
)
from fasmodell.authoring.situation import AS_OF
from fasmodell.condition_loader import known_name
from fasmodell.diagnostics import Diagnostics, ProfileError, RuleBaseError, Severity, sort_diagnostics
from fasmodell.form_reader import read_form
from fasmodell.forms import FindingName, Form, IndicatorName, MeasureName, Words, defined_as, keyed_by
from fasmodell.knowledge import FindingId, GateId, IndicatorId, Level, MeasureId
from fasmodell.observation_loader import read_observation
from fasmodell.place import Place
from fasmodell.profile import Profile, RunningMeasure
from fasmodell.profile_loader import read_previous, read_profile, refuse_personal_data, text_of
from fasmodell.resources import RawFile, yaml_files
from fasmodell.results import GateState, Standing
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Rule
from fasmodell.scales import is_number
from fasmodell.yaml_source import Read, parse_yaml, read_text

FORMAT = "fasmodell.tests/1"
_GIVES = ("given", "in_place", "findings", "gates", "phase", "previous_assessment")
RuleName = Annotated[Words, defined_as("rule")]
GateStates = Annotated[dict[str, str], defined_as("gate_states")]
# What a case may say of a finding: what it gives, and what it expects.
GIVEN_LEVELS = (*Level, RULED_OUT)
EXPECTED_LEVELS = (*GIVEN_LEVELS, OPEN)


class ExpectForm(Form):
    noun: ClassVar[str] = "the expectations"
    findings: Annotated[dict[str, str], defined_as("expected_findings")] | None = None
    open: list[FindingName] | None = None
    fired: list[RuleName] | None = None
    not_fired: list[RuleName] | None = None
    undecided: list[RuleName] | None = None
    ask: list[IndicatorName] | None = None
    gates: GateStates | None = None
    phase: Literal[1, 2, 3, "undetermined"] | None = None
    points: Annotated[dict[str, dict[Literal["open", "shut"], int]], keyed_by("gate")] | None = None
    standing: Annotated[dict[str, str], defined_as("standings")] | None = None
    score: Annotated[dict[str, int | float], keyed_by("measure")] | None = None
    adjustment: Annotated[dict[str, int | float], keyed_by("measure")] | None = None
    near: Annotated[dict[str, list[MeasureName]], keyed_by("measure")] | None = None


class CaseForm(Form):
    noun: ClassVar[str] = "a case"
    name: Words
    given: Annotated[dict[str, object], defined_as("observations")] | None = None
    in_place: list[MeasureName] | None = None
    findings: Annotated[dict[str, str], defined_as("given_findings")] | None = None
    gates: GateStates | None = None
    phase: Annotated[int, Field(ge=1, le=3)] | None = None
    previous_assessment: Annotated[dict[str, object], defined_as("previous_assessment")] | None = None
    profile: Words | None = None
    todo: Words | None = None
    golden: bool = False
    expect: ExpectForm


class FileForm(Form):
    noun: ClassVar[str] = "a file of rule tests"
    format: Annotated[Words, defined_as("tests_format")]
    cases: list[Annotated[object, defined_as("case")]]


def rule_test_files(rules: Path, chosen: Sequence[Path] = (), label: str = "rules") -> list[RawFile]:
    """
    The test files of a folder of rules, by name; only those that `chosen` names, where it names any.

    A chosen path is a folder, a test file, or a rule file, which stands for the test file beside it. `label` is what
    the folder is called in front of their names.
    """
    found = sorted(path for path in rules.rglob(f"*{SUFFIX}") if _is_chosen(path, chosen))
    return [RawFile(f"{label}/{path.relative_to(rules).as_posix()}", path) for path in found]


def rule_files(rules: Path, chosen: Sequence[Path] = (), label: str = "rules") -> frozenset[str]:
    """The names of the files of a folder of rules whose tests `chosen` names, also where there are none."""
    return frozenset(raw.name for raw in yaml_files(rules, label) if _is_chosen(_beside(raw.path), chosen))


def _beside(path: Path) -> Path:
    """The test file beside a rule file; a test file itself."""
    return path if path.name.endswith(SUFFIX) else path.with_name(f"{path.stem}{SUFFIX}")


def _is_chosen(path: Path, chosen: Sequence[Path]) -> bool:
    full = path.resolve()
    return not chosen or any(
        full.is_relative_to(one) if one.is_dir() else full == _beside(one) for one in map(Path.resolve, chosen)
    )


def load_rule_tests(files: Iterable[RawFile], base: RuleBase, read: Read = read_text) -> tuple[RuleTests, ...]:
    """
    Load files of rule tests; `read` gives the text of a file, for texts that are not saved yet.

    Raises RuleBaseError with every problem of every file, sorted by place.
    """
    found, texts, tests = Diagnostics(), {}, []
    for raw in files:
        text, problems = read(raw.path, raw.name)
        found.extend(problems)
        if text is not None:
            texts[raw.name] = text
            tests.append(_read(text, raw.name, base, found, raw.path))
    _refuse(found, texts)
    return tuple(tests)


def read_rule_tests(text: str, name: str, base: RuleBase) -> RuleTests:
    """
    Read rule tests from text; `name` is their file, as `rules/1-findings/silence.test.yaml`.

    Raises RuleBaseError with every problem of the text.
    """
    found = Diagnostics()
    tests = _read(text, name, base, found)
    _refuse(found, {name: text})
    return tests


def _refuse(found: Diagnostics, texts: Mapping[str, str]) -> None:
    if found.has_errors:
        count = f"{len(found)} error{'s' if len(found) != 1 else ''}"
        raise RuleBaseError(f"the rule tests have {count}", sort_diagnostics(found), texts)


def _read(text: str, name: str, base: RuleBase, found: Diagnostics, path: Path | None = None) -> RuleTests:
    """The cases of a file; `path` is where it is, for the profiles that it names and the file beside it."""
    document, problems = parse_yaml(text, name)
    found.extend(problems)
    if document is None:
        return RuleTests(name, ())
    top = Place(document, (), document.data, found)
    if read_form(top, FileForm) is None:
        return RuleTests(name, ())
    if top.at("format").data != FORMAT:
        top.at("format").error(
            "FM108", f"unknown format `{top.at('format').data}`", f"rule tests begin with `format: {FORMAT}`"
        )
    rules = _rules_by_name(base, RuleTests(name, ()).rule_file)
    folder = Path() if path is None else path.parent
    read = [_CaseReader(place, base, rules, folder).case() for place in top.at("cases").elements()]
    tests = RuleTests(name, tuple(case for case in read if case is not None))
    is_beside = path is not None and path.with_name(Path(tests.rule_file).name).is_file()
    if not is_beside and not any(rule.span.file == tests.rule_file for rule in base.rules.rules.values()):
        top.at("format").error(
            "FM509", f"there are no rules in `{tests.rule_file}`", "a test file has the name of the rule file beside it"
        )
    _refuse_same_names(top, found)
    return tests


def _rules_by_name(base: RuleBase, rule_file: str) -> dict[str, Rule]:
    """Every rule by its id, and those of the file beside also by the name they have in it."""
    rules: dict[str, Rule] = {}
    for rule in base.rules.rules.values():
        if rule.span.file == rule_file:
            rules[rule.id.partition("/")[2]] = rule
        rules[rule.id] = rule
    return rules


def _refuse_same_names(top: Place, found: Diagnostics) -> None:
    first: dict[str, Place] = {}
    for place in top.at("cases").elements():
        name = place.at("name")
        if not isinstance(name.data, str):
            continue
        if name.data in first:
            related = (("the first one", first[name.data].span),)
            found.error("FM507", f"two cases are called `{name.data}`", name.span, "say what tells them apart", related)
        first.setdefault(name.data, name)


class _CaseReader:
    """Reads one case; problems go to the diagnostics of its place."""

    def __init__(self, place: Place, base: RuleBase, rules: Mapping[str, Rule], folder: Path) -> None:
        self.place = place
        self.rules = rules
        self.folder = folder
        self.knowledge = base.knowledge
        self.indicators = base.knowledge.indicators
        self.findings = frozenset(map(str, base.knowledge.findings))
        self.measures = frozenset(map(str, base.knowledge.measures))
        self.gates = frozenset(map(str, base.knowledge.gates))

    def case(self) -> Case | None:
        form = read_form(self.place, CaseForm)
        if form is None:
            return None
        given, expected = self._given(form), tuple(self._expected())
        if not self.place.at("expect").items() or not any(inner.data for _, inner in self.place.at("expect").items()):
            self.place.at("expect").error("FM508", f"the case `{form.name}` expects nothing", on_key=True)
        self._refuse_repetition(expected)
        self._refuse_what_is_given(given, expected)
        return Case(form.name, given, expected, self.place.at("name").span, form.todo, form.golden)

    def _given(self, form: CaseForm) -> Given:
        place = self.place
        # A case is a made-up profile, and holds no more about persons than a real one may.
        for key in ("given", "previous_assessment"):
            refuse_personal_data(place.at(key), self.knowledge)
        observations = {}
        for name, inner in self._keyed(place.at("given"), "FM503", "indicator", frozenset(map(str, self.indicators))):
            indicator = self.indicators[IndicatorId(name)]
            observation = read_observation(inner, indicator, None)
            if observation is not None:
                observations[indicator.id] = observation
        running = {
            MeasureId(name): RunningMeasure(MeasureId(name), True, None, inner.span)
            for name, inner in self._listed(place.at("in_place"), "FM504", "measure", self.measures)
        }
        levels = frozenset(GIVEN_LEVELS)
        findings = {
            FindingId(name): None if level == RULED_OUT else Level(level)
            for name, level in self._words(place.at("findings"), "FM502", "finding", self.findings, "level", levels)
        }
        states = frozenset(GateState)
        gates = {
            GateId(name): GateState(state)
            for name, state in self._words(place.at("gates"), "FM505", "gate", self.gates, "state of a gate", states)
        }
        return Given(
            observations,
            None if form.in_place is None else running,
            None if form.findings is None else findings,
            None if form.gates is None else gates,
            form.phase,
            read_previous(place.at("previous_assessment"), self.knowledge, AS_OF),
            None if form.profile is None else self._profile(place.at("profile"), form.profile),
        )

    def _profile(self, place: Place, name: str) -> Profile | None:
        """The profile in a file, named from the folder of the test file; it is all that such a case gives."""
        besides = [key for key in _GIVES if key in self.place.keys]
        for key in besides:
            help = "give everything in the profile, or everything in the case"
            self.place.at(key).error("FM513", f"a case with a profile cannot give `{key}` besides", help, on_key=True)
        if besides:
            return None
        try:
            return read_profile(text_of(self.folder / name, name), name, self.knowledge)
        except ProfileError as error:
            first = next(one for one in error.diagnostics if one.severity is Severity.error)
            place.error(
                "FM512", f"the profile cannot be used: {first.message}", "see it with `fasmodell profile check`"
            )
            return None

    def _expected(self) -> Iterator[Expectation]:
        place = self.place.at("expect")
        levels = frozenset(EXPECTED_LEVELS)
        yield from self._worded("findings", Subject.FINDING, "FM502", self.findings, "level", levels)
        for name, inner in self._listed(place.at("open"), "FM502", "finding", self.findings):
            yield Expectation(Subject.FINDING, name, OPEN, inner.span)
        for outcome in (FIRED, NOT_FIRED, UNDECIDED):
            for name, inner in self._listed(place.at(outcome), "FM501", "rule", frozenset(self.rules)):
                yield Expectation(Subject.RULE, self.rules[name].id, outcome, inner.span)
        for name, inner in self._listed(place.at("ask"), "FM503", "indicator", frozenset(map(str, self.indicators))):
            yield Expectation(Subject.QUESTION, name, ASKED, inner.span)
        yield from self._worded("gates", Subject.GATE, "FM505", self.gates, "state of a gate", frozenset(GateState))
        if place.at("phase").data is not None:
            yield Expectation(Subject.PHASE, "", str(place.at("phase").data), place.at("phase").span)
        yield from self._points(self.place.at("expect", "points"))
        yield from self._worded("standing", Subject.STANDING, "FM504", self.measures, "standing", frozenset(Standing))
        for subject in (Subject.SCORE, Subject.ADJUSTMENT):
            for name, inner in self._keyed(place.at(subject.value), "FM504", "measure", self.measures):
                if is_number(inner.data):
                    yield Expectation(subject, name, in_points(inner.data), inner.span)
        for name, inner in self._keyed(place.at("near"), "FM504", "measure", self.measures):
            others = [other for other, _ in self._listed(inner, "FM504", "measure", self.measures)]
            yield Expectation(Subject.NEAR, name, listed_words(others), inner.span)

    def _points(self, place: Place) -> Iterator[Expectation]:
        """The points of each gate on each side."""
        for gate, sides in self._keyed(place, "FM505", "gate", self.gates):
            for side, inner in sides.items():
                if is_number(inner.data):
                    yield Expectation(Subject.POINTS, f"{gate}/{side}", in_points(inner.data), inner.span)

    def _worded(
        self, key: str, subject: Subject, code: str, names: frozenset[str], noun: str, words: frozenset[str]
    ) -> Iterator[Expectation]:
        kind = "measure" if subject is Subject.STANDING else subject.value
        place = self.place.at("expect", key)
        for name, word in self._words(place, code, kind, names, noun, words):
            yield Expectation(subject, name, word, place.at(name).span)

    def _keyed(self, place: Place, code: str, kind: str, names: frozenset[str]) -> Iterator[tuple[str, Place]]:
        """The entries of a mapping whose keys are known names."""
        for key, inner in place.items():
            if str(key) in names:
                yield str(key), inner
            else:
                inner.unknown(code, kind, str(key), names, on_key=True)

    def _listed(self, place: Place, code: str, kind: str, names: frozenset[str]) -> Iterator[tuple[str, Place]]:
        """The elements of a list that are known names."""
        for inner in place.elements():
            name = known_name(inner, code, kind, names)
            if name is not None:
                yield name, inner

    def _words(
        self, place: Place, code: str, kind: str, names: frozenset[str], noun: str, words: frozenset[str]
    ) -> Iterator[tuple[str, str]]:
        """The entries of a mapping from known names to some words."""
        for name, inner in self._keyed(place, code, kind, names):
            word = known_name(inner, "FM109", noun, words)
            if word is not None:
                yield name, word

    def _refuse_repetition(self, expected: Iterable[Expectation]) -> None:
        seen: dict[tuple[Subject, str], Expectation] = {}
        for one in expected:
            first = seen.setdefault((one.subject, one.name), one)
            if first is not one:
                related = (("the first one", first.span),)
                self.place.found.error(
                    "FM510", f"two expectations of the {one.subject} `{one.name}`", one.span, None, related
                )

    def _refuse_what_is_given(self, given: Given, expected: Iterable[Expectation]) -> None:
        """Refuse what a case cannot show: what it gives itself, and rules of a stage that it skips."""
        for one in expected:
            if one.subject in (Subject.GATE, Subject.PHASE, Subject.POINTS) and given.decides_phase:
                message = "the phase is given in this case, so nothing decides it"
            elif one.subject is Subject.FINDING and given.findings is not None:
                message = "findings are given in this case, so nothing concludes them"
            elif one.subject is Subject.RULE and given.findings is not None and self.rules[one.name].stage == 1:
                message = f"findings are given in this case, so the rule `{one.name}` is not asked"
            else:
                continue
            self.place.found.error(
                "FM506", message, one.span, "give indicators instead, and leave the rest to the rules"
            )
