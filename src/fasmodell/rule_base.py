"""A rule base made ready to answer: knowledge and rules, compiled into programs, tables and the default engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fasmodell import profile_loader
from fasmodell.cache import Cache
from fasmodell.catalogue import Catalogue, build_catalogue, in_place_conditions, requirement_conditions
from fasmodell.forward_engine import ForwardEngine
from fasmodell.gates import EvidenceRule, evidence_rules
from fasmodell.knowledge import KnowledgeBase
from fasmodell.observed_facts import Tested, tested_by
from fasmodell.overlay import Overlay
from fasmodell.profile import Profile
from fasmodell.program import Program, compile_program
from fasmodell.questions import QuestionTable, build_question_table
from fasmodell.resources import bundled
from fasmodell.rules import RuleSet

if TYPE_CHECKING:
    from fasmodell.loader import Loaded


@dataclass(frozen=True, slots=True)
class RuleBase:
    """
    Everything an assessment needs besides the profile. Frozen, picklable and safe to share between threads.

    `situation` holds stages 1 and 2 (findings, gate evidence, measures in place), `advice` stage 3 and the conditions
    of the catalogue; between them the phase is decided.
    """

    knowledge: KnowledgeBase
    rules: RuleSet
    digest: str
    evidence_rules: tuple[EvidenceRule, ...]
    tested: Tested
    situation: Program
    advice: Program
    situation_engine: ForwardEngine
    advice_engine: ForwardEngine
    catalogue: Catalogue
    questions: QuestionTable
    # What a local rule base extends and changes; None for a whole one.
    overlay: Overlay | None = None

    @property
    def identity(self) -> dict[str, str]:
        """Name, version and digest, as every answer shows them."""
        manifest = self.rules.manifest
        return {"name": manifest.name, "version": manifest.version, "digest": self.digest}


def load_rule_base(
    rules: str | Path | None = None,
    knowledge: str | Path | None = None,
    *,
    base: str | Path | None = None,
    cache: bool = True,
) -> RuleBase:
    """
    Load a rule base: the bundled one, or your own folders of rules and knowledge.

    `base` is the folder of a local rule base, which extends that one by replacing, switching off and adding entries.

    Compiled rule bases are kept in the user's cache folder under a key of every file's content and of this version of
    the library, so that a changed file is always seen; `cache=False` neither reads nor writes there.
    Raises RuleBaseError with every problem of every file.
    """
    rules_folder = bundled("rules") if rules is None else Path(rules)
    knowledge_folder = bundled("knowledge_base") if knowledge is None else Path(knowledge)
    folders = (rules_folder, knowledge_folder, *(() if base is None else (Path(base),)))
    store = Cache.for_folders(*folders) if cache else None
    kept = store.read() if store is not None else None
    if isinstance(kept, RuleBase):
        return kept
    # Reading YAML brings in pydantic; a kept rule base does without.
    from fasmodell.lint import check
    from fasmodell.loader import load_files

    loaded = load_files(rules_folder, knowledge_folder, check, None if base is None else Path(base))
    compiled = compile_rule_base(loaded)
    # A file that changed while it was read may stand in the rule base, but not under the key of what it was.
    if store is not None and store == Cache.for_folders(*folders):
        store.write(compiled)
    return compiled


def load_profile(source: str | Path, base: RuleBase, changes: Mapping[str, str] | None = None) -> Profile:
    """
    Load the profile of an area from a file.

    `changes` replaces observations by values as one would write them in the file, `unknown` among them.
    Raises ProfileError with every problem of the file.
    """
    return parse_profile(profile_loader.text_of(source, str(source)), base, name=str(source), changes=changes)


def parse_profile(
    text: str, base: RuleBase, *, name: str = "<profile>", changes: Mapping[str, str] | None = None
) -> Profile:
    """
    Read the profile of an area from YAML text; `name` is what diagnostics call it.

    Raises ProfileError with every problem of the text.
    """
    return profile_loader.read_profile(text, name, base.knowledge, changes)


def compile_rule_base(loaded: Loaded) -> RuleBase:
    """Compile what the files say into programs and tables."""
    knowledge, rules = loaded.knowledge, loaded.rules
    questions = build_question_table(knowledge, rules)
    situation = compile_program(rules.of_stage(1, 2), in_place_conditions(knowledge), knowledge.findings)
    advice = compile_program(rules.of_stage(3), requirement_conditions(knowledge), ())
    return RuleBase(
        knowledge=knowledge,
        rules=rules,
        digest=loaded.digest,
        evidence_rules=evidence_rules(rules, questions.indicators, knowledge.activity_sensitive),
        tested=tested_by((*situation.given, *advice.given)),
        situation=situation,
        advice=advice,
        situation_engine=ForwardEngine(situation),
        advice_engine=ForwardEngine(advice),
        catalogue=build_catalogue(knowledge, rules),
        questions=questions,
        overlay=loaded.overlay,
    )
