"""
Read YAML into plain data that remembers where everything was written.

The only importer of `yaml`, and of PyYAML only the event parser is used: its composer dies of deep nesting, lets the
last of two equal keys win and reads YAML 1.1. Here values are read by the YAML 1.2 core schema, and what YAML 1.1
reads differently (`no`, `010`, `12:30`), with octal and hexadecimal numbers, is refused with a fix. An unquoted date
(`2024-01-01`, `2024-05`) is text; a lone year (`2024`) is a whole number; `1e3` is a number with decimals.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn, TypeAlias

import yaml

from fasmodell.diagnostics import Diagnostic, Diagnostics, Fix, Severity, Span, quote
from fasmodell.yaml_values import Key as Key
from fasmodell.yaml_values import Plain as Plain
from fasmodell.yaml_values import Trouble, how_to_write, resolve

# The text of a file, given its path and what diagnostics call it, or None; and what is wrong with it.
Read: TypeAlias = Callable[[Path, str], tuple[str | None, tuple[Diagnostic, ...]]]
_At: TypeAlias = tuple[int, int]

MAX_BYTES: Final = 5_000_000
MAX_DEPTH: Final = 100
MAX_VALUES: Final = 250_000
MAX_PROBLEMS: Final = 100


def read_text(path: Path, file: str | None = None) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """
    Read a UTF-8 file; `file` is what diagnostics call it, `str(path)` unless given.

    Returns the text without its byte order mark, or None and why not (FM101, FM102, FM112). Does not raise.
    """
    file = str(path) if file is None else file
    try:
        if path.is_dir():
            return _unreadable(file, "this is a folder, not a file")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _unreadable(file, "there is no such file")
    except PermissionError:
        return _unreadable(file, "you may not read this file")
    except OSError as error:
        return _unreadable(file, f"the file cannot be read: {(error.strerror or 'no reason given').lower()}")
    except ValueError:
        return _unreadable(file, "this is not the name of a file")
    return decode(data, file)


def decode(data: bytes, file: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """
    Turn the bytes of a file, or of standard input, into text.

    Returns the text without its byte order mark, or None and why not (FM102, FM112). Does not raise.
    """
    found = Diagnostics()
    if len(data) > MAX_BYTES:
        found.error("FM112", f"the file is larger than {MAX_BYTES // 1_000_000} MB", _start_of(file), "split it")
        return None, tuple(found)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        help = "save the file again with the encoding UTF-8"
        found.error("FM102", "the file is not UTF-8 text but UTF-16", _start_of(file), help)
        return None, tuple(found)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data:
        found.error("FM102", "the file is not text: it holds a zero byte", _byte_span(data, data.index(b"\0"), file))
        return None, tuple(found)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        wrong = data[error.start]
        letter = bytes([wrong]).decode("cp1252", errors="replace")
        guess = f"; in Windows-1252 this byte is `{letter}`" if letter.isalpha() else ""
        help = f"save the file again with the encoding UTF-8{guess}"
        message = f"the file is not UTF-8 text: the byte 0x{wrong:02X} cannot stand here"
        found.error("FM102", message, _byte_span(data, error.start, file), help)
        return None, tuple(found)


def parse_yaml(text: str, file: str, *, pure: bool = False) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """
    Parse the text of one YAML document; `file` is what diagnostics call it.

    Returns the document and every problem in the order found. The document is None when reading had to stop (syntax,
    budgets, nothing to read). Otherwise it is complete except for what was refused: a refused value stands as its text
    (an alias as None), an entry with a refused or repeated key is left out. Does not raise.

    `pure` asks for PyYAML's Python parser, which is slower and stands in where the C parser is missing. Both give the
    same document, but the Python parser is stricter (it refuses tabs between words and a comment right after `|`) and
    may find another syntax error first.
    """
    source = _Source(text.removeprefix("\ufeff"), file)
    builder = _Builder(source)
    try:
        builder.check_text()
        builder.build(pure)
    except _UnreadableError:
        return None, tuple(builder.found)
    return Document(file, builder.frames[0].data[0], builder.frames[0].place.inside[0], source), tuple(builder.found)


@dataclass(frozen=True, slots=True)
class Document:
    """
    Hold the plain data of a YAML file and where each key and value was written.

    A path is the keys and list positions from the top down, `()` for the whole document. For a path that is not there,
    each question is answered for the nearest place above it that is.
    """

    file: str
    data: Plain
    _top: _Place = field(repr=False)
    _source: _Source = field(repr=False)
    _patches: Mapping[tuple[Key, ...], tuple[Document, tuple[Key, ...]]] = field(default_factory=dict, repr=False)

    def patched(self, patches: Mapping[tuple[Key, ...], tuple[Document, tuple[Key, ...]]]) -> Document:
        """The same document where what stands at some paths is written at a path of another document."""
        return Document(self.file, self.data, self._top, self._source, {**self._patches, **patches})

    def _patch(self, path: Sequence[Key]) -> tuple[Document, tuple[Key, ...]] | None:
        """The other document that holds what stands at a path, and where in it."""
        for length in range(len(path), 0, -1) if self._patches else ():
            other = self._patches.get(tuple(path[:length]))
            if other is not None:
                return other[0], (*other[1], *path[length:])
        return None

    def value_span(self, path: Sequence[Key]) -> Span:
        """Say where a value stands, a list or mapping from its first to its last character; an empty value is empty."""
        patch = self._patch(path)
        if patch is not None:
            return patch[0].value_span(patch[1])
        return self._source.span(self._find(path).at)

    def key_span(self, path: Sequence[Key]) -> Span:
        """Say where the key of a value stands; for list items and the whole document, where the value stands."""
        patch = self._patch(path)
        if patch is not None:
            return patch[0].key_span(patch[1])
        place = self._find(path)
        return self._source.span(place.key or place.at)

    def is_refused(self, path: Sequence[Key]) -> bool:
        """Tell whether a problem with this value, or with a key of this mapping, was reported already."""
        patch = self._patch(path)
        return self._find(path).refused if patch is None else patch[0].is_refused(patch[1])

    def _find(self, path: Sequence[Key]) -> _Place:
        place = self._top
        for key in path:
            inner = place.inside.get(key)
            if inner is None:
                break
            place = inner
        return place


def _start_of(file: str) -> Span:
    return Span(file, 1, 1, 1, 1)


def _unreadable(file: str, message: str) -> tuple[None, tuple[Diagnostic, ...]]:
    return None, (Diagnostic("FM101", Severity.error, message, _start_of(file)),)


def _byte_span(data: bytes, position: int, file: str) -> Span:
    """Point out one byte that is no text; everything before it on its line is."""
    line = data.count(b"\n", 0, position) + 1
    before = data[data.rfind(b"\n", 0, position) + 1 : position]
    column = len(before.decode("utf-8", errors="replace")) + 1
    return Span(file, line, column, line, column + 1)


class _Source:
    """Know the text of a file and turn positions in it into spans."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def span(self, at: _At) -> Span:
        """Turn two positions into a span, moved inside the text if need be."""
        start = min(at[0], len(self.text))
        end = min(max(at), len(self.text))
        return Span(self.file, *self._line_and_column(start), *self._line_and_column(end))

    def _line_and_column(self, position: int) -> tuple[int, int]:
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1


