"""A YAML file as a tree that keeps its comments and blank lines, so that it can be laid out anew without losing one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from fasmodell.diagnostics import Span
from fasmodell.yaml_source import Document, Key, Plain

# A comment with its `#`, after AT_MARGIN where that is its place; an empty text is a blank line.
Line: TypeAlias = str
Node: TypeAlias = "Scalar | Collection"


class Scalar(NamedTuple):
    """One value: what it means, and how it was written where it is no text."""

    value: Plain
    written: str


@dataclass(slots=True)
class Entry:
    """
    One entry of a mapping, or one item of a list, which has no key.

    `above` are the comments and blank lines over it, `beside` the comments at the end of its lines.
    """

    key: Key | None
    node: Node
    start: int
    above: list[Line] = field(default_factory=list)
    beside: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Collection:
    """A mapping or a list; `below` are the comments after its last entry."""

    is_mapping: bool
    is_flow: bool
    start: int
    end: int
    column: int
    entries: list[Entry] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)


class Tree(NamedTuple):
    """A whole file: the comments above its first entry, what it holds, and the comments below."""

    header: list[Line]
    root: Node
    footer: list[Line]


class _Comment(NamedTuple):
    text: str
    at: int


class _Context(NamedTuple):
    """An entry with the collections around it, outermost first."""

    entry: Entry
    around: tuple[tuple[Collection, Entry], ...]


def read_tree(text: str, document: Document) -> Tree:
    """Read the tree of a document that has no problems; `text` is what it was read from."""
    return _Reader(text.removeprefix("\ufeff"), document).tree()


def comments_of(text: str, document: Document) -> list[str]:
    """Every comment of a file in the order written, without the spaces around it."""
    return [comment.text for comment in _Reader(text.removeprefix("\ufeff"), document).comments()]


class _Reader:
    def __init__(self, text: str, document: Document) -> None:
        self.text = text
        self.document = document
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.scalars: list[tuple[int, int]] = []
        self.contexts: list[_Context] = []
        self.root = self._node((), document.data, ())

    def tree(self) -> Tree:
        tree = Tree([], self.root, [])
        run, column = -2, 0
        for comment in self.comments():
            begun = bisect_right([context.entry.start for context in self.contexts], comment.at) - 1
            # Of the comments between two entries none goes further in than the one above it.
            column = min(column, self._column(comment.at)) if begun == run else self._column(comment.at)
            run = begun
            self._place(comment, begun, column, tree)
        for context in self.contexts:
            if self._begins_its_line(context.entry.start) and self._is_blank_above(context.entry.start):
                context.entry.above.append("")
        return tree

    def _node(self, path: tuple[Key, ...], data: Plain, around: tuple[tuple[Collection, Entry], ...]) -> Node:
        start, end = self._offsets(self.document.value_span(path))
        if not isinstance(data, dict | list):
            self.scalars.append((start, end))
            return Scalar(data, self.text[start:end])
        is_flow = self.text[start : start + 1] in ("{", "[")
        node = Collection(isinstance(data, dict), is_flow, start, end, self._column(start))
        items = list(data.items()) if isinstance(data, dict) else list(enumerate(data))
        for key, value in items:
            entry = Entry(key if node.is_mapping else None, Scalar(None, ""), 0)
            inner = (*around, (node, entry))
            if node.is_mapping:
                entry.start, key_end = self._offsets(self.document.key_span((*path, key)))
                self.scalars.append((entry.start, key_end))
            else:
                entry.start = self._item_start(node, self._offsets(self.document.value_span((*path, key)))[0])
            self.contexts.append(_Context(entry, inner))
            entry.node = self._node((*path, key), value, inner)
            node.entries.append(entry)
        return node

    def _item_start(self, node: Collection, value_start: int) -> int:
        """Where an item of a list begins: at its dash, in a list with dashes."""
        if node.is_flow:
            return value_start
        line = bisect_right(self.starts, value_start) - 1
        while line >= 0:
            at = self.starts[line] + node.column
            if at < value_start and self.text[at] == "-" and not self.text[self.starts[line] : at].strip(" -?:\t"):
                return at
            line -= 1
        return value_start

    def comments(self) -> Iterator[_Comment]:
        """Every comment: what begins with `#` outside all values and keys, or after the sign of a block of text."""
        position = 0
        for start, end in [*sorted(self.scalars), (len(self.text), len(self.text))]:
            for found in _COMMENT.finditer(self.text, position, start):
                yield _Comment(found[0].rstrip(), found.start())
            block = _BLOCK_HEADER.match(self.text, start, end)
            if block and block["comment"]:
                yield _Comment(block["comment"].rstrip(), block.start("comment"))
            position = max(end, position)

    def _place(self, comment: _Comment, begun: int, column: int, tree: Tree) -> None:
        """Give a comment to the entry it stands beside or above, or to the end of what it is in."""
        before = self.contexts[begun] if begun >= 0 else None
        following = self.contexts[begun + 1] if begun + 1 < len(self.contexts) else None
        owns_line = self._begins_its_line(comment.at)
        if before is None:
            lines = tree.header if following is not None or comment.at <= self._root_start() else tree.footer
        elif not owns_line:
            self._outermost(before, comment.at).beside.append(comment.text)
            return
        else:
            lines = self._above_or_below(comment, column, before, following)
        if owns_line and self._is_blank_above(comment.at):
            lines.append("")
        # A comment that is set in from the one above it stays so, as the choices in the template of a profile are.
        further_in = self._column(comment.at) - column if owns_line and any(lines) else 0
        at_margin = owns_line and not self._column(comment.at) and _PUT_OUT_OF_USE.match(comment.text)
        lines.append(AT_MARGIN + comment.text if at_margin else " " * further_in + comment.text)

    def _root_start(self) -> int:
        return self._offsets(self.document.value_span(()))[0]

    def _outermost(self, context: _Context, at: int) -> Entry:
        """The outermost entry whose brackets are all closed before a comment at the end of their line."""
        chosen = context.entry
        for position in range(len(context.around) - 1, 0, -1):
            collection, _ = context.around[position]
            if not collection.is_flow or collection.end > at:
                break
            chosen = context.around[position - 1][1]
        return chosen

    def _above_or_below(
        self, comment: _Comment, column: int, before: _Context, following: _Context | None
    ) -> list[Line]:
        """Where a comment on a line of its own belongs, by what is still open there and by its indentation."""
        own = before.entry.node
        collections = [collection for collection, _ in before.around] + ([own] if isinstance(own, Collection) else [])
        open_flow = [one for one in collections if one.is_flow and one.end > comment.at]
        if open_flow:
            inner = open_flow[-1]
            if following is not None and any(collection is inner for collection, _ in following.around):
                return following.entry.above
            return inner.below if inner.entries else before.entry.above
        at_most = -1 if following is None else following.around[-1][0].column
        if following is not None and (column <= at_most or not self._begins_its_line(following.entry.start)):
            return following.entry.above
        fitting = [one for one in collections if not one.is_flow and at_most < one.column <= column and one.entries]
        if fitting:
            return fitting[-1].below
        if following is not None:
            return following.entry.above
        return collections[0].below

    def _begins_its_line(self, at: int) -> bool:
        return not self.text[self._line_start(at) : at].strip()

    def _is_blank_above(self, at: int) -> bool:
        start = self._line_start(at)
        return start > 0 and not self.text[self._line_start(start - 1) : start].strip()

    def _line_start(self, at: int) -> int:
        return self.starts[bisect_right(self.starts, at) - 1]

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _offsets(self, span: Span) -> tuple[int, int]:
        return self.starts[span.line - 1] + span.column - 1, self.starts[span.end_line - 1] + span.end_column - 1


# Begins a comment that stays at the margin: a line that was put out of use is to work again when its `#` goes.
AT_MARGIN: Final = "\r"
_PUT_OUT_OF_USE: Final = re.compile(r"#(?: {2,}|[\w\"'-])")
_COMMENT: Final = re.compile(r"#[^\r\n]*")
_BLOCK_HEADER: Final = re.compile(r"[|>][-+0-9]*[ \t]+(?P<comment>#[^\r\n]*)?")
