"""An editor with the real yaml-language-server: what it underlines, offers and explains while one writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bad_cases import BAD, lay_out, minimal_base
from fasmodell.authoring.checks import Folders, check_folders
from fasmodell.authoring.editor_schemas import KINDS, editor_schema, schema_text
from fasmodell.authoring.schema_files import FOLDERS, file_name
from fasmodell.diagnostics import ProfileError
from fasmodell.rule_base import load_profile
from language_server import MISSING, LanguageServer

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))
# The mistakes that one file alone, and the vocabulary, give away; YAML itself is read more strictly by the loader.
KNOWN = (
    "FM104-misspelt-comparison", "FM104-misspelt-key-in-a-profile", "FM104-misspelt-key-of-the-plan",
    "FM105-indicator-twice", "FM106-evidence-without-source", "FM106-no-date", "FM106-text-in-one-language",
    "FM107-text-for-a-list", "FM107-text-for-a-mapping", "FM107-text-for-an-amount", "FM108-misspelt-format",
    "FM109-level-that-does-not-exist", "FM119-no-is-not-false", "FM123-spaces-in-an-id", "FM124-trend-over-no-time",
    "FM125-no-options", "FM126-no-comparison", "FM126-two-things-in-one-condition", "FM127-short-version",
    "FM201-misspelt-indicator", "FM202-misspelt-finding", "FM203-misspelt-measure",
    "FM203-misspelt-measure-of-a-plan", "FM204-misspelt-actor", "FM204-misspelt-actor-in-a-plan",
    "FM205-misspelt-source", "FM206-misspelt-threshold", "FM207-misspelt-gate", "FM208-misspelt-warning",
    "FM215-misspelt-topic", "FM301-order-of-a-flag", "FM302-bound-above-the-scale",
    "FM322-threshold-above-the-range", "FM401-misspelt-indicator", "FM402-level-above-3", "FM402-negative-budget",
    "FM402-share-above-100", "FM403-level-between-the-steps", "FM403-option-that-does-not-exist",
    "FM403-word-for-a-number", "FM404-key-for-a-person", "FM405-country-of-birth", "FM408-county-code",
    "FM409-deso-code", "FM410-misspelt-gate", "FM411-misspelt-measure", "FM414-date-in-words",
    "FM501-misspelt-rule", "FM502-misspelt-finding", "FM503-misspelt-indicator", "FM504-misspelt-measure",
    "FM505-misspelt-gate",
)  # fmt: skip

pytestmark = [
    pytest.mark.skipif(MISSING is not None, reason=str(MISSING)),
    pytest.mark.xdist_group("language_server"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    with LanguageServer() as running:
        yield running


def test_nothing_is_underlined_in_a_shipped_file(server: LanguageServer) -> None:
    told = server.diagnostics({path: path.read_text(encoding="utf-8") for path in FILES})
    assert {path.relative_to(ROOT).as_posix(): one for path, one in told.items() if one} == {}


def kind_of(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).parts
    if path.name.endswith(".test.yaml"):
        return "tests"
    return {"rules": "rules", "knowledge_base": "knowledge"}.get(parts[0], "profile")


def lines_of_check(folder: Path) -> set[tuple[str, int]]:
    """The files and lines that the program speaks of."""
    found = list(check_folders(Folders(folder / "rules", folder / "knowledge_base")).found)
    profile = folder / "profile.yaml"
    if profile.exists():
        with pytest.raises(ProfileError) as caught:
            load_profile(profile, minimal_base())
        found += caught.value.diagnostics
    return {(Path(one.span.file).name, one.span.line) for one in found}


def test_what_a_schema_can_know_is_underlined_on_the_line_that_check_speaks_of(
    server: LanguageServer, tmp_path: Path
) -> None:
    for kind in KINDS:
        text = schema_text(editor_schema(kind, minimal_base()))
        (tmp_path / file_name(kind)).write_text(text, encoding="utf-8")
    texts: dict[Path, str] = {}
    expected: dict[str, set[tuple[str, int]]] = {}
    for name in KNOWN:
        folder = tmp_path / name
        lay_out(BAD / name, folder)
        expected[name] = lines_of_check(folder)
        for path in sorted(path.relative_to(BAD / name) for path in (BAD / name).rglob("*.yaml")):
            schema = (tmp_path / file_name(kind_of(folder / path, folder))).as_uri()
            text = (folder / path).read_text(encoding="utf-8")
            texts[folder / path] = f"# yaml-language-server: $schema={schema}\n{text}"
    came: dict[str, set[tuple[str, int]]] = {name: set() for name in KNOWN}
    for path, told in server.diagnostics(texts).items():
        came[path.relative_to(tmp_path).parts[0]] |= {(path.name, one.line - 1) for one in told}
    assert all(expected.values())
    assert came == expected


RULE = """\
# yaml-language-server: $schema=../../schemas/rules.schema.json
format: fasmodell.rules/1
rules:
  a:
    when: WHEN
    then: THEN
"""
CASE = """\
# yaml-language-server: $schema=../../schemas/tests.schema.json
format: fasmodell.tests/1
cases:
  - name: a
    CASE
"""
PROFILE = """\
# yaml-language-server: $schema=../schemas/profile.schema.json
format: fasmodell.profile/1
area: {name: A}
as_of: 2026-01-01
observations:
  OBSERVATION
"""
MEASURE = """\
# yaml-language-server: $schema=../../schemas/knowledge.schema.json
format: fasmodell.measures/1
theme: {sv: a, en: a}
measures:
  a:
    MEASURE
