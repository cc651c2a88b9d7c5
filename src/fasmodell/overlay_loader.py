"""From the files of a local rule base to entries that take the place of those it extends, and what was changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from fasmodell.diagnostics import Diagnostics, Span, quote
from fasmodell.form_reader import read_form
from fasmodell.forms import ManifestForm, ReplaceForm, ReplacementForm, SwitchOffForm
from fasmodell.knowledge import Basis, Citation, Level, SourceId, Text
from fasmodell.names import Entries, Names, check_sources, places_below
from fasmodell.overlay import Change, ChangeKind, Overlay
from fasmodell.place import Place
from fasmodell.replacement_loader import keys_replaced, replaced_entry
from fasmodell.version import Version, VersionRange

_POLICIES: Final = ("phase_policy", "ranking_policy", "plan_policy")
_ADDABLE: Final = (
    "rules", "thresholds", "measures", "indicators", "findings", "warnings", "actors", "systems", "early_signs",
    "decision_reasons", "sources",
)  # fmt: skip
# The phases and the gates are worded by their sources, and sources are what they are: those cannot be replaced.
_REPLACEABLE: Final = tuple(ReplaceForm.model_fields)
_LEVELS: Final = tuple(level.value for level in Level)


class LocalFiles(NamedTuple):
    """The files of a local rule base: its manifest, those with changes, and the names of them all."""

    manifest: Place
    changes: tuple[Place, ...]
    files: Collection[str]


def read_overlay(local: LocalFiles, names: Names, base_digest: str) -> Overlay | None:
    """
    Put what a local rule base replaces, switches off and adds into the names of the one it extends.

    Problems are in the diagnostics of the places. Returns what it extends and every change, in the order written; None
    when the manifest does not say.
    """
    extended = _extended(local.manifest, names, base_digest)
    reader = _ChangeReader(names, local.files)
    changes = [change for top in local.changes for change in reader.changes(top)]
    changes += _additions(local, names)
    names.policies["manifest"] = local.manifest
    return None if extended is None else extended._replace(changes=tuple(changes))


def _extended(manifest: Place, names: Names, digest: str) -> Overlay | None:
    """What the manifest says it extends, held against the rule base that is there."""
    # The manifest is read again, and its problems reported, as that of the whole rule base.
    form = read_form(manifest._replace(found=Diagnostics()), ManifestForm)
    base = names.policies.get("manifest")
    if form is None or form.extends is None or base is None or read_form(base, ManifestForm) is None:
        return None
    name, version = str(base.at("name").data), str(base.at("version").data)
    extends, place = form.extends, manifest.at("extends")
    if extends.name == form.name:
        place.at("name").error(
            "FM220", f"the rule base {quote(form.name)} extends itself", f"give it another name than {quote(name)}"
        )
        return None
    if extends.name != name:
        help = "a local rule base extends a whole one, as `--rules` and `--knowledge` may name, never another local one"
        place.at("name").error(
            "FM217", f"this extends {quote(extends.name)}, but the rule base here is {quote(name)}", help
        )
        return None
    wanted, found = VersionRange.read(extends.version), Version.read(version)
    if wanted is None:
        help = "write bounds as `>=0.1.0, <0.2.0`, or one version as `0.1.0`"
        place.at("version").error("FM131", f"{quote(extends.version)} is not a range of versions", help)
    elif found is not None and not wanted.holds(found):
        message = f"this extends {quote(extends.version)} of {quote(name)}, but here is version {version}"
        help = "look at what has changed and run the rule tests, then widen the range"
        place.at("version").error("FM218", message, help)
    if extends.digest not in (None, digest):
        message = f"this extends a {quote(name)} with another content than the one here"
        help = f"look at what has changed and run the rule tests, then write the new digest: {digest}"
        place.at("digest").error("FM219", message, help)
    return Overlay(name, version, digest, ())


def _additions(local: LocalFiles, names: Names) -> Iterator[Change]:
    """Every entry that stands in a file of the local rule base itself."""
    for section in _ADDABLE:
        for name, place in _entries(names, section).items():
            if place.document.file in local.files:
                cited, named = _citation(place.at("source")), _name_of(place, section)
                yield Change(ChangeKind.ADDED, section, name, named, (), None, cited, place.key_span, None)


def _entries(names: Names, section: str) -> Entries:
    entries: Entries = getattr(names, section)
    return entries


def _citation(place: Place) -> Citation | None:
    ref, locator, basis = (place.at(key).data for key in ("ref", "locator", "basis"))
    if isinstance(ref, str) and isinstance(locator, str) and basis in tuple(Basis):
        return Citation(SourceId(ref), locator, Basis(str(basis)))
    return None


def _name_of(place: Place, section: str) -> Text:
    """What an entry is called in both languages; its id where it has no name."""
    key = {"rules": "title", "thresholds": "text", "early_signs": "text", "sources": "title"}.get(section, "name")
    named = place if section in ("warnings", "decision_reasons") else place.at(key)
    if isinstance(named.data, str):
        return Text(named.data, named.data)
    sv, en = named.at("sv").data, named.at("en").data
    return Text(sv, en) if isinstance(sv, str) and isinstance(en, str) else Text(place.key, place.key)


class _ChangeReader:
    """Carries out changes one after the other; `files` are those of the local rule base."""

    def __init__(self, names: Names, files: Collection[str]) -> None:
        self.names = names
        self.files = files
        self.earlier: dict[tuple[str, str], Span] = {}

    def changes(self, top: Place) -> Iterator[Change]:
        """Carry out the changes of one file."""
        for key, section in top.at("replace").items():
            if key in _POLICIES:
                yield from self.replaced(section, str(key), "")
            elif key not in _REPLACEABLE:
                section.unknown_key("`replace`", _REPLACEABLE)
            elif not section.keys:
                section.wrong_kind("must be a mapping from id to what is replaced")
            else:
                for name, place in section.items():
                    yield from self.replaced(place, str(key), str(name))
        for name, place in top.at("switch_off").items():
            yield from self.switched_off(place, str(name))

    def replaced(self, place: Place, section: str, name: str) -> Iterator[Change]:
        check_sources(place, self.names.sources)
        form = read_form(place, ReplacementForm)
        before = self.before(place, section, name)
        if form is None or before is None:
            return
        is_policy = section in _POLICIES
        entry = replaced_entry(section, before, place, form)
        if is_policy:
            self.names.policies[section] = entry
        else:
            _entries(self.names, section)[name] = entry
        named = Text(section, section) if is_policy else _name_of(entry, section)
        keys, span = keys_replaced(form, is_policy), before.at("format").key_span if is_policy else before.key_span
        reason, source = form.reason.text(), form.source.citation()
        yield Change(ChangeKind.REPLACED, section, name, named, keys, reason, source, place.key_span, span)

    def switched_off(self, place: Place, name: str) -> Iterator[Change]:
        check_sources(place, self.names.sources)
        form = read_form(place, SwitchOffForm)
        before = self.before(place, "rules", name)
        if form is None or before is None:
            return
        del self.names.rules[name]
        self.refuse_if_needed(place, name, before)
        reason, source, named = form.reason.text(), form.source.citation(), _name_of(before, "rules")
        span = before.key_span
        yield Change(ChangeKind.SWITCHED_OFF, "rules", name, named, (), reason, source, place.key_span, span)

    def before(self, place: Place, section: str, name: str) -> Place | None:
        """The entry of the extended rule base that a change is about; None, with a report, when there is none."""
        entries = self.names.policies if section in _POLICIES else _entries(self.names, section)
        key = name or section
        earlier = self.earlier.get((section, name))
        if earlier is not None:
            help = "put both into one change"
            related = (("it is first changed here", earlier),)
            place.error("FM223", f"{quote(key)} is changed twice", help, on_key=True, related=related)
            return None
        self.earlier[section, name] = place.key_span
        entry = entries.get(key)
        if entry is None:
            noun = "entry" if name == "" else {"indicators": "indicator"}.get(section, section.removesuffix("s"))
            place.unknown("FM221", noun, key, entries, on_key=True)
        elif entry.document.file in self.files:
            help = "change it where it stands"
            related = (("it stands here", entry.key_span),)
            message = f"{quote(key)} is added by this rule base itself"
            place.error("FM221", message, help, on_key=True, related=related)
            return None
        return entry

    def refuse_if_needed(self, place: Place, name: str, rule: Place) -> None:
        """Report a rule that is switched off although something tests what no other rule concludes."""
        finding, level = rule.at("then", "finding").data, rule.at("then", "level").data
        if not isinstance(finding, str) or level not in _LEVELS:
            return
        reached = max((_rank(other.at("then", "level").data) for other in self.concluding(finding)), default=0)
        for entry in (*self.names.rules.values(), *self.names.measures.values()):
            for part in places_below(entry):
                if part.at("finding").data != finding or "level" in part.keys:
                    continue
                wanted = _rank(part.at("at_least").data) or 1
                if reached < wanted <= _rank(level):
                    message = f"{quote(name)} is switched off, but {quote(_id_of(entry))} needs what it alone concludes"
                    help = "switch that off or replace it too, or replace this rule instead"
                    place.error("FM222", message, help, on_key=True, related=(("it is needed here", part.span),))
                    return

    def concluding(self, finding: str) -> Iterator[Place]:
        return (rule for rule in self.names.rules.values() if rule.at("then", "finding").data == finding)


def _rank(level: object) -> int:
    """1 for the lowest level, rising; 0 for what is none."""
    return _LEVELS.index(str(level)) + 1 if isinstance(level, str) and level in _LEVELS else 0


def _id_of(entry: Place) -> str:
    stem = entry.document.file.rpartition("/")[2].removesuffix(".yaml")
    return f"{stem}/{entry.key}" if entry.path[0] == "rules" else entry.key