@dataclass(slots=True)
class _Place:
    """Where a value stands, as positions in the text: spans are only made of them when somebody asks."""

    at: _At
    inside: dict[Key, _Place]
    key: _At | None = None
    refused: bool = False

    @property
    def is_empty(self) -> bool:
        return self.at[0] == self.at[1]


@dataclass(slots=True)
class _Frame:
    """
    A list or mapping that is still open.

    `key` is the key whose value comes next: None before a key was read, a name of None when the value is thrown away.
    """

    data: Any
    place: _Place
    is_key: bool = False
    key: _ReadKey | None = None

    @property
    def awaits_key(self) -> bool:
        return isinstance(self.data, dict) and self.key is None


class _ReadKey(NamedTuple):
    name: Key | None
    at: _At


class _UnreadableError(Exception):
    """Stop reading: what follows cannot be understood, or costs too much."""


class _Builder:
    """Build data and places from PyYAML's events, without recursion, and gather the problems on the way."""

    def __init__(self, source: _Source) -> None:
        self.source = source
        self.found = Diagnostics()
        # The document is the one item of an outermost list, so that it needs no case of its own.
        self.frames = [_Frame([], _Place((0, len(source.text)), {}))]
        self._values = 0
        self._last_end = 0
        self._separators: dict[int, int] = {}

    def check_text(self) -> None:
        """Report what PyYAML would choke on, before it sees it."""
        text = self.source.text
        if len(text) > MAX_BYTES:
            self._give_up("FM112", f"the text is larger than {MAX_BYTES // 1_000_000} MB", (0, 0), "split it")
        for match in _FORBIDDEN.finditer(text):
            message = f"the character U+{ord(match[0]):04X} may not stand in a YAML file"
            self._problem("FM121", message, match.span(), "delete it; editors often do not show it")
        if directive := _DIRECTIVE.match(text):
            self._problem("FM116", "directives are not used here", directive.span("line"), "delete this line")
        if len(self.found):
            raise _UnreadableError

    def build(self, pure: bool) -> None:
        """Read every event; the result is in the outermost frame."""
        try:
            for event in yaml.parse(self._with_line_feeds_only(), Loader=_loader(pure)):
                self._read(event)
        except yaml.YAMLError as error:
            self._syntax_error(error)
        except (ValueError, OverflowError):  # the Python parser calls `chr` with whatever follows `\U`
            self._bad_escape(_BEYOND_UNICODE, self._last_end)
        top = self.frames[0]
        if not top.data or (top.data[0] is None and top.place.inside[0].is_empty):
            self._give_up("FM110", "the file is empty", (0, 0), "write something, or delete the file")

    def _with_line_feeds_only(self) -> str:
        """
        Hide NEL and the Unicode line and paragraph separators behind unused private characters.

        YAML 1.1, and so PyYAML, ends lines at them; YAML 1.2 and every editor do not.
        """
        text = self.source.text
        if not any(separator in text for separator in _SEPARATORS):
            return text
        used = set(text)
        spare = (code for code in range(0xE000, 0xF900) if chr(code) not in used)
        self._separators = {code: ord(separator) for code, separator in zip(spare, _SEPARATORS, strict=False)}
        return text.translate({separator: code for code, separator in self._separators.items()})

    def _read(self, event: Any) -> None:
        at = (event.start_mark.index, event.end_mark.index)
        match event:
            case yaml.ScalarEvent():
                self._scalar(event, at)
            case yaml.MappingStartEvent():
                self._open(event, {}, at)
            case yaml.SequenceStartEvent():
                self._open(event, [], at)
            case yaml.CollectionEndEvent():
                self._close(at)
            case yaml.AliasEvent():
                self._alias(at)
            case yaml.DocumentStartEvent() if self.frames[0].data:
                self._give_up("FM111", "a second document begins here", at, "give each document a file of its own")

    def _scalar(self, event: Any, at: _At) -> None:
        word = event.value.translate(self._separators) if self._separators else event.value
        if event.style in ("|", ">"):
            at = (at[0], at[0] + len(self.source.text[slice(*at)].rstrip()))
        place = self._new_place(event, at, _NOTHING_INSIDE)
        self._last_end = at[1]
        plain = event.implicit[0]
        value = self._plain_value(word, place) if plain and event.tag is None else self._quoted_value(word, place)
        if not self.frames[-1].awaits_key:
            self._add(value, place)
        elif plain and word == "<<":
            self._problem("FM117", "merge keys are not used here", at, "write the entries out, or the key in quotes")
            self._skip_value(place)
        else:
            self._name_key(value, place)

    def _plain_value(self, word: str, place: _Place) -> Plain:
        value = resolve(word)
        if not isinstance(value, Trouble):
            return value
        place.refused = True
        fix = None if self.frames[-1].awaits_key else value.fix
        fixes = [text for text in (fix, f'"{word}"') if text] if value.code == "FM119" else []
        self._problem(value.code, value.message, place.at, how_to_write(word, fix), fixes=fixes)
        return word

    def _quoted_value(self, word: str, place: _Place) -> str:
        if _SURROGATE.search(word):  # the Python parser lets them through, the C one calls them a syntax error
            self._bad_escape(_SURROGATE_ESCAPE, place.at[0])
        return word

    def _name_key(self, value: Plain, place: _Place) -> None:
        frame = self.frames[-1]
        if place.refused:
            self._skip_value(place)
        elif isinstance(value, bool) or not isinstance(value, str | int):
            written = self.source.text[slice(*place.at)]
            message = f"{quote(written)} cannot be a key" if written else "there is no key before this `:`"
            help = how_to_write(written, None) if written else "write one, or delete the `:`"
            self._problem("FM118", message, place.at, help)
            self._skip_value(place)
        elif value in frame.data:
            first = self.source.span(frame.place.inside[value].key or (0, 0))
            message = f"the key {quote(str(value))} is written twice"
            self._problem("FM105", message, place.at, "keep one of them", [("it is first written here", first)])
            frame.key = _ReadKey(None, place.at)
        else:
            frame.key = _ReadKey(value, place.at)

    def _skip_value(self, key: _Place) -> None:
        """Leave an entry out; its mapping is then not quite what was written."""
        self.frames[-1].place.refused = True
        self.frames[-1].key = _ReadKey(None, key.at)

    def _add(self, value: Plain, place: _Place) -> None:
        frame = self.frames[-1]
        if frame.key is None:
            frame.place.inside[len(frame.data)] = place
            frame.data.append(value)
            return
        name, place.key = frame.key
        frame.key = None
        if name is not None:
            frame.place.inside[name] = place
            frame.data[name] = value

    def _open(self, event: Any, data: Plain, at: _At) -> None:
        place = self._new_place(event, at, {})
        one = (at[0], at[0] + 1)
        is_key = self.frames[-1].awaits_key
        if is_key:
            kind = "mapping" if isinstance(data, dict) else "list"
            self._problem("FM118", f"a {kind} cannot be a key", one, "put it in quotes for text")
        else:
            self._add(data, place)
        if len(self.frames) > MAX_DEPTH:
            self._give_up("FM113", f"more than {MAX_DEPTH} levels of nesting", one, "use fewer levels")
        self.frames.append(_Frame(data, place, is_key))

    def _close(self, at: _At) -> None:
        frame = self.frames.pop()
        # Only `]` and `}` are wide; the end of a block is noticed at what follows it, which may be lines below.
        self._last_end = at[1] if at[1] > at[0] else self._last_end
        frame.place.at = (frame.place.at[0], max(self._last_end, frame.place.at[0]))
        if frame.is_key:
            self._skip_value(frame.place)

    def _alias(self, at: _At) -> None:
        self._count(at)
        self._last_end = at[1]
        place = _Place(at, _NOTHING_INSIDE, refused=True)
        self._problem("FM115", "aliases are not used here", at, "write the value out; text with `*` goes in quotes")
        if self.frames[-1].awaits_key:
            self._skip_value(place)
        else:
            self._add(None, place)

    def _new_place(self, event: Any, at: _At, inside: dict[Key, _Place]) -> _Place:
        """Start the place of a value, which may have neither anchor nor tag."""
        self._count(at)
        place = _Place(at, inside)
        for code, sign, kind, found in (("FM115", "&", "anchors", event.anchor), ("FM116", "!", "tags", event.tag)):
            if found is not None:
                place.refused = True
                written = re.compile(rf"{sign}[^\s,\[\]{{}}]*").search(self.source.text, at[0])
                where = written.span() if written else at
                self._problem(code, f"{kind} are not used here", where, f"delete it; text with `{sign}` goes in quotes")
        return place

    def _count(self, at: _At) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            self._give_up("FM114", f"more than {MAX_VALUES} keys and values", (at[0], at[0] + 1), "split the file")

    def _syntax_error(self, error: Exception) -> NoReturn:
        """Report what PyYAML could not parse, in words and at a place of our own, and give up."""
        text = self.source.text
        last = max(len(text.rstrip()) - 1, 0)
        index = _index(error, "problem_mark", self._last_end)
        problem = str(getattr(error, "problem", ""))
        opened = _index(error, "context_mark", index)
        if index > last and "node content" in problem:
            opened = self._innermost_bracket(opened)
        bracket = text[opened : opened + 1]
        close = {"[": "]", "{": "}"}.get(bracket)
        if index > last and close:
            self._give_up(
                "FM103", f"this `{bracket}` is never closed", (opened, opened + 1), f"close it with `{close}`"
            )
        if index > last:  # there is nothing to see at the end of the file
            index = min(opened, last)
        if "escape" in problem:
            index = max(text.rfind("\\", 0, index + 1), 0)
        code, message, help = _explain(problem, text[index : index + 1])
        related = [(f"`{bracket}` was opened here", self.source.span((opened, opened + 1)))] if close else []
        self._give_up(code, message, (index, index + 1), help, related)

    def _bad_escape(self, escape: re.Pattern[str], start: int) -> NoReturn:
        found = escape.search(self.source.text, start)
        at = found.start() if found else start
        self._give_up("FM103", _BAD_ESCAPE[0], (at, at + 1), _BAD_ESCAPE[1])

    def _innermost_bracket(self, otherwise: int) -> int:
        """Say where the innermost bracket that is still open was opened."""
        starts = [frame.place.at[0] for frame in self.frames[1:]]
        opened = [start for start in starts if self.source.text.startswith(("[", "{"), start)]
        return opened[-1] if opened else otherwise

    def _problem(
        self,
        code: str,
        message: str,
        at: _At,
        help: str,
        related: Sequence[tuple[str, Span]] = (),
        fixes: Sequence[str] = (),
    ) -> None:
        span = self.source.span(at)
        self.found.error(code, message, span, help, related, [Fix(span, text) for text in fixes])
        if len(self.found) >= MAX_PROBLEMS:
            self.found.error("FM122", f"more than {MAX_PROBLEMS} problems", self.source.span(at), _MEND_FIRST)
            raise _UnreadableError

    def _give_up(
        self, code: str, message: str, at: _At, help: str, related: Sequence[tuple[str, Span]] = ()
    ) -> NoReturn:
        self._problem(code, message, at, help, related)
        raise _UnreadableError


