"""A local rule base that extends another one: what it extends, and each change with its reason. Frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fasmodell.knowledge import Citation, Text
from fasmodell.scales import Word

if TYPE_CHECKING:
    from fasmodell.diagnostics import Span


class ChangeKind(Word):
    """What a local rule base does with an entry of the one it extends."""

    REPLACED = "replaced"
    SWITCHED_OFF = "switched_off"
    ADDED = "added"


class Change(NamedTuple):
    """
    One change: `section` is the kind of entry in its files' own word (`rules`), `id` empty for a policy.

    `keys` are what was replaced, dotted (`weights.direct.need`). An added entry states its own reason, so that `reason`
    is None, and `source` is its own where it has one. `span` is where the change stands, `before` where the entry
    stands in the rule base that is extended.
    """

    kind: ChangeKind
    section: str
    id: str
    name: Text
    keys: tuple[str, ...]
    reason: Text | None
    source: Citation | None
    span: Span
    before: Span | None


class Overlay(NamedTuple):
    """The rule base that a local one extends, by name, version and digest, and the changes in the order written."""

    name: str
    version: str
    digest: str
    changes: tuple[Change, ...]

    def change_of(self, section: str, name: str) -> Change | None:
        """What was done with an entry; None when nothing was."""
        return next((one for one in self.changes if (one.section, one.id) == (section, name)), None)
