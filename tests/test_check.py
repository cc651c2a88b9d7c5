"""`fasmodell check`: what is found, how it is selected, written and mended, and that no file can make it fall over."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

import fasmodell
from bad_cases import BAD, FOLDERS, MINIMAL, codes_in, lay_out
from fasmodell.authoring.check_formats import FORMATS, check_github
from fasmodell.authoring.checks import Checked, Folders, check_folders, is_chosen
from fasmodell.authoring.fixes import mend, with_fixes
from fasmodell.cli import cli
from fasmodell.cli_failures import run
from fasmodell.codes import CODES
from fasmodell.diagnostics import Diagnostic, FasmodellError, Fix, Severity, Span
from language_server import NODE_MODULES
from strategies_yaml import mutated_data, mutated_texts

PACKAGE = Path(fasmodell.__file__).parent
SCHEMA = json.loads((PACKAGE / "schemas" / "diagnostics.schema.json").read_text(encoding="utf-8"))
SARIF_SCHEMA = NODE_MODULES / "@microsoft" / "jest-sarif" / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json"
RULES_OF = "rules/1-findings/open-drug-scene.yaml"
# Folders that hold a rule base and nothing else; the others are about profiles, decisions and the writing of files.
_OF_A_RULE_BASE = {"rules", "knowledge_base", "local", "expected.txt", "remove.txt"}
ABOUT_RULES = [folder for folder in FOLDERS if {path.name for path in folder.iterdir()} <= _OF_A_RULE_BASE]


def folders_at(path: Path) -> Folders:
    return Folders(path / "rules", path / "knowledge_base", path / "local" if (path / "local").exists() else None)


def checked(path: Path, *words: str) -> Result:
    """Run the command on the rule base in a folder."""
    named = ["--no-cache", "--rules", str(path / "rules"), "--knowledge", str(path / "knowledge_base"), "check", *words]
    return CliRunner().invoke(cli, named)


@pytest.fixture
def rule_base(tmp_path: Path) -> Path:
    """A copy of the minimal rule base, which has nothing wrong, committed to git."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    for words in (["init", "--quiet"], ["add", "."]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def spoil(path: Path, file: str, *changes: tuple[str, str]) -> bytes:
    """Put mistakes into a file, stage it and return what it holds."""
    text = (path / file).read_text(encoding="utf-8")
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    (path / file).write_text(text, encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=path, check=True, capture_output=True)
    return text.encode()


# Gathering


@pytest.mark.parametrize("folder", ABOUT_RULES, ids=lambda folder: folder.name)
def test_check_finds_what_each_bad_folder_shows_and_every_format_holds_it(folder: Path, tmp_path: Path) -> None:
    lay_out(folder, tmp_path)
    found = check_folders(folders_at(tmp_path))
    expected = codes_in((folder / "expected.txt").read_text(encoding="utf-8"))
    assert {one.code for one in found.found} == expected
    assert (found.loaded is None) == any(
        one.severity is Severity.error and not one.span.file.endswith(".test.yaml") for one in found.found
    )
    check_formats(found)


def check_formats(found: Checked) -> None:
    """Every diagnostic stands in every format, at its place."""
    document = json.loads(FORMATS["json"](found, found.found))
    Draft202012Validator(SCHEMA).validate(document)
    places = [(one.code, one.span.line, one.span.column) for one in found.found]
    assert [(one["code"], one["line"], one["column"]) for one in document["diagnostics"]] == places
    (sarif,) = json.loads(FORMATS["sarif"](found, found.found))["runs"]
    rules = [rule["id"] for rule in sarif["tool"]["driver"]["rules"]]
    for (code, line, column), result in zip(places, sarif["results"], strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == code
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == (line, column)
    commands = FORMATS["github"](found, found.found).splitlines()
    pattern = r"::(error|warning) file=[^:,]+,line=(\d+),endLine=\d+(?:,col=\d+,endColumn=\d+)?,title=(FM\d+)%3A "
    matches = [re.match(pattern, command) for command in commands]
    assert [(match[3], int(match[2])) for match in matches if match] == [(code, line) for code, line, _ in places]


def test_a_rule_base_without_faults_is_checked_with_nothing_to_say(rule_base: Path) -> None:
    result = checked(rule_base)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(": no warnings, no errors\n")


def test_a_lint_can_come_from_elsewhere_reads_what_is_read_and_adds_texts_and_notes(
    rule_base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fasmodell.authoring.rule_test_lint as module

    def lint(linted: object) -> list[Diagnostic]:
        linted.texts["rules/more.txt"] = "more\n"  # type: ignore[attr-defined]
        linted.notes.append("a note")  # type: ignore[attr-defined]
        return [Diagnostic("FM320", Severity.warning, "it", Span("rules/more.txt", 1, 1, 1, 5))]

    monkeypatch.setattr(module, "lint_rule_tests", lint)
    result = checked(rule_base)
    assert result.exit_code == 1
    assert result.stderr == "note: a note\nrules/more.txt:1:1: warning[FM320]: it\n  1 | more\n    | ^^^^\n"
    assert result.stdout.endswith(": 1 warning, no errors\n")


# Selecting


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        ([], [], {"FM104", "FM301", "FM311"}),
        (["FM3"], [], {"FM301", "FM311"}),
        (["FM3"], ["FM31"], {"FM301"}),
        (["FM311"], ["FM3"], {"FM311"}),
        ([], ["FM3"], {"FM104"}),
        (["FM104", "FM301"], ["FM104"], {"FM301"}),
        (["FM"], ["FM"], set()),
    ],
)
def test_the_longer_beginning_decides(select: list[str], ignore: list[str], chosen: set[str]) -> None:
    assert {code for code in ("FM104", "FM301", "FM311") if is_chosen(code, select, ignore)} == chosen