def _loader(pure: bool) -> Any:
    """Choose PyYAML's C parser when it was built with one; only the event parser of the loader is used."""
    return yaml.BaseLoader if pure else getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _index(error: Exception, mark: str, otherwise: int) -> int:
    found = getattr(error, mark, None)
    return otherwise if found is None else int(found.index)


def _explain(problem: str, char: str) -> tuple[str, str, str]:
    """Give code, message and help for what PyYAML did not like; its two parsers have different words for one thing."""
    if "cannot start any token" in problem and char != "\t":
        return "FM103", f"text cannot begin with {quote(char)}", "put the text in quotes"
    for words, *explained in _SYNTAX:
        if any(word in problem for word in words):
            code, message, help = explained
            return code, message, help
    return "FM103", "this is not valid YAML", _LOOK_ABOVE


_NOTHING_INSIDE: Final[dict[Key, _Place]] = {}
_SEPARATORS: Final = "\x85\u2028\u2029"
# What YAML calls printable, less the byte order mark, which PyYAML's two parsers treat differently inside a text.
# Written as what is forbidden: as what is allowed, the same pattern takes ten times as long to compile at every start.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE: Final = re.compile(r"\\(u|U0000)[dD][89a-fA-F]")
_BEYOND_UNICODE: Final = re.compile(r"\\U(?!00(0[0-9a-fA-F]|10))")
_DIRECTIVE: Final = re.compile(r"([ \t]*(#[^\r\n]*)?\r?\n)*+(?P<line>%[^\r\n]*)")

