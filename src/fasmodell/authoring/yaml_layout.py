"""From the tree of a YAML file to the one text that is its layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile
from typing import Final

from fasmodell.authoring.key_order import Flow, Kind, kind_of_file
from fasmodell.authoring.yaml_tree import AT_MARGIN, Collection, Entry, Line, Node, Scalar, Tree
from fasmodell.authoring.yaml_words import folded_text, literal_text, written_key, written_value
from fasmodell.yaml_source import Plain

WIDTH: Final = 120
_STEP: Final = 2
# Longer values of a list stand on a line each.
_LONGEST_WORD: Final = 60


def laid_out(tree: Tree, data: Plain) -> str:
    """Write a tree in its one layout; `data` is what the file means, which says of what kind it is."""
    kind = kind_of_file(data)
    lines = _indented(tree.header, 0)
    if isinstance(tree.root, Collection) and tree.root.entries:
        # An empty line below the comments at the head is kept, and goes nowhere else when keys change places.
        first = tree.root.entries[0].above
        lines += [first.pop(0)] if first[:1] == [""] else []
        lines += _entries(tree.root, kind, 0)
    else:
        lines += _alone(tree.root)
    lines += _indented(tree.footer, 0)
    return "\n".join(_without_needless_blanks(lines)) + "\n"


def _alone(node: Node) -> list[Line]:
    """A file that is one value."""
    if isinstance(node, Collection):
        return ["{}" if node.is_mapping else "[]"]
    return _entry_lines("", node, Kind(), _STEP, "")


def _entries(collection: Collection, kind: Kind, indent: int) -> list[Line]:
    """The entries of a mapping or list, each on lines of its own."""
    lines: list[Line] = []
    for position, entry in enumerate(_ordered(collection, kind)):
        inner = kind.under(entry.key) if entry.key is not None else kind.items or kind
        written = _entry(entry, inner, indent)
        if kind.apart and position and written[0]:
            lines.append("")
        lines += written
    return [*lines, *_indented(collection.below, indent)]


def _ordered(collection: Collection, kind: Kind) -> list[Entry]:
    rank = {key: position for position, key in enumerate(kind.keys)}
    if not collection.is_mapping:
        return collection.entries
    return sorted(collection.entries, key=lambda entry: rank.get(str(entry.key), len(rank)))


def _entry(entry: Entry, kind: Kind, indent: int) -> list[Line]:
    """The lines of one entry, with its comments."""
    head = "-" if entry.key is None else f"{written_key(entry.key)}:"
    above, beside = list(entry.above), list(entry.beside)
    node = entry.node
    in_block = isinstance(node, Collection) and _in_one_line(node, kind, WIDTH - indent - len(head) - 1) is None
    if len(beside) > 1 or (in_block and entry.key is None):
        kept = [] if in_block and entry.key is None else beside[-1:]
        above += beside[: len(beside) - len(kept)]
        beside = kept
    comment = f"  {beside[0]}" if beside else ""
    lines = _entry_lines(" " * indent + head, node, kind, indent + _STEP, comment)
    if in_block and entry.key is None:
        first = next(position for position, line in enumerate(lines[1:], 1) if line and line.lstrip()[0] != "#")
        above += [line.strip() for line in lines[1:first]]
        lines = [" " * indent + "- " + lines[first].lstrip(), *lines[first + 1 :]]
    return [*_indented(above, indent), *lines]


def _entry_lines(head: str, node: Node, kind: Kind, indent: int, comment: str) -> list[Line]:
    """What follows the head of an entry: on its line where it fits, otherwise on the lines below."""
    space = " " if head else ""
    if isinstance(node, Scalar):
        return _scalar_lines(head, space, node, indent, comment)
    in_line = _in_one_line(node, kind, WIDTH - len(head) - 1)
    if in_line is not None:
        return [f"{head}{space}{in_line}{comment}"]
    words = _words(node)
    if words:
        return [f"{head}{comment}", *_filled(words, indent)]
    return [f"{head}{comment}", *_without_blank_first(_entries(node, kind, indent))]


def _scalar_lines(head: str, space: str, scalar: Scalar, indent: int, comment: str) -> list[Line]:
    value = scalar.value
    in_line = written_value(scalar, in_brackets=False)
    if isinstance(value, str) and "\n" in value and (lines := literal_text(value)) is not None:
        sign = "|" if value.endswith("\n") else "|-"
        return [f"{head}{space}{sign}{comment}", *_indented(lines, indent)]
    if isinstance(value, str) and len(head) + 1 + len(in_line) > WIDTH:
        folded = folded_text(value, WIDTH - indent)
        if folded is not None:
            return [f"{head}{space}>-{comment}", *_indented(folded, indent)]
    return [f"{head}{space if in_line else ''}{in_line}{comment}"]


def _in_one_line(node: Collection, kind: Kind, room: int) -> str | None:
    """A mapping or list in brackets, where it may stand so and fits."""
    if not node.entries:
        return "{}" if node.is_mapping else "[]"
    if not _may_flow(node, kind):
        return None
    text = _flow(node, kind)
    return text if len(text) <= room else None


def _may_flow(node: Node, kind: Kind) -> bool:
    """Whether a value may stand in brackets: no comments inside, and no more inside than its kind allows."""
    if isinstance(node, Scalar):
        return not (isinstance(node.value, str) and "\n" in node.value)
    if kind.flow is Flow.NEVER or node.below:
        return False
    for entry in node.entries:
        if any(line for line in entry.above) or entry.beside:
            return False
        inner = kind.under(entry.key) if entry.key is not None else kind.items or kind
        holds = entry.node if isinstance(entry.node, Collection) and entry.node.entries else None
        if holds is not None and holds.is_mapping and kind.flow < (Flow.MAPPINGS if node.is_mapping else Flow.ANYTHING):
            return False
        if holds is not None and not holds.is_mapping and not node.is_mapping:
            return False
        if not _may_flow(entry.node, inner):
            return False
    return True


def _flow(node: Node, kind: Kind) -> str:
    if isinstance(node, Scalar):
        return written_value(node, in_brackets=True)
    if not node.is_mapping:
        return f"[{', '.join(_flow(entry.node, kind.items or kind) for entry in node.entries)}]"
    return f"{{{', '.join(_flow_entry(entry, kind) for entry in _ordered(node, kind))}}}"


def _flow_entry(entry: Entry, kind: Kind) -> str:
    key = entry.key if entry.key is not None else ""
    return f"{written_key(key)}: {_flow(entry.node, kind.under(key))}"


def _words(node: Collection) -> list[str] | None:
    """The items of a list of short plain values without comments, as written in brackets; None for any other list."""
    words = []
    for entry in node.entries:
        if node.is_mapping or node.below or entry.beside or any(entry.above) or not isinstance(entry.node, Scalar):
            return None
        words.append(written_value(entry.node, in_brackets=True))
    return words if all(len(word) <= _LONGEST_WORD and "\\n" not in word for word in words) else None


def _filled(words: Sequence[str], indent: int) -> list[Line]:
    """A list of words that is longer than a line, with as many on each line as there is room for."""
    lines = [" " * indent + "[" + words[0]]
    for word in words[1:]:
        lines[-1] += ","
        if len(lines[-1]) + 1 + len(word) + 1 > WIDTH:
            lines.append(" " * (indent + 1) + word)
        else:
            lines[-1] += f" {word}"
    return [*lines[:-1], lines[-1] + "]"]


def _indented(lines: Iterable[Line], indent: int) -> list[Line]:
    return [line[1:] if line.startswith(AT_MARGIN) else " " * indent + line if line else "" for line in lines]


def _without_blank_first(lines: list[Line]) -> list[Line]:
    return list(dropwhile(lambda line: not line, lines))


def _without_needless_blanks(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with at most one empty line in a row, and none at the start or the end."""
    last = ""
    end = max((position for position, line in enumerate(lines, 1) if line), default=0)
    for line in lines[:end]:
        if line or last:
            yield line
        last = line
