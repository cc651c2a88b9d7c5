"""The folders of `tests/bad/`: what each lays over the minimal rule base, and what is said about it."""

import json
import re
import shutil
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from fasmodell.analysis.assessment_record import not_reproduced
from fasmodell.analysis.comparability import require_comparable
from fasmodell.analysis.comparison import follow
from fasmodell.analysis.decision_file import add_decision
from fasmodell.analysis.decision_text import decisions_told
from fasmodell.analysis.local_decision import Choice, LocalDecision
from fasmodell.analysis.log_file import fault_diagnostics, read_log_file
from fasmodell.analysis.profile_files import in_order, profiles_in, read_profiles, refused_rows
from fasmodell.authoring.checks import MEANING_LINT, Folders, check_folders
from fasmodell.authoring.layout_files import changes_in
from fasmodell.authoring.local_base import write_new_folder
from fasmodell.authoring.mutant_reasons import explained, load_reasons
from fasmodell.authoring.mutants import mutants_of
from fasmodell.authoring.mutation_run import try_mutants
from fasmodell.authoring.rule_test_coverage import missing_in
from fasmodell.authoring.rule_test_loader import load_rule_tests, rule_test_files
from fasmodell.authoring.rule_test_runner import run_tests
from fasmodell.authoring.safe_write import Rewrite, write_safely
from fasmodell.authoring.scaffold import Addition, Target, rewrites_of
from fasmodell.authoring.scaffold_entries import RULES_OPENING
from fasmodell.cli import cli
from fasmodell.diagnostics import Diagnostic, FasmodellError, format_diagnostics
from fasmodell.lint_meaning import check_everything
from fasmodell.loader import Loaded, load_files
from fasmodell.pipeline import recommend
from fasmodell.rule_base import RuleBase, compile_rule_base, load_profile

TESTS = Path(__file__).resolve().parent
MINIMAL = TESTS / "good" / "minimal"
BAD = TESTS / "bad"
FOLDERS = sorted(folder for folder in BAD.iterdir() if folder.is_dir())
# What only asking about every profile finds, and only with Z3.
MEANING = frozenset(f"FM{number}" for number in range(323, 332))
# Not laid over the rule base: the expected text, names of files to take away, files too large to be kept, and files to
# write over, each with what was read of it (null for nothing).
_SPECIAL = ("addition.json", "expected.txt", "init.txt", "layout.txt", "remove.txt", "generate.json", "rewrite.json")


def code_of(folder: Path) -> str:
    """The code that a folder is about."""
    return folder.name.partition("-")[0]


def lay_out(folder: Path, into: Path) -> None:
    """Write the minimal rule base with the files of the folder over it."""
    shutil.copytree(MINIMAL, into, dirs_exist_ok=True)
    remove = folder / "remove.txt"
    for name in remove.read_text(encoding="utf-8").split() if remove.exists() else ():
        (into / name).unlink()
    for path in sorted(folder.rglob("*")):
        target = into / path.relative_to(folder)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        elif path.name not in _SPECIAL:
            target.write_bytes(path.read_bytes())
    generate = folder / "generate.json"
    for name, part in json.loads(generate.read_text(encoding="utf-8")).items() if generate.exists() else ():
        (into / name).write_text(part["before"] + part["repeat"] * part["times"] + part["after"], encoding="utf-8")


def said_about(folder: Path, into: Path) -> str:
    """Lay a folder out, load everything and return all that is said about it as text."""
    lay_out(folder, into)
    texts: dict[str, str] = {}
    try:
        _rewrite(folder, into)
        found = _meaning_of(into, texts) if code_of(folder) in MEANING else _found(into, texts)
    except FasmodellError as error:
        found, texts = error.diagnostics, {**texts, **error.texts}
    name = into / "profile.yaml"
    return format_diagnostics(found, texts).replace(str(name), "profile.yaml").replace(str(into), ".") + "\n"


def _rewrite(folder: Path, into: Path) -> None:
    """Lay out or write over the files that the folder names, as a command of a rule author would."""
    named = folder / "rewrite.json"
    files: dict[str, str | None] = json.loads(named.read_text(encoding="utf-8")) if named.exists() else {}
    new = folder / "init.txt"
    if new.exists():
        write_new_folder(into / new.read_text(encoding="utf-8").strip(), {})
    to_lay_out = folder / "layout.txt"
    changes_in([into / name for name in to_lay_out.read_text(encoding="utf-8").split()] if to_lay_out.exists() else [])
    to_add = folder / "addition.json"
    for name, entry in json.loads(to_add.read_text(encoding="utf-8")).items() if to_add.exists() else ():
        rewrites_of(
            [Addition(into / name, "rules", entry, RULES_OPENING)], Target(into / "rules", into / "knowledge_base")
        )
    for name, before in files.items():
        write_safely([Rewrite(into / name, None if before is None else before.encode(), b"format: new\n")])


