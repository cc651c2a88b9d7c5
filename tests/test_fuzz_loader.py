"""Whatever stands in a file, only diagnostics come out of the loaders, and each points at something in the file."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bad_cases import BAD, MINIMAL, minimal_base
from fasmodell import ProfileError, RuleBase, RuleBaseError, load_rule_base, parse_profile, recommend
from fasmodell.codes import CODES
from fasmodell.diagnostics import FasmodellError, Severity, Span, format_diagnostics
from fasmodell.lint_meaning import check_everything
from fasmodell.loader import load_files
from fasmodell.resources import bundled
from fasmodell.rule_base import compile_rule_base
from fasmodell.yaml_source import decode, parse_yaml
from strategies_yaml import mutated_data, mutated_texts, values, written

quick = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
few = settings(quick, max_examples=10)


def texts_of(folder: Path) -> dict[str, str]:
    """The YAML files below a folder that are not rule tests, by name."""
    paths = sorted(path for path in folder.rglob("*.yaml") if not path.name.endswith(".test.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths if path.is_file()}


PROFILES = list(texts_of(bundled("examples")).values())
SMALL_PROFILES = [
    text for folder in BAD.glob("FM4*") for text in texts_of(folder).values() if parse_yaml(text, "")[0] is not None
]
MINIMAL_FILES = texts_of(MINIMAL)
SHIPPED_FILES = {
    f"{name}/{file}": text for name in ("rules", "knowledge_base") for file, text in texts_of(bundled(name)).items()
}
INDICATORS = [*map(str, minimal_base().knowledge.indicators), "no_such"]
EMPTY = "format: fasmodell.profile/1\narea: {name: Tomt}\nas_of: 2026-03-31\n"


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load_rule_base(cache=False)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def check_error(error: FasmodellError) -> None:
    """Every problem has a known code, its text can be written, and its places lie inside their files."""
    assert any(one.severity is Severity.error for one in error.diagnostics)
    for one in error.diagnostics:
        assert one.code in CODES
        assert one.message
        assert not one.message.endswith(".")
        assert "\n" not in one.message
        for span in (one.span, *(span for _, span in one.related)):
            if span.file in error.texts:
                check_span(span, error.texts[span.file])
    assert len(error.diagnostics) == len(set(error.diagnostics))
    assert format_diagnostics(error.diagnostics, error.texts)


def check_span(span: Span, text: str) -> None:
    lines = text.removeprefix("\ufeff").split("\n")
    for line, column in ((span.line, span.column), (span.end_line, span.end_column)):
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
    assert (span.line, span.column) <= (span.end_line, span.end_column)


def read_as_profile(text: str, base: RuleBase) -> None:
    """Read a text as a profile; when it is accepted there must be an answer too."""
    try:
        profile = parse_profile(text, base, name="profile.yaml")
    except ProfileError as error:
        check_error(error)
    else:
        recommend(profile, base)


def load_with(changed: dict[str, str], files: dict[str, str], folder: Path) -> None:
    """Load a rule base with some files changed; when it is accepted it must compile and answer."""
    for name, text in {**files, **changed}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != text.encode():
            path.write_bytes(text.encode())
    try:
        loaded = load_files(folder / "rules", folder / "knowledge_base", check_everything)
    except RuleBaseError as error:
        check_error(error)
    else:
        base = compile_rule_base(loaded)
        recommend(parse_profile(EMPTY, base), base)


@quick
@given(mutated_texts(PROFILES))
def test_profiles_with_changed_text(base: RuleBase, text: str) -> None:
    read_as_profile(text, base)


@quick
@given(mutated_data(PROFILES))
def test_profiles_with_changed_data(base: RuleBase, text: str) -> None:
    read_as_profile(text, base)


@quick
@given(mutated_data(SMALL_PROFILES) | mutated_texts(SMALL_PROFILES))
def test_small_profiles_with_changes(text: str) -> None:
    read_as_profile(text, minimal_base())


@quick
@given(st.text() | values().map(written) | st.binary().map(lambda data: decode(data, "profile.yaml")[0] or ""))
def test_profiles_of_anything(text: str) -> None:
    read_as_profile(text, minimal_base())


@quick
@given(
    st.dictionaries(st.sampled_from([*map(str, minimal_base().knowledge.indicators), "no_such"]), values(), max_size=4)
)
def test_profiles_with_observations_of_anything(observations: dict[str, object]) -> None:
    read_as_profile(EMPTY + f"observations: {written(observations)}\n", minimal_base())  # type: ignore[arg-type]


@quick
@given(st.text(max_size=20), st.sampled_from(INDICATORS))
def test_changes_on_the_command_line(written: str, indicator: str) -> None:
    try:
        parse_profile(EMPTY, minimal_base(), changes={indicator: written})
    except ProfileError as error:
        check_error(error)


@pytest.mark.parametrize("mutated", [mutated_texts, mutated_data], ids=["text", "data"])
@pytest.mark.parametrize("name", MINIMAL_FILES)
def test_small_rule_bases_with_changes(name: str, mutated: Callable[..., st.SearchStrategy[str]], folder: Path) -> None:
    @settings(quick, max_examples=40)
    @given(mutated([MINIMAL_FILES[name]]))
    def check(text: str) -> None:
        load_with({name: text}, MINIMAL_FILES, folder / "minimal")

    check()


@few
@given(st.sampled_from(sorted(name for name, text in SHIPPED_FILES.items() if len(text) < 40_000)), st.data())
def test_the_shipped_rule_base_with_changes(folder: Path, name: str, data: st.DataObject) -> None:
    mutated = mutated_texts([SHIPPED_FILES[name]]) | mutated_data([SHIPPED_FILES[name]])
    shipped = {
        f"{part}/{file}": text for part in ("rules", "knowledge_base") for file, text in texts_of(bundled(part)).items()
    }
    load_with({name: data.draw(mutated)}, shipped, folder / "shipped")
