"""The command line: results on stdout, everything else on stderr, exit codes, help whose examples run."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Command, Context

from fasmodell.cli import cli
from fasmodell.cli_commands import Commands
from fasmodell.cli_failures import run as run_command
from fasmodell.durable_engine import is_available
from in_a_process import run_apart
from in_process import run

ROOT = Path(__file__).resolve().parent.parent
BJORKDALEN = "examples/bjorkdalen.yaml"
VERBS = [
    "",
    "recommend",
    "phase",
    "compare",
    "track",
    "profile",
    "profile new",
    "profile check",
    "ask",
    "why-not",
    "what-if",
    "path",
    "plan",
    "workshop",
    "check",
    "explain-code",
    "schema",
    "test",
    "stability",
    "new-rule",
    "new-indicator",
    "new-measure",
    "mutate",
    "prove",
    "fmt",
    "graph",
    "kb",
    "kb list",
    "kb show",
    "diff",
]


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_every_verb_has_an_example_that_runs(verb: str) -> None:
    shown = run(*verb.split(), "--help", COLUMNS="200")
    assert shown.returncode == 0
    example = re.search(r"Example: fasmodell (.+)", shown.stdout)
    assert example, shown.stdout
    words = example.group(1).split(" > ")[0].replace("profile.yaml", BJORKDALEN).split()
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert "Traceback" not in done.stderr


def test_the_help_lists_every_command_once_on_one_line_with_its_example_whole() -> None:
    listed = [name for commands in Commands.sections.values() for name in commands]
    assert sorted(listed) == sorted(cli.list_commands(Context(cli)))
    lines = run("--help", COLUMNS="80").stdout.splitlines()
    for commands in Commands.sections.values():
        for name, said in commands.items():
            assert any(line.split() == [name, *said.split()] for line in lines), name
    for name in listed:
        example = re.search(r"Example: (.+)", run(name, "--help", COLUMNS="200").stdout)
        assert example
        assert example.group() in run(name, "--help", COLUMNS="80").stdout, name


def test_swedish_is_the_default_and_can_be_chosen_away() -> None:
    assert "Nu" in run("recommend", BJORKDALEN).stdout
    assert run("recommend", BJORKDALEN).stdout == run("recommend", BJORKDALEN, "--lang", "sv").stdout
    english = run("recommend", BJORKDALEN, "--lang", "en").stdout
    assert run("recommend", BJORKDALEN, FASMODELL_LANG="en").stdout == english != run("recommend", BJORKDALEN).stdout


def test_a_profile_can_come_on_standard_input() -> None:
    text = (ROOT / BJORKDALEN).read_text(encoding="utf-8")
    from_stdin, from_file = run("recommend", "-", stdin=text), run("recommend", BJORKDALEN)
    assert from_stdin.stdout == from_file.stdout


def test_set_changes_an_observation_and_can_make_it_unknown() -> None:
    changed = run("phase", BJORKDALEN, "--format", "json")
    assert json.loads(changed.stdout)["phase"]["phase"] == 1
    words = ["recommend", "examples/kvarnangen.yaml", "--format", "json"]
    before = json.loads(run(*words).stdout)
    after = json.loads(run(*words, "--set", "policing_difficulty_level=3", "--set", "services_closed_level=3").stdout)
    assert (before["phase"]["phase"], after["phase"]["phase"]) == (None, 1)
    unknown = run("recommend", BJORKDALEN, "--set", "silence_level=unknown", "--format", "json")
    assert "indicator:silence_level" not in json.loads(unknown.stdout)["trace"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["recommend"], 2, "Missing argument"),
        (["recommend", BJORKDALEN, "--why", "neighborhood_watch"], 2, "did you mean `neighbourhood_watch`?"),
        (["recommend", BJORKDALEN, "--set", "silence_level"], 2, "indicator=value"),
        (["recommend", BJORKDALEN, "--set", "silence_levl=2"], 4, "did you mean `silence_level`?"),
        (["recommend", BJORKDALEN, "--set", "silence_level=7"], 4, "between 0 and 3"),
        (["recommend", "no-such-file.yaml"], 4, "no such file"),
        (["kb", "show", "neighbourhood_wach"], 2, "did you mean `neighbourhood_watch`?"),
        (["--rules", "no-such-folder", "recommend", BJORKDALEN], 3, "no-such-folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_failures_have_their_exit_code_and_leave_stdout_empty(words: list[str], code: int, said: str) -> None:
    done = run(*words)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("module", "extra"), [("openpyxl", "batch"), ("z3", "smt"), ("ortools.sat", "plan")])
def test_a_part_of_an_extra_that_is_missing_is_told_with_how_to_install_it(
    module: str, extra: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def needy() -> None:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    monkeypatch.setattr(sys, "argv", ["fasmodell"])
    assert run_command(Command("needy", callback=needy)) == 1
    assert f"pip install 'fasmodell[{extra}]'" in capsys.readouterr().err


def test_an_internal_error_is_70_says_how_to_report_it_and_shows_no_traceback() -> None:
    code = "import fasmodell.cli as c, sys; c.load_rule_base = lambda *a, **k: 1 / 0; "
    code += f"sys.argv = ['fasmodell', 'phase', '{BJORKDALEN}']; sys.exit(c.main())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert "internal error: ZeroDivisionError" in done.stderr
    assert "report" in done.stderr
    assert "Traceback" not in done.stderr


def test_same_input_same_bytes_whatever_the_surroundings() -> None:
    words = ["recommend", BJORKDALEN, "--format", "json"]
    outputs = {
        run_apart(*words, PYTHONHASHSEED=seed, TZ=zone, LC_ALL=locale).stdout
        for seed, zone, locale in (
            ("0", "UTC", "C"),
            ("1", "Asia/Tokyo", "sv_SE.UTF-8"),
            ("42", "America/New_York", "C.UTF-8"),
        )
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("columns", ["60", "100"])
def test_answers_fit_the_terminal(columns: str) -> None:
    for line in run("recommend", BJORKDALEN, COLUMNS=columns).stdout.splitlines():
        assert len(line) <= int(columns) or " " not in line.strip(), line


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m fasmodell recommend {BJORKDALEN} --format json | head -c 10"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_new_profile_is_a_valid_profile() -> None:
    for words in (["--lang", "sv"], ["--lang", "en", "--all"]):
        template = run("profile", "new", *words).stdout
        assert "unknown" in template
        checked = run("recommend", "-", "--format", "json", stdin=template)
        assert checked.returncode == 0, checked.stderr
        assert json.loads(checked.stdout)["phase"]["candidates"] == [1, 2, 3]


def test_warnings_go_to_stderr_with_their_place() -> None:
    done = run("profile", "check", "examples/strandvik.yaml")
    assert done.returncode == 0
    assert "examples/strandvik.yaml:12:18: warning[FM412]" in done.stderr


@pytest.mark.parametrize("name", ["neighbourhood_watch", "E1", "open_drug_scene", "silence_level", "police", "seed"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_of_entry_can_be_shown(name: str, language: str) -> None:
    done = run("kb", "show", name, "--lang", language, COLUMNS="60")
    assert done.returncode == 0, done.stderr
    assert "None" not in done.stdout
    assert all(len(line) <= 60 or " " not in line.strip() for line in done.stdout.splitlines())


@pytest.mark.parametrize("words", [["--verify"], ["--engine", "durable"], ["--engine", "durable", "--verify"]])
def test_a_second_opinion_gives_the_same_answer_or_says_what_is_missing(words: list[str]) -> None:
    plain = run("recommend", BJORKDALEN)
    done = run("recommend", BJORKDALEN, *words)
    if is_available():
        assert (done.returncode, done.stdout, done.stderr) == (0, plain.stdout, "")
    elif "--engine" in words:
        assert done.returncode == 1
        assert done.stdout == ""
        assert "pip install 'fasmodell[durable]'" in done.stderr
    else:
        assert (done.returncode, done.stdout) == (0, plain.stdout)
        assert len(done.stderr.splitlines()) == 1
        assert "pip install 'fasmodell[durable]'" in done.stderr
