"""The one door for the rule base: every file of rules/ and knowledge_base/, with all problems of all files at once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Container, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from fasmodell.diagnostics import Diagnostics, RuleBaseError, Severity, Span, quote, sort_diagnostics
from fasmodell.knowledge import KnowledgeBase
from fasmodell.knowledge_loader import KnowledgeReader
from fasmodell.names import KEBAB, SNAKE, Entries, Names
from fasmodell.overlay import Overlay
from fasmodell.overlay_loader import LocalFiles, read_overlay
from fasmodell.packed import Packed
from fasmodell.place import Place
from fasmodell.plan_policy_loader import read_plan_policy
from fasmodell.resources import RawFile, local_files, local_name, yaml_files
from fasmodell.rule_loader import read_manifest, read_phase_policy, read_ranking_policy, read_rules, read_thresholds
from fasmodell.rules import RuleSet
from fasmodell.yaml_source import Document, Read, parse_yaml, read_text

_NEEDED = ("phase_policy", "ranking_policy", "manifest")
POLICIES = (*_NEEDED, "plan_policy")
LISTS = ("watch", "reference_values")
_KEY = re.compile(r"""^\s*["']?([\w-]+)["']?\s*:""", re.MULTILINE)
# What each format may hold besides `format` itself.
FORMATS: dict[str, tuple[str, ...]] = {
    "fasmodell.indicators/1": ("indicators",),
    "fasmodell.reference_values/1": ("reference_values",),
    "fasmodell.findings/1": ("findings",),
    "fasmodell.phases/1": ("phases", "gates", "warnings", "watch"),
    "fasmodell.measures/1": ("theme", "measures"),
    "fasmodell.systems/1": ("systems",),
    "fasmodell.early_signs/1": ("early_signs",),
    "fasmodell.decision_reasons/1": ("decision_reasons",),
    "fasmodell.actors/1": ("actors",),
    "fasmodell.sources/1": ("sources",),
    "fasmodell.rules/1": ("rules",),
    "fasmodell.thresholds/1": ("thresholds",),
    "fasmodell.phase_policy/1": ("points", "margin", "min_topics", "event_topics", "hold_months", "numbers", "source"),
    "fasmodell.ranking_policy/1": (
        "criteria", "weights", "adjustments", "near_tie", "tie_breakers", "numbers", "source",
    ),
    "fasmodell.plan_policy/1": (
        "quarter_months", "horizon_months", "at_once", "introduction_quarters", "effect_months", "follow_up_months",
        "urgency", "presence", "numbers", "source",
    ),
    "fasmodell.manifest/1": ("name", "version", "title", "extends"),
    "fasmodell.changes/1": ("replace", "switch_off"),
}  # fmt: skip


@dataclass(slots=True)
class _Local:
    """What was found in the folder of a local rule base so far, and the digest of the one it extends."""

    base_digest: str
    files: set[str] = field(default_factory=set)
    manifest: Place | None = None
    changes: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class _Files:
    """What the files hold so far. `unread` are the texts that could not be used, `is_blind` that some have no text."""

    names: Names = field(default_factory=Names)
    texts: dict[str, str] = field(default_factory=dict)
    contents: dict[str, object] = field(default_factory=dict)
    found: Diagnostics = field(default_factory=Diagnostics)
    unread: list[str] = field(default_factory=list)
    is_blind: bool = False
    local: _Local | None = None

    def may_hold(self, words: str) -> bool:
        """True when some words may stand in a file that could not be used."""
        return self.is_blind or any(words in text for text in self.unread)

    def names_not_read(self, others: AbstractSet[str] = frozenset()) -> Container[str]:
        """Names whose definition could not be used, others among them; nothing is said of references to them."""
        if self.is_blind:
            return _Everything()
        return {name for text in self.unread for name in _KEY.findall(text)} | others


class _Everything:
    def __contains__(self, _: object) -> bool:
        return True


class Loaded(NamedTuple):
    """
    What the files say: knowledge, rules, the digest of their content, and the texts for showing diagnostics.

    `overlay` is what a local rule base extends and changes; None for a whole one.
    """

    knowledge: KnowledgeBase
    rules: RuleSet
    digest: str
    texts: Mapping[str, str]
    warnings: Diagnostics
    overlay: Overlay | None = None


def load_files(
    rules: Path,
    knowledge: Path,
    check: Callable[[Loaded, Names], None] | None = None,
    local: Path | None = None,
    read: Read = read_text,
) -> Loaded:
    """
    Load a rule base from its two folders, and over it a local one from the folder `local`.

    `check` adds further diagnostics to `Loaded.warnings` before it is decided whether there are errors. `read` gives
    the text of a file, for texts that are not saved yet.
    Raises RuleBaseError with every problem of every file, sorted by place.
    """
    files = _Files()
    for folder, label in ((knowledge, "knowledge_base"), (rules, "rules")):
        _read_folder(folder, label, files, read)
    if local is not None:
        _read_local(local, files, read)
    loaded = _read_entries(files)
    if loaded is not None and check is not None:
        check(loaded, files.names)
    count = sum(one.severity is Severity.error for one in files.found)
    if loaded is None or count:
        message = f"the rule base has {count} error{'s' if count != 1 else ''}"
        raise RuleBaseError(message, sort_diagnostics(files.found), files.texts)
    return loaded


def _read_folder(folder: Path, label: str, files: _Files, read: Read) -> None:
    raw_files = yaml_files(folder, label) if folder.is_dir() else []
    span = Span(str(folder), 1, 1, 1, 1)
    if not folder.is_dir():
        reason = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        files.found.error("FM101", reason, span)
        files.is_blind = True
    elif not raw_files:
        help = "name a folder of rules with `--rules`, and one of knowledge with `--knowledge`"
        files.found.error("FM128", "there is no YAML file in this folder", span, help)
        files.is_blind = True
    for raw in raw_files:
        _read_file(raw, files, read)


def _read_local(folder: Path, files: _Files, read: Read) -> None:
    """Read the folder of a local rule base; in the digest its files stand under `local`, whatever it is called."""
    label = local_name(folder)
    files.local = local = _Local(digest_of(files.contents))
    raw_files = local_files(folder, label) if folder.is_dir() else []
    local.files.update(raw.name for raw in raw_files)
    for raw in raw_files:
        _read_file(raw, files, read)
        if raw.name in files.contents:
            files.contents[f"local/{raw.name.removeprefix(f'{label}/')}"] = files.contents.pop(raw.name)
    if not folder.is_dir():
        reason = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        files.found.error("FM101", reason, Span(str(folder), 1, 1, 1, 1))
    elif local.manifest is None and not files.may_hold("fasmodell.manifest/1"):
        help = "write one that says what it `extends`; `fasmodell init` starts such a folder"
        message = "there is no file with `format: fasmodell.manifest/1` in this folder"
        files.found.error("FM128", message, Span(label, 1, 1, 1, 1), help)


def _read_file(raw: RawFile, files: _Files, read: Read) -> None:
    if raw.path.suffix != ".yaml":
        message = f"files that end in {quote(raw.path.suffix)} are not read"
        files.found.error("FM130", message, Span(raw.name, 1, 1, 1, 1), "let its name end in `.yaml`")
        return
    text, problems = read(raw.path, raw.name)
    files.found.extend(problems)
    if text is None:
        files.is_blind = True
        return
    files.texts[raw.name] = text
    document, problems = parse_yaml(text, raw.name)
    files.found.extend(problems)
    if document is None or not _gather(document, files):
        files.unread.append(text)
    else:
        files.contents[raw.name] = document.data


def _gather(document: Document, files: _Files) -> bool:
    """Put every entry of a document under its name; False when it does not say what it is."""
    top = Place(document, (), document.data, files.found)
    if not isinstance(document.data, Mapping):
        top.wrong("a file must be a mapping that begins with `format: …`")
        return False
    format_ = top.at("format")
    if format_.data is None:
        top.missing("format", "a file", "the first line says what the file is, as `format: fasmodell.rules/1`")
        return False
    if not isinstance(format_.data, str) or format_.data not in FORMATS:
        format_.unknown("FM108", "format", str(format_.data), FORMATS)
        return False
    sections = FORMATS[format_.data]
    noun = f"a file with `format: {format_.data}`"
    meant = top.unknown_keys(noun, ("format", *sections))
    policy = format_.data.partition(".")[2].partition("/")[0]
    if policy in ("manifest", "changes") and _gather_local(top, policy, files):
        return True
    if policy in POLICIES:
        _gather_policy(top, policy, files.names)
        return True
    entries = [section for section in sections if section != "theme"]
    if not meant.union(top.keys).intersection(entries):
        top.missing(entries[0], noun)
    for section in sections:
        if section in LISTS:
            _gather_list(top.at(section), section, files.names)
        elif section != "theme":
            _gather_entries(top.at(section), section, files)
    return True


def _gather_local(top: Place, kind: str, files: _Files) -> bool:
    """Keep the manifest or the changes of a local rule base; False for the manifest of a whole one."""
    local = files.local
    if local is None:
        if kind == "manifest" and "extends" not in top.keys:
            return False
        place = top.at("extends" if kind == "manifest" else "format")
        message = "this is a part of a local rule base, in the folder of a whole one"
        place.error("FM132", message, "name the folder of a local rule base with `--base`", on_key=kind == "manifest")
        return kind != "manifest"
    if kind == "changes":
        local.changes.append(top)
    elif local.manifest is not None:
        related = (("the first one", local.manifest.document.value_span(("format",))),)
        top.at("format").error("FM214", "a second file with `format: fasmodell.manifest/1`", related=related)
    else:
        local.manifest = _policy_content(top)
        if "extends" not in top.keys:
            help = "a whole rule base is named with `--rules` and `--knowledge` instead"
            top.at("name").error(
                "FM133", "the manifest of a local rule base must say what it `extends`", help, on_key=True
            )
    return True


def _policy_content(top: Place) -> Place:
    """A file without its first line."""
    content = {key: inner.data for key, inner in top.items() if key != "format"}
    return Place(top.document, (), content, top.found)


def _gather_policy(top: Place, policy: str, names: Names) -> None:
    if policy in names.policies:
        related = (("the first one", names.policies[policy].document.value_span(("format",))),)
        top.at("format").error("FM214", f"a second file with `format: fasmodell.{policy}/1`", related=related)
        return
    names.policies[policy] = _policy_content(top)


def _gather_list(section: Place, kind: str, names: Names) -> None:
    if section.data is not None and not isinstance(section.data, list):
        section.wrong_kind("must be a list")
    getattr(names, kind).extend(section.elements())


def _gather_entries(section: Place, kind: str, files: _Files) -> None:
    entries: Entries = getattr(files.names, kind)
    local = frozenset() if files.local is None else files.local.files
    if section.data is not None and not isinstance(section.data, Mapping):
        section.wrong_kind("must be a mapping from id to entry")
    stem = Path(section.document.file).stem
    if kind == "rules" and not KEBAB.fullmatch(stem):
        help = "rules are named after their file: give it a name of lower-case words joined by hyphens"
        section.error("FM123", f"{quote(stem)} cannot begin the id of a rule", help, on_key=True)
    for key, place in section.items():
        name = f"{stem}/{key}" if kind == "rules" else str(key)
        if name in entries and section.document.file in local and entries[name].document.file not in local:
            related = (("it is defined here", entries[name].key_span),)
            help = "replace it in a file with `format: fasmodell.changes/1`, or give this one another id"
            message = f"{quote(name)} is in the rule base that is extended already"
            place.error("FM216", message, help, on_key=True, related=related)
        elif name in entries:
            related = (("it is first defined here", entries[name].key_span),)
            help = "give one of them another id"
            place.error("FM209", f"{quote(name)} is defined twice", help, on_key=True, related=related)
        else:
            _check_id(place, str(key), kind)
            entries[name] = place


def is_hyphenated(kind: str) -> bool:
    """True for the sections whose ids are words joined by hyphens; in all others they are joined by underscores."""
    return kind in ("rules", "sources", "warnings")


def _check_id(place: Place, key: str, kind: str) -> None:
    if kind != "phases" and not (KEBAB if is_hyphenated(kind) else SNAKE).fullmatch(key):
        help = f"ids are lower-case English words joined by {'hyphens' if is_hyphenated(kind) else 'underscores'}"
        place.error("FM123", f"{quote(key)} is not an id", help, on_key=True)


def _read_entries(files: _Files) -> Loaded | None:
    names = files.names
    files.found.unread = files.names_not_read()
    overlay = None
    if files.local is not None and files.local.manifest is not None:
        local = LocalFiles(files.local.manifest, tuple(files.local.changes), files.local.files)
        overlay = read_overlay(local, names, files.local.base_digest)
    thresholds = read_thresholds(names)
    files.found.unread = files.names_not_read(names.thresholds.keys() - thresholds.keys())
    reader = KnowledgeReader(names, thresholds)
    knowledge = reader.read()
    rules = read_rules(names, reader.vocabulary)
    for policy in _NEEDED:
        if policy not in names.policies and not files.may_hold(f"fasmodell.{policy}/1"):
            span = Span("rules", 1, 1, 1, 1)
            files.found.error("FM128", f"there is no file with `format: fasmodell.{policy}/1`", span)
    if not names.policies.keys() >= set(_NEEDED):
        return None
    phase_policy = read_phase_policy(names.policies["phase_policy"], names)
    ranking_policy = read_ranking_policy(names.policies["ranking_policy"], names)
    manifest = read_manifest(names.policies["manifest"])
    plan = names.policies.get("plan_policy")
    plan_policy = None if plan is None else read_plan_policy(plan, names, reader.vocabulary)
    if phase_policy is None or ranking_policy is None or manifest is None:
        return None
    rule_set = RuleSet(Packed(rules), thresholds, phase_policy, ranking_policy, manifest, plan_policy)
    return Loaded(knowledge, rule_set, digest_of(files.contents), files.texts, files.found, overlay)


def digest_of(contents: Mapping[str, object]) -> str:
    """SHA-256 over the canonical content of all files: layout and comments do not count."""
    canonical = json.dumps(_canonical(contents), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode(errors="surrogatepass")).hexdigest()


def _canonical(value: object) -> object:
    """The value with mappings as sorted pairs, since JSON would make the key 1 and the key "1" the same."""
    if isinstance(value, Mapping):
        pairs = [[type(key).__name__, str(key), _canonical(inner)] for key, inner in value.items()]
        return sorted(pairs, key=lambda pair: (pair[0], pair[1]))
    return [_canonical(inner) for inner in value] if isinstance(value, list) else value
