"""The one door for the rule base: every file of rules/ and knowledge_base/, with all problems of all files at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from fasmodell.diagnostics import Diagnostics, RuleBaseError, Severity, Span, sort_diagnostics
from fasmodell.knowledge import KnowledgeBase
from fasmodell.knowledge_loader import Entries, KnowledgeReader, Names
from fasmodell.packed import Packed
from fasmodell.place import Place
from fasmodell.resources import RawFile, yaml_files
from fasmodell.rule_loader import read_manifest, read_phase_policy, read_ranking_policy, read_rules, read_thresholds
from fasmodell.rules import RuleSet
from fasmodell.yaml_source import Document, parse_yaml, read_text

_POLICIES = ("phase_policy", "ranking_policy", "manifest")
_LISTS = ("watch", "reference_values")
# What each format may hold besides `format` itself.
FORMATS: dict[str, tuple[str, ...]] = {
    "fasmodell.indicators/1": ("indicators",),
    "fasmodell.reference_values/1": ("reference_values",),
    "fasmodell.findings/1": ("findings",),
    "fasmodell.phases/1": ("phases", "gates", "warnings", "watch"),
    "fasmodell.measures/1": ("theme", "measures"),
    "fasmodell.actors/1": ("actors",),
    "fasmodell.sources/1": ("sources",),
    "fasmodell.rules/1": ("rules",),
    "fasmodell.thresholds/1": ("thresholds",),
    "fasmodell.phase_policy/1": ("points", "margin", "min_topics", "event_topics", "hold_months", "numbers", "source"),
    "fasmodell.ranking_policy/1": (
        "criteria", "weights", "adjustments", "near_tie", "tie_breakers", "numbers", "source",
    ),
    "fasmodell.manifest/1": ("name", "version", "title"),
}  # fmt: skip


@dataclass(slots=True)
class _Files:
    names: Names = field(default_factory=Names)
    policies: dict[str, Place] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    contents: dict[str, object] = field(default_factory=dict)
    found: Diagnostics = field(default_factory=Diagnostics)


class Loaded(NamedTuple):
    """What the files say: knowledge, rules, the digest of their content, and the texts for showing diagnostics."""

    knowledge: KnowledgeBase
    rules: RuleSet
    digest: str
    texts: Mapping[str, str]
    warnings: Diagnostics


def load_files(rules: Path, knowledge: Path, check: Callable[[Loaded, Names], None] | None = None) -> Loaded:
    """
    Load a rule base from its two folders.

    `check` adds further diagnostics to `Loaded.warnings` before it is decided whether there are errors.
    Raises RuleBaseError with every problem of every file, sorted by place.
    """
    files = _Files()
    for folder, label in ((knowledge, "knowledge_base"), (rules, "rules")):
        found = yaml_files(folder, label) if folder.is_dir() else []
        if not found:
            span = Span(str(folder), 1, 1, 1, 1)
            files.found.error("FM101", f"no YAML files in `{folder}`", span, "name a folder with `--rules` or `--knowledge`")
        for raw in found:
            _read_file(raw, files)
    loaded = _read_entries(files)
    if loaded is not None and check is not None:
        check(loaded, files.names)
    errors = [one for one in files.found if one.severity is Severity.error]
    if loaded is None or errors:
        raise RuleBaseError(_message(len(errors)), sort_diagnostics(files.found), files.texts)
    return loaded


def _message(count: int) -> str:
    return f"the rule base has {count} error{'s' if count != 1 else ''}"


def _read_file(raw: RawFile, files: _Files) -> None:
    text, problems = read_text(raw.path, raw.name)
    files.found.extend(problems)
    if text is None:
        return
    files.texts[raw.name] = text
    document, problems = parse_yaml(text, raw.name)
    files.found.extend(problems)
    if document is None:
        return
    files.contents[raw.name] = document.data
    _gather(document, files)


def _gather(document: Document, files: _Files) -> None:
    """Put every entry of a document under its name."""
    top = Place(document, (), document.data, files.found)
    if not isinstance(document.data, Mapping):
        top.error("FM107", "a file must be a mapping that begins with `format: …`")
        return
    format_ = top.at("format")
    if not isinstance(format_.data, str) or format_.data not in FORMATS:
        if format_.data is None:
            top.error("FM106", "missing key `format`", "the first line says what the file is, as `format: fasmodell.rules/1`")
        else:
            format_.unknown("FM108", "format", str(format_.data), FORMATS)
        return
    sections = FORMATS[format_.data]
    for key, place in top.items():
        if key != "format" and key not in sections:
            place.unknown("FM104", "key in this file:", str(key), ("format", *sections), on_key=True)
    policy = format_.data.partition(".")[2].partition("/")[0]
    if policy in _POLICIES:
        _gather_policy(top, policy, files)
        return
    for section in sections:
        if section in _LISTS:
            getattr(files.names, section).extend(top.at(section).elements())
        elif section != "theme":
            _gather_entries(top.at(section), section, files)


def _gather_policy(top: Place, policy: str, files: _Files) -> None:
    if policy in files.policies:
        first = files.policies[policy].document.value_span(("format",))
        files.found.error("FM209", f"a second `{policy}`", top.at("format").span, None, (("the first one", first),))
        return
    content = {key: value for key, value in top.data.items() if key != "format"} if isinstance(top.data, Mapping) else {}
    files.policies[policy] = Place(top.document, (), content, top.found)


def _gather_entries(section: Place, kind: str, files: _Files) -> None:
    entries: Entries = getattr(files.names, kind)
    if section.data is not None and not isinstance(section.data, Mapping):
        section.error("FM107", f"`{kind}` must be a mapping from id to entry")
    stem = Path(section.document.file).stem
    for key, place in section.items():
        name = f"{stem}/{key}" if kind == "rules" else str(key)
        if name in entries:
            related = (("it is first defined here", entries[name].key_span),)
            files.found.error("FM209", f"`{name}` is defined twice", place.key_span, "give one of them another id", related)
        else:
            _check_id(place, str(key), kind)
            entries[name] = place


def _check_id(place: Place, key: str, kind: str) -> None:
    is_kebab = kind in ("rules", "sources", "warnings")
    allowed = "abcdefghijklmnopqrstuvwxyz0123456789" + ("-" if is_kebab else "_")
    if not key or any(letter not in allowed for letter in key):
        style = "words joined by hyphens" if is_kebab else "words joined by underscores"
        place.error("FM110" if not key else "FM132", f"`{key}` is not an id", f"ids are lower-case English {style}", on_key=True)


def _read_entries(files: _Files) -> Loaded | None:
    names = files.names
    thresholds = read_thresholds(names)
    reader = KnowledgeReader(names, thresholds)
    knowledge = reader.read()
    rules = read_rules(names, reader.vocabulary)
    for policy in _POLICIES:
        if policy not in files.policies:
            span = Span("rules", 1, 1, 1, 1)
            files.found.error("FM106", f"no file with `format: fasmodell.{policy}/1`", span)
    if len(files.policies) < len(_POLICIES):
        return None
    phase_policy = read_phase_policy(files.policies["phase_policy"], names)
    ranking_policy = read_ranking_policy(files.policies["ranking_policy"], names)
    manifest = read_manifest(files.policies["manifest"])
    if phase_policy is None or ranking_policy is None or manifest is None:
        return None
    rule_set = RuleSet(Packed(rules), thresholds, phase_policy, ranking_policy, manifest)
    return Loaded(knowledge, rule_set, digest_of(files.contents), files.texts, files.found)


def digest_of(contents: Mapping[str, object]) -> str:
    """SHA-256 over the canonical content of all files: layout and comments do not count."""
    canonical = json.dumps(_canonical(contents), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _canonical(value: object) -> object:
    """The value with mappings as sorted pairs, since JSON would make the key 1 and the key "1" the same."""
    if isinstance(value, Mapping):
        pairs = [[type(key).__name__, str(key), _canonical(inner)] for key, inner in value.items()]
        return sorted(pairs, key=lambda pair: (pair[0], pair[1]))
    return [_canonical(inner) for inner in value] if isinstance(value, list) else value