"""


def rule(when: str = "{finding: insecurity}", then: str = "{warn: a}") -> tuple[Path, str]:
    return ROOT / "rules" / "1-findings" / "a.yaml", RULE.replace("WHEN", when).replace("THEN", then)


def case(written: str) -> tuple[Path, str]:
    return ROOT / "rules" / "1-findings" / "a.test.yaml", CASE.replace("CASE", written)


def profile(written: str) -> tuple[Path, str]:
    return ROOT / "examples" / "a.yaml", PROFILE.replace("OBSERVATION", written)


def measure(written: str) -> tuple[Path, str]:
    return ROOT / "knowledge_base" / "measures" / "a.yaml", MEASURE.replace("MEASURE", written)


@pytest.mark.parametrize(
    ("document", "offered"),
    [
        (rule("\n      |"), {"indicator", "finding", "in_place", "phase", "gate", "all", "any", "not"}),
        (rule("{indicator: |}"), {"silence_level", "police_class", "trust_police_share"}),
        (rule("\n      indicator: silence_level\n      |"), {"at_least", "between", "one_of", "trend"}),
        (rule("{indicator: silence_level, at_least: |}"), {"0", "1", "2", "3"}),
        (rule("{indicator: police_class, is: |}"), {"not_listed", "vulnerable", "especially_vulnerable"}),
        (rule("{finding: |}"), {"open_drug_scene", "insecurity"}),
        (rule("{finding: insecurity, at_least: |}"), {"signs", "marked", "acute"}),
        (rule("{gate: |}"), {"control", "trust"}),
        (rule("{in_place: |}"), {"hot_spots_policing"}),
        (rule("{indicator: action_plan_followup_age_months, above: {param: |}}"), {"plan_follow_up_max_age_months"}),
        (rule(then="\n      |"), {"finding", "gate", "prefer", "discourage", "require", "exclude", "warn"}),
        (rule(then="{prefer: |}"), {"hot_spots_policing"}),
        (rule(then="{gate: control, topic: |}"), {"policing", "services"}),
        (case("|"), {"given", "in_place", "findings", "gates", "expect"}),
        (case("given: {silence_level: |}"), {"0", "1", "2", "3", "unknown"}),
        (case("expect: {findings: {insecurity: |}}"), {"signs", "marked", "acute", "ruled_out", "open"}),
        (case("expect: {fired: [|]}"), {"violence/public-violence-recurrent", "public-violence-recurrent"}),
        (profile("|"), {"silence_level", "police_class"}),
        (profile("police_class: |"), {"not_listed", "vulnerable", "unknown"}),
        (measure("lead: [|]"), {"police", "municipality", "school"}),
        (measure("source: {ref: |}"), {"project"}),
        (measure("targets:\n      - finding: |"), {"open_drug_scene"}),
        (measure("evident_when: {indicator: |}"), {"silence_level"}),
        (measure("emphasis:\n      1: |"), {"start", "core", "keep", "none"}),
    ],
    ids=lambda value: "-".join(sorted(value)[:2]) if isinstance(value, set) else "",
)
def test_what_fits_is_offered(document: tuple[Path, str], offered: set[str], server: LanguageServer) -> None:
    assert offered - server.completion(*document).keys() == set()


def test_what_belongs_to_another_indicator_is_not_offered(server: LanguageServer) -> None:
    assert server.completion(*rule("{indicator: police_class, is: |}")).keys() == {
        "not_listed", "vulnerable", "risk_area", "especially_vulnerable",
    }  # fmt: skip


def test_what_is_offered_comes_with_its_label_or_anchor(server: LanguageServer) -> None:
    assert "i de flesta utredningar" in server.completion(*rule("{indicator: silence_level, at_least: |}"))["3"]
    assert server.completion(*rule("{finding: insecurity, at_least: |}"))["marked"] == "påtagligt"
    about = server.completion(*rule("{indicator: |}"))["silence_level"]
    assert about.startswith("**Obenägenhet att delta i rättsprocessen** (nivå 0–3)")
    assert "- `3`: " in about


@pytest.mark.parametrize(
    ("document", "shown"),
    [
        (rule("{indicator: sil|ence_level, at_least: 2}"), ["**Obenägenhet att delta i rättsprocessen**", "- `3`: "]),
        (rule("{indicator: silence_level, at_least: |2}"), ["uteblir anmälningar och vittnen"]),
        (rule("{finding: insec|urity}"), ["Otrygghet"]),
        (rule("{|finding: insecurity}"), ["Otrygghet", "minst den nivå som anges"]),
        (rule(then="{prefer: hot_spots|_policing, strength: weak}"), ["Platsbaserat polisarbete", "(B3)"]),
        (profile("silence|_level: 2"), ["**Obenägenhet att delta i rättsprocessen**", "- `3`: "]),
        (profile("silence|_level: {value: 2}"), ["**Obenägenhet att delta i rättsprocessen**"]),
        (measure("lead: [pol|ice]"), ["Polisen"]),
    ],
    ids=["indicator", "level", "finding", "key", "measure", "observation", "observation with details", "actor"],
)
def test_hover_shows_the_swedish_label_and_the_anchors(
    document: tuple[Path, str], shown: list[str], server: LanguageServer
) -> None:
    told = server.hover(*document)
    assert [words for words in shown if words not in told] == []


def test_a_half_written_file_does_not_stop_the_server(server: LanguageServer) -> None:
    path = ROOT / "rules" / "1-findings" / "violence.yaml"
    text = path.read_text(encoding="utf-8")
    cut = {path.with_name(f"{end}.yaml"): text[:end] for end in range(0, 3000, 150)}
    assert len(server.diagnostics(cut)) == len(cut)
    assert "at_least" in server.completion(*rule("\n      indicator: silence_level\n      |"))
