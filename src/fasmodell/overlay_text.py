"""What a local rule base changes in the one it extends, in words and as data."""

from __future__ import annotations

from collections import Counter

from fasmodell import wording as w
from fasmodell.diagnostics import Span
from fasmodell.measure_document import Object, citation_object, names_object
from fasmodell.overlay import Change, ChangeKind, Overlay
from fasmodell.reasons import citation_of
from fasmodell.rule_base import RuleBase
from fasmodell.rules import Manifest, Rule
from fasmodell.scales import Language
from fasmodell.terms import SECTIONS


def overlay_lines(base: RuleBase, language: Language) -> list[str]:
    """The rule base that a local one builds on, then every change with its reason; nothing for a whole one."""
    overlay = base.overlay
    if overlay is None:
        return []
    number = len(overlay.changes)
    count = (w.CHANGE_COUNT if number == 1 else w.CHANGES_COUNT).to(language).format(n=number)
    values = {"name": overlay.name, "version": overlay.version, "digest": overlay.digest[:12], "n": count}
    return [
        w.EXTENDS.to(language).format(**values), *(change_text(base, change, language) for change in overlay.changes)
    ]  # fmt: skip


def change_text(base: RuleBase, change: Change, language: Language) -> str:
    """One change: what was done with what, why, on what ground and where it is written."""
    done = _DONE[change.kind].to(language).format(what=_what(change, language), keys=_keys(change))
    place, before = place_of(change.span), "" if change.before is None else place_of(change.before)
    stands = (w.CHANGE_PLACES if before else w.CHANGE_PLACE).to(language).format(place=place, before=before)
    return " ".join((done, *_grounds(base, change, language), stands))


def section_change(base: RuleBase, section: str, name: str, language: Language) -> str | None:
    """What was changed of an entry, or of a policy (which has no id), in words; None when nothing was."""
    overlay = base.overlay
    change = None if overlay is None else overlay.change_of(section, name)
    return None if change is None else change_text(base, change, language)


def rule_origin(base: RuleBase, rule: Rule, language: Language) -> str | None:
    """That a rule is the local rule base's own or changed by it, with the reason; None when it is neither."""
    overlay = base.overlay
    change = None if overlay is None else overlay.change_of("rules", rule.id)
    if change is None:
        return None
    name = base.rules.manifest.name
    if change.before is None:
        return w.RULE_IS_LOCAL.to(language).format(name=name)
    said = w.RULE_IS_CHANGED.to(language).format(name=name, keys=_keys(change), before=place_of(change.before))
    return " ".join((said, *_grounds(base, change, language)))


def overlay_object(base: RuleBase, language: Language) -> Object | None:
    """The same as data; None for a whole rule base."""
    overlay = base.overlay
    if overlay is None:
        return None
    changes = [_change_object(change, language) for change in overlay.changes]
    return {"name": overlay.name, "version": overlay.version, "digest": overlay.digest, "changes": changes}


def tally(overlay: Overlay, manifest: Manifest) -> str:
    """One line for the authors of a rule base: what extends what, how many changes, and the digest to pin."""
    counts = Counter(change.kind for change in overlay.changes)
    said = ", ".join(f"{counts[kind]} {kind.replace('_', ' ')}" for kind in ChangeKind)
    return (
        f"{manifest.name} {manifest.version} extends {overlay.name} {overlay.version}: {said}; "
        f"digest of what it extends: {overlay.digest}"
    )


def place_of(span: Span) -> str:
    """A place as file and line."""
    return f"{span.file}:{span.line}"


_DONE = {
    ChangeKind.REPLACED: w.CHANGE_REPLACED,
    ChangeKind.SWITCHED_OFF: w.CHANGE_SWITCHED_OFF,
    ChangeKind.ADDED: w.CHANGE_ADDED,
}


def _what(change: Change, language: Language) -> str:
    noun = SECTIONS[change.section].to(language)
    return f"{noun} {change.name.to(language).rstrip('.')} ({change.id})" if change.id else noun


def _keys(change: Change) -> str:
    return ", ".join(change.keys)


def _grounds(base: RuleBase, change: Change, language: Language) -> list[str]:
    reason, source = change.reason, change.source
    found = [] if reason is None else [w.CHANGE_REASON.to(language).format(reason=reason.to(language))]
    return found if source is None else [*found, f"{citation_of(base.knowledge, source, language)}."]


def _change_object(change: Change, language: Language) -> Object:
    return {
        "kind": change.kind.value,
        "section": change.section,
        "id": change.id or None,
        "names": names_object(change.name if change.id else SECTIONS[change.section]),
        "keys": list(change.keys),
        "reason": None if change.reason is None else change.reason.to(language),
        "source": None if change.source is None else citation_object(change.source),
        "place": place_of(change.span),
        "before": None if change.before is None else place_of(change.before),
    }