def test_what_is_not_asked_for_is_not_shown_and_does_not_count(tmp_path: Path) -> None:
    lay_out(BAD / "FM311-indicator-without-use", tmp_path)
    assert checked(tmp_path).exit_code == 1
    assert checked(tmp_path, "--select", "FM312,fm313").exit_code == 0
    assert checked(tmp_path, "--ignore", "FM31").exit_code == 0
    assert json.loads(checked(tmp_path, "--ignore", "FM311", "--format", "json").stdout)["diagnostics"] == []


def test_errors_that_are_not_asked_for_still_keep_the_rule_base_from_being_loaded(tmp_path: Path) -> None:
    lay_out(BAD / "FM201-misspelt-indicator", tmp_path)
    result = checked(tmp_path, "--ignore", "FM2")
    assert result.exit_code == 3
    assert "1 problem that was not asked for keeps the rule base from being loaded" in result.stderr
    assert "FM201" not in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--select", "FM9"], "no code begins with `FM9`"),
        (["--ignore", "FM1O4"], "did you mean `FM104`?"),
        (["--force"], "--fix"),
        (["--format", "xml"], "xml"),
    ],
)
def test_a_wrong_use_is_2_and_says_why(words: list[str], said: str, rule_base: Path) -> None:
    result = checked(rule_base, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


# Writing


@pytest.mark.parametrize("format_", FORMATS)
def test_a_rule_base_that_cannot_be_loaded_is_told_in_the_format_that_was_asked_for(
    format_: str, tmp_path: Path
) -> None:
    lay_out(BAD / "FM103-quote-never-closed", tmp_path)
    (tmp_path / "profile.yaml").unlink(missing_ok=True)
    (tmp_path / RULES_OF).write_text("format: 'x", encoding="utf-8")
    result = checked(tmp_path, "--format", format_)
    assert result.exit_code == 3
    assert "FM103" in result.stdout
    assert result.stderr == "error: the rule base has 1 error\n"


def test_folders_that_are_not_there_are_told_in_every_format(tmp_path: Path) -> None:
    for format_ in ("text", *FORMATS):
        result = checked(tmp_path / "nowhere", "--format", format_)
        assert result.exit_code == 3
        assert "FM101" in result.output
        assert "Traceback" not in result.output


def test_paths_are_those_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(BAD / "FM201-misspelt-indicator", tmp_path / "här, a:b %")
    monkeypatch.chdir(tmp_path)
    document = json.loads(checked(Path("här, a:b %"), "--format", "json").stdout)
    (one,) = document["diagnostics"]
    assert one["file"].startswith("här, a:b %/rules/1-findings/")
    sarif = json.loads(checked(Path("här, a:b %"), "--format", "sarif").stdout)
    uri = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == one["file"]
    assert ":" not in uri
    command = checked(Path("här, a:b %"), "--format", "github").stdout
    assert command.startswith("::error file=här%2C a%3Ab %25/rules/1-findings/")


def test_a_command_for_github_escapes_what_would_end_it() -> None:
    span = Span("rules/a,b:c.yaml", 1, 2, 3, 4)
    one = Diagnostic("FM104", Severity.warning, "100%, a:b::c\r\n::error::x", span, "do\nthis")
    found = Checked((one,), {}, Folders(Path("rules"), Path("knowledge_base")), None)
    assert check_github(found, [one]) == (
        "::warning file=rules/a%2Cb%3Ac.yaml,line=1,endLine=3,title=FM104%3A unknown key"
        "::100%25, a:b::c%0D%0A::error::x%0Ahelp: do%0Athis"
    )


@pytest.mark.skipif(not SARIF_SCHEMA.is_file(), reason=f"there is no schema of SARIF in {NODE_MODULES}")
@pytest.mark.parametrize(
    "name",
    ["FM104-misspelt-comparison", "FM209-finding-defined-twice", "FM311-indicator-without-use", "FM128-no-manifest"],
)
def test_sarif_fits_the_schema_of_its_standard(name: str, tmp_path: Path) -> None:
    lay_out(BAD / name, tmp_path)
    log = json.loads(checked(tmp_path, "--format", "sarif").stdout)
    assert log["runs"][0]["results"]
    validator = Draft7Validator(json.loads(SARIF_SCHEMA.read_text(encoding="utf-8")))
    assert [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(log)] == []


def test_sarif_tells_related_places_and_fixes(rule_base: Path) -> None:
    spoil(rule_base, RULES_OF, ("at_least: 1", "at_leest: 1"))
    (run_,) = json.loads(checked(rule_base, "--format", "sarif").stdout)["runs"]
    (result,) = run_["results"]
    assert result["level"] == "error"
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "at_least"}
    assert run_["invocations"] == [{"executionSuccessful": False}]
    assert "## Avoid" in run_["tool"]["driver"]["rules"][0]["help"]["markdown"]
    lay_out(BAD / "FM209-finding-defined-twice", rule_base / "twice")
    (run_,) = json.loads(checked(rule_base / "twice", "--format", "sarif").stdout)["runs"]
    assert [one["message"]["text"] for one in run_["results"][0]["relatedLocations"]] == ["it is first defined here"]