_MEND_FIRST: Final = "mend these first; the rest of the file was not read"
_BAD_ESCAPE: Final = (
    "this is not an escape sequence",
    "in double quotes write `\\\\` for a backslash, or use single quotes",
)
_LOOK_ABOVE: Final = "check the indentation here, and quotes, colons and brackets just above"
_COLON_HELP: Final = f"put text with `: ` in quotes; {_LOOK_ABOVE}"
# (words in PyYAML's message, our code, message and help); the first row that fits is used.
_SYNTAX: Final[tuple[tuple[tuple[str, ...], str, str, str], ...]] = (
    (("cannot start any token", "a tab character"), "FM103", "a tab cannot indent", "indent with spaces"),
    # The C parser reads brackets ahead, and has a budget of its own (from PyYAML 6.0.4 on) that it may meet first.
    (("nesting depth",), "FM113", f"more than {MAX_DEPTH} levels of nesting", "use fewer levels"),
    (("escape",), "FM103", *_BAD_ESCAPE),
    (("mapping values are not",), "FM103", "a `: ` is not expected here", _COLON_HELP),
    (("entries are not allowed",), "FM103", "a list item cannot begin here", "begin the list on a line of its own"),
    (("',' or ",), "FM103", "a `,` or a closing bracket is missing here", "quote text with `,`, `:` or brackets"),
    (("end of stream",), "FM103", "this quote is never closed", "close it; inside single quotes write `''` for `'`"),
    (("expected ':'",), "FM103", "this is neither a key with `:` nor part of a value", _LOOK_ABOVE),
    (("<block end>", "expected key", "expected '-'"), "FM103", "this does not fit what stands above it", _LOOK_ABOVE),
    (("<document start>",), "FM103", "this does not belong to the document above", _LOOK_ABOVE),
    (("node content",), "FM103", "a value is missing before this", "write one, or put the text in quotes"),
    (("alphabetic or numeric",), "FM115", "text cannot begin with `*` or `&`", "put the text in quotes"),
    (
        ("comment or line break", "chomping", "indentation indicator"),
        "FM103",
        "only a line break may follow `|` or `>`",
        "begin the text below",
    ),
    (("tag", "URI"), "FM116", "tags are not used here", "delete it; text with `!` goes in quotes"),
    (("directive", "incompatible"), "FM116", "directives are not used here", "delete this line"),
)