def _meaning_of(into: Path, texts: dict[str, str]) -> Iterable[Diagnostic]:
    """Everything that is said about a rule base, with what its rules mean."""
    checked = check_folders(Folders(into / "rules", into / "knowledge_base"), (MEANING_LINT,))
    texts.update(checked.texts)
    return checked.found


def _found(into: Path, texts: dict[str, str]) -> Iterable[Diagnostic]:
    local = into / "local" if (into / "local").exists() else None
    loaded = load_files(into / "rules", into / "knowledge_base", check_everything, local)
    texts.update(loaded.texts)
    profile = into / "profile.yaml"
    if (into / "old.yaml").exists():
        return _compared(into, texts)
    if (into / "log.jsonl").exists():
        return _logged(into / "log.jsonl", (into / "reproduce.txt").exists())
    if (into / "decisions.yaml").exists():
        return _decided(into, texts)
    if (into / "batch.json").exists():
        _batch(into)
    if (into / "command.json").exists():
        return _commanded(into)
    if (into / "area.txt").exists():
        in_order(profiles_in(into, minimal_base()), (into / "area.txt").read_text(encoding="utf-8"))
    if profile.exists():
        if profile.is_file():
            texts[str(profile)] = profile.read_text(encoding="utf-8", errors="replace")
        return load_profile(profile, minimal_base()).warnings
    return _rule_tests_found(into, loaded)


def _rule_tests_found(into: Path, loaded: Loaded) -> Iterable[Diagnostic]:
    tests = rule_test_files(into / "rules")
    if (into / "reasons.yaml").exists():
        base = compile_rule_base(loaded)
        mutants = mutants_of(base.rules, base.knowledge, files={"rules/1-findings/open-drug-scene.yaml"})
        tried = try_mutants(base, load_rule_tests(tests, base), mutants)
        explained(tried, load_reasons(into / "reasons.yaml"), {mutant.id for mutant in mutants})
    elif tests:
        base = compile_rule_base(loaded)
        results = run_tests(load_rule_tests(tests, base), base)
        return missing_in(base, results, {result.tests.rule_file for result in results})
    return loaded.warnings


def _batch(into: Path) -> None:
    """Answer the table that the folder names, as `fasmodell batch` would."""
    from fasmodell.batch.answer_columns import Wanted
    from fasmodell.batch.run import Job, run_batch

    asked = json.loads((into / "batch.json").read_text(encoding="utf-8"))
    job = Job(into / asked["source"], into / asked["target"], Wanted(("phase",)), tuple(asked.get("keep", ())))
    run_batch(job, minimal_base(), resume=asked.get("resume", False))


def _commanded(into: Path) -> Iterable[Diagnostic]:
    """What is said when the command line is given the words that the folder names; `./` is the folder."""
    words = json.loads((into / "command.json").read_text(encoding="utf-8"))
    folders = ["--rules", str(into / "rules"), "--knowledge", str(into / "knowledge_base"), "--no-cache"]
    given = [str(into / word[2:]) if word.startswith("./") else word for word in words]
    cli.main([*folders, *given], standalone_mode=False)
    return ()


def _compared(into: Path, texts: dict[str, str]) -> Iterable[Diagnostic]:
    """What is said when the profile is compared with the older one beside it."""
    files = read_profiles([str(into / "old.yaml"), str(into / "profile.yaml")], minimal_base())
    texts.update({one.name: one.text for one in files})
    require_comparable([(one.name, one.profile) for one in files], texts)
    return refused_rows(follow([one.profile for one in files], minimal_base()))


def _decided(into: Path, texts: dict[str, str]) -> Iterable[Diagnostic]:
    """What is said of decisions beside the answer, or of adding one where the folder asks for it."""
    base, path = minimal_base(), into / "decisions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("DIGEST", base.digest), encoding="utf-8")
    answer = recommend(load_profile(into / "profile.yaml", base), base)
    if (into / "add.txt").exists():
        measure = next(iter(base.knowledge.measures))
        at = date(2026, 4, 10)
        one = LocalDecision(measure, Choice.CHOOSE, "local_knowledge", None, None, at, None, None)
        add_decision(path, answer.profile.area.name, one, base.knowledge)
    told = decisions_told(into / "profile.yaml", path, answer, base, "en")
    texts.update({} if told is None else told.texts)
    return () if told is None else told.warnings


def _logged(path: Path, is_reproduced: bool) -> Iterable[Diagnostic]:
    """What is said of a log, or of working its first entry out again."""
    read = read_log_file(path)
    if not is_reproduced:
        return fault_diagnostics(path, read)
    line, entry = read.entries[0]
    return filter(None, [not_reproduced(path, line, entry, minimal_base())])


@cache
def minimal_base() -> RuleBase:
    """The minimal rule base, compiled."""
    return compile_rule_base(loaded_minimal())


def loaded_minimal() -> Loaded:
    """The minimal rule base, loaded and checked."""
    return load_files(MINIMAL / "rules", MINIMAL / "knowledge_base", check_everything)


def codes_in(text: str) -> set[str]:
    """The codes of the problems in a text."""
    return set(re.findall(r"(?:error|warning)\[(FM\d{3})\]", text))