def test_explaining_a_code_prints_its_page() -> None:
    for code in CODES:
        result = CliRunner().invoke(cli, ["explain-code", code.lower()])
        assert (result.exit_code, result.stdout.split("\n")[0]) == (0, f"# {code}: {CODES[code]}")
    result = CliRunner().invoke(cli, ["explain-code", "FM1O4"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `FM104`?" in result.stderr


# Mending


def test_what_a_program_can_mend_is_mended_with_comments_and_layout_kept(rule_base: Path) -> None:
    right = (rule_base / RULES_OF).read_bytes().replace(b"\n", b"\r\n")
    (rule_base / RULES_OF).write_bytes(b"\xef\xbb\xbf# a comment \xc3\xa5\r\n" + right)
    before = (rule_base / RULES_OF).read_bytes()
    for correct, wrong in ((b"at_least: 1}", b'"at_leest":  1}  # why'), (b"level: signs", b"level: sings")):
        assert correct in before
        before = before.replace(correct, wrong, 1)
    before = before.replace(b"scene_level, at_least: 3", b"scene_levl, at_least: 03")
    (rule_base / RULES_OF).write_bytes(before)
    subprocess.run(["git", "add", "."], cwd=rule_base, check=True, capture_output=True)
    result = checked(rule_base, "--fix")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == "mended 4 problems in 1 file (FM104: 1, FM109: 1, FM119: 1, FM201: 1)\n"
    expected = before.replace(b'"at_leest":  1}', b"at_least:  1}").replace(b"level: sings", b"level: signs")
    expected = expected.replace(b"scene_levl, at_least: 03", b"scene_level, at_least: 3")
    assert (rule_base / RULES_OF).read_bytes() == expected


@pytest.mark.parametrize(
    ("file", "right", "wrong", "mended"),
    [
        ("knowledge_base/indicators.yaml", "activity_sensitive: false", "activity_sensitive: no", "false"),
        ("knowledge_base/findings.yaml", "name: {sv: ", "name: {sv: No, en: X}\n    x: {sv: ", None),
        (RULES_OF, "sv: Handel förekommer", "sv: No", '"No"'),
        (RULES_OF, "locator: p. 13", "locator: 12:30", '"12:30"'),
        (RULES_OF, "at_least: 3", "at_least: 0x3", "3"),
    ],
)
def test_an_ambiguous_word_is_mended_to_the_only_reading_that_fits(
    file: str, right: str, wrong: str, mended: str | None, rule_base: Path
) -> None:
    if right not in (rule_base / file).read_text(encoding="utf-8"):
        pytest.fail(f"{right} is not in {file}")
    before = spoil(rule_base, file, (right, wrong)).decode()
    result = checked(rule_base, "--fix", "--select", "FM119")
    after = (rule_base / file).read_text(encoding="utf-8")
    if mended is None:
        assert '"No"' in after
        assert result.exit_code == 3
    else:
        word = wrong.rpartition(": ")[2]
        assert after == before.replace(wrong, wrong.replace(word, mended), 1)
        assert result.exit_code == 0, result.stderr


def test_a_word_near_two_names_is_left_alone(rule_base: Path) -> None:
    spoil(rule_base, RULES_OF, ("at_least: 1", "at_lost: 1"))
    before = (rule_base / RULES_OF).read_bytes()
    result = checked(rule_base, "--fix")
    assert result.exit_code == 3
    assert "did you mean" in result.stderr
    assert "there was nothing that a program can mend" in result.stderr
    assert (rule_base / RULES_OF).read_bytes() == before


def test_a_name_that_several_places_use_is_left_alone_since_its_definition_may_be_misspelt(rule_base: Path) -> None:
    spoil(rule_base, "knowledge_base/findings.yaml", ("  open_drug_scene:", "  open_drug_scen:"))
    before = {path: path.read_bytes() for path in rule_base.rglob("*.yaml")}
    result = checked(rule_base, "--fix")
    assert result.exit_code == 3
    assert result.stderr.count("unknown finding `open_drug_scene`") > 1
    assert {path: path.read_bytes() for path in rule_base.rglob("*.yaml")} == before


def test_a_misspelt_key_beside_the_right_one_is_left_alone(rule_base: Path) -> None:
    spoil(rule_base, RULES_OF, ("status: draft", "status: draft\n    statuss: draft"))
    result = checked(rule_base, "--fix")
    assert result.exit_code == 3
    assert "statuss" in (rule_base / RULES_OF).read_text(encoding="utf-8")


def test_only_selected_codes_are_mended(rule_base: Path) -> None:
    spoil(rule_base, RULES_OF, ("at_least: 1", "at_leest: 1"), ("level: signs", "level: sings"))
    checked(rule_base, "--fix", "--select", "FM104")
    text = (rule_base / RULES_OF).read_text(encoding="utf-8")
    assert "at_leest" not in text
    assert "sings" in text


def test_nothing_is_mended_in_a_file_that_git_could_not_give_back(rule_base: Path) -> None:
    spoil(rule_base, RULES_OF, ("at_least: 1", "at_leest: 1"))
    mine = (rule_base / RULES_OF).read_bytes() + b"# mine\n"
    (rule_base / RULES_OF).write_bytes(mine)
    refused = checked(rule_base, "--fix").exception
    assert isinstance(refused, FasmodellError)
    assert [one.code for one in refused.diagnostics] == ["FM140"]
    assert (rule_base / RULES_OF).read_bytes() == mine
    forced = checked(rule_base, "--fix", "--force")
    assert forced.exit_code == 0, forced.stderr
    assert (rule_base / RULES_OF).read_bytes() == mine.replace(b"at_leest", b"at_least")


def test_fixes_are_put_in_by_code_points_and_the_first_of_two_that_overlap_wins() -> None:
    text = "å: 𝒳b\nc: d"
    fixes = [Fix(Span("f", 2, 4, 2, 5), "D"), Fix(Span("f", 1, 4, 1, 6), "x"), Fix(Span("f", 1, 5, 1, 6), "y")]
    assert with_fixes(text, fixes) == "å: x\nc: D"


# Whatever stands in a file

MINIMAL_FILES = {
    path.relative_to(MINIMAL).as_posix(): path.read_text(encoding="utf-8") for path in sorted(MINIMAL.rglob("*.yaml"))
}


@st.composite
def truncated(draw: st.DrawFn, text: str) -> str:
    """A file as an editor may save it while one writes: cut off, or with its last line begun."""
    return text[: draw(st.integers(0, len(text)))] + draw(
        st.sampled_from(["", "\n", ": ", "\n  - ", "{", '"', "\u2028"])
    )


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scratch")
    shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize("mutated", [truncated, None], ids=["cut off", "changed"])
def test_a_half_written_file_never_makes_check_or_fix_fall_over(
    mutated: Callable[[str], st.SearchStrategy[str]] | None, scratch: Path
) -> None:
    @settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(sorted(MINIMAL_FILES)), st.data())
    def check(name: str, data: st.DataObject) -> None:
        whole = MINIMAL_FILES[name]
        text = data.draw(mutated(whole) if mutated else mutated_texts([whole]) | mutated_data([whole]))
        (scratch / name).write_bytes(text.encode())
        try:
            found = check_folders(folders_at(scratch))
            check_formats(found)
            mended = mend(folders_at(scratch), lambda _: True)
            assert bool(mended.rewrites) == bool(mended.mended)
            assert all(one.before == one.path.read_bytes() != one.after for one in mended.rewrites)
        finally:
            (scratch / name).write_bytes(whole.encode())

    check()


def test_the_exit_codes_are_those_of_the_conventions(rule_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def code_of(*words: str) -> int:
        named = ["--rules", str(rule_base / "rules"), "--knowledge", str(rule_base / "knowledge_base"), "check", *words]
        monkeypatch.setattr("sys.argv", ["fasmodell", "--no-cache", *named])
        return run(cli)

    assert code_of() == 0
    spoil(
        rule_base, RULES_OF, ("    numbers: {basis: project_decision, reason: {sv: Vårt val., en: Our choice.}}\n", "")
    )
    assert code_of() == 1
    assert code_of("--ignore", "FM318") == 0
    spoil(rule_base, RULES_OF, ("level: signs", "level: sings"))
    assert code_of() == 3
