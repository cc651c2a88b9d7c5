"""From YAML text to plain data with spans: every trap of YAML is a located problem, and nothing ever raises."""

import math
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from fasmodell.diagnostics import CODES, Diagnostic, Severity, Span, format_diagnostics
from fasmodell.yaml_source import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_PROBLEMS,
    MAX_VALUES,
    Document,
    Key,
    decode,
    parse_yaml,
    read_text,
)

both_parsers = pytest.mark.parametrize("pure", [pytest.param(False, id="c"), pytest.param(True, id="python")])


def parse(text: str, *, pure: bool = False) -> Document:
    """The document of a text without problems."""
    document, problems = parse_yaml(text, "f.yaml", pure=pure)
    assert not problems, format_diagnostics(problems, {"f.yaml": text})
    assert document is not None
    return document


def problems_of(text: str, *, pure: bool = False) -> tuple[Diagnostic, ...]:
    return parse_yaml(text, "f.yaml", pure=pure)[1]


def only_problem(text: str, *, pure: bool = False) -> Diagnostic:
    (problem,) = problems_of(text, pure=pure)
    return problem


def cut(text: str, span: Span) -> str:
    """The piece of a text that a span points out."""
    lines = text.removeprefix("\ufeff").split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def paths_in(data: object, path: tuple[Key, ...] = ()) -> Iterator[tuple[Key, ...]]:
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from paths_in(value, (*path, key))


def assert_inside(span: Span, text: str) -> None:
    lines = text.removeprefix("\ufeff").split("\n")
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
    assert (span.line, span.column) <= (span.end_line, span.end_column)


# Plain data


@both_parsers
@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1), ("-1", -1), ("+1", 1), ("0", 0), ("-0", 0), ("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("0.5", 0.5),
        ("1e3", 1000.0), ("1E-2", 0.01), ("+1.5e+2", 150.0), ("1e-999", 0.0), ("9" * 300, int("9" * 300)),
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
        ("null", None), ("Null", None), ("NULL", None), ("~", None), ("", None),
        ("2024-01-01", "2024-01-01"), ("2024-05", "2024-05"), ("2024", 2024),
        ("2024-01-01T12:30:00Z", "2024-01-01T12:30:00Z"), ("2024-01-01 12:30:00", "2024-01-01 12:30:00"),
        ("y", "y"), ("n", "n"), ("none", "none"), ("nan", "nan"), ("inf", "inf"), ("=", "="), ("<<", "<<"),
        ("12,5", "12,5"), ("1 000", "1 000"), ("12_months", "12_months"), ("_1", "_1"), ("1-2", "1-2"), ("+", "+"),
        ("-", [None]), (".", "."), ("...x", "...x"), ("1.2.3", "1.2.3"), ("24:7:x", "24:7:x"), ("12:75", "12:75"),
        ("0x", "0x"), ("0o8", "0o8"), ("'no'", "no"), ('"010"', "010"), ("'12:30'", "12:30"), ("'.nan'", ".nan"),
        ("'a''b'", "a'b"), (r'"a\u00e5\n"', "aå\n"), (r'"\0\e"', "\0\x1b"), ('"a\\\n   b"', "ab"), ("'x\n  y'", "x y"),
        ("|\n  x\n  y\n", "x\ny\n"), (">-\n  x\n  y\n", "x y"), ("١", "١"), ("[]", []), ("{}", {}),
    ],
)  # fmt: skip
def test_values_are_read_by_the_core_schema_of_yaml_1_2(written: str, value: object, pure: bool) -> None:
    document = parse(f"k: {written}\n" if written != "-" else "k:\n-\n", pure=pure)
    assert isinstance(document.data, dict)
    read = document.data["k"]
    assert read == value
    assert type(read) is type(value)


@both_parsers
def test_lists_mappings_and_both_styles_nest(pure: bool) -> None:
    text = "a:\n- x: 1\n  y: [2, {z: 3}]\n-\n- - 4\nb: {c: , d}\n1: 5\n? e\n: 6\n? f\n"
    expected = {"a": [{"x": 1, "y": [2, {"z": 3}]}, None, [4]], "b": {"c": None, "d": None}, 1: 5, "e": 6, "f": None}
    assert parse(text, pure=pure).data == expected


@both_parsers
@pytest.mark.parametrize(("text", "value"), [("x", "x"), ("null", None), ("--- 1\n...\n", 1), ("[a: b]", [{"a": "b"}])])
def test_the_whole_document_may_be_any_value(text: str, value: object, pure: bool) -> None:
    assert parse(text, pure=pure).data == value


@both_parsers
def test_whole_numbers_stay_numbers_as_keys_and_are_not_their_text(pure: bool) -> None:
    assert parse("1: a\n'1': b\n", pure=pure).data == {1: "a", "1": "b"}


# Values that are refused


@both_parsers
@pytest.mark.parametrize(
    ("written", "code", "help"),
    [
        *[(word, "FM119", f'write `true`, or `"{word}"` for text') for word in ("yes", "Yes", "YES", "on", "On", "ON")],
        *[
            (word, "FM119", f'write `false`, or `"{word}"` for text')
            for word in ("no", "No", "NO", "off", "Off", "OFF")
        ],
        ("010", "FM119", 'write `10`, or `"010"` for text'),
        ("-007", "FM119", 'write `-7`, or `"-007"` for text'),
        ("00", "FM119", 'write `0`, or `"00"` for text'),
        ("08.30", "FM119", 'write `8.30`, or `"08.30"` for text'),
        ("0o17", "FM119", 'write `15`, or `"0o17"` for text'),
        ("0x1F", "FM119", 'write `31`, or `"0x1F"` for text'),
        ("0b11", "FM119", 'write `3`, or `"0b11"` for text'),
        ("0x" + "F" * 5000, "FM119", "write quotes around it for text"),
        ("1_000", "FM119", 'write `1000`, or `"1_000"` for text'),
        ("-1_000.5", "FM119", 'write `-1000.5`, or `"-1_000.5"` for text'),
        ("12:30", "FM119", 'write `"12:30"` for text'),
        ("08:30", "FM119", 'write `"08:30"` for text'),
        ("1:30:00.5", "FM119", 'write `"1:30:00.5"` for text'),
        (".nan", "FM120", 'write `".nan"` for text'),
        (".NaN", "FM120", 'write `".NaN"` for text'),
        (".inf", "FM120", 'write `".inf"` for text'),
        ("-.Inf", "FM120", 'write `"-.Inf"` for text'),
        ("1e999", "FM120", 'write `"1e999"` for text'),
        ("9" * 301, "FM120", "write quotes around it for text"),
        ("9" * 10_000, "FM120", "write quotes around it for text"),
    ],
)
def test_what_readers_of_yaml_understand_differently_is_refused_with_a_fix(
    written: str, code: str, help: str, pure: bool
) -> None:
    text = f"a: 1\nkey: {written} # why\n"
    document, (problem,) = parse_yaml(text, "f.yaml", pure=pure)
    assert (problem.code, problem.help, problem.severity) == (code, help, Severity.error)
    assert cut(text, problem.span) == written
    assert document is not None
    assert document.data == {"a": 1, "key": written}
    assert document.is_refused(("key",))
    assert not document.is_refused(("a",))
    assert not document.is_refused(())


@both_parsers
def test_refused_words_are_refused_as_keys_too_and_then_only_quotes_help(pure: bool) -> None:
    document, (problem,) = parse_yaml("sv: a\nno: b\n", "f.yaml", pure=pure)
    assert (problem.code, problem.help, problem.span) == ("FM119", 'write `"no"` for text', Span("f.yaml", 2, 1, 2, 3))
    assert document is not None
    assert document.data == {"sv": "a"}
    assert document.is_refused(())


@both_parsers
@pytest.mark.parametrize(
    ("text", "code", "piece"),
    [
        pytest.param("x: &a 1\n", "FM115", "&a", id="an anchor on a value"),
        pytest.param("x: &a [1]\n", "FM115", "&a", id="an anchor on a list"),
        pytest.param("&a x: 1\n", "FM115", "&a", id="an anchor on a key"),
        pytest.param("x: *a\n", "FM115", "*a", id="an alias"),
        pytest.param("*a : 1\n", "FM115", "*a", id="an alias as key"),
        pytest.param("x: *bold* text\n", "FM115", "*", id="an asterisk that is meant as text"),
        pytest.param(
            "x: !!python/object/apply:os.system [ls]\n", "FM116", "!!python/object/apply:os.system", id="python"
        ),
        pytest.param("x: !!str 1\n", "FM116", "!!str", id="even a harmless tag"),
        pytest.param("[!!str, a]\n", "FM116", "!!str", id="a tag alone"),
        pytest.param("x: ! 1\n", "FM116", "!", id="the tag without a name"),
        pytest.param("x: !e!f 1\n", "FM116", "!", id="a tag of an unknown family"),
        pytest.param("# c\n%YAML 1.1\n---\nx: 1\n", "FM116", "%YAML 1.1", id="a version directive"),
        pytest.param("%TAG ! tag:x,2000:\n---\nx: 1\n", "FM116", "%TAG ! tag:x,2000:", id="a tag directive"),
        pytest.param("%FOO\n---\nx: 1\n", "FM116", "%FOO", id="an unknown directive"),
        pytest.param("<<: {a: 1}\n", "FM117", "<<", id="a merge key"),
        pytest.param("true: 1\n", "FM118", "true", id="a truth value as key"),
        pytest.param("1.5: 1\n", "FM118", "1.5", id="a number with decimals as key"),
        pytest.param("~: 1\n", "FM118", "~", id="nothing as key"),
        pytest.param("{? : 1}\n", "FM118", "", id="no key at all"),
        pytest.param("[a, b]: 1\n", "FM118", "[", id="a list as key"),
        pytest.param("x: {{name}: 1}\n", "FM118", "{", id="a mapping as key"),
        pytest.param("? a: 1\n: 2\n", "FM118", "a", id="a block mapping as key"),
        pytest.param(".inf: 1\n", "FM120", ".inf", id="infinity as key"),
    ],
)
def test_what_is_not_used_is_refused_where_it_stands(text: str, code: str, piece: str, pure: bool) -> None:
    problem = only_problem(text, pure=pure)
    assert problem.code == code
    assert cut(text, problem.span) == piece


def test_a_quoted_merge_key_is_a_key_like_any_other() -> None:
    assert parse("'<<': 1\n").data == {"<<": 1}


@both_parsers
def test_a_repeated_key_shows_both_places_and_the_first_one_counts(pure: bool) -> None:
    text = "a: 1\nb:\n  c: 2\n  c: {d: no}\na: 3\n"
    document, problems = parse_yaml(text, "f.yaml", pure=pure)
    inner, value, outer = problems
    assert (inner.code, value.code, outer.code) == ("FM105", "FM119", "FM105")
    assert inner.message == "the key `c` is written twice"
    assert (inner.span, inner.related) == (
        Span("f.yaml", 4, 3, 4, 4),
        (("it is first written here", Span("f.yaml", 3, 3, 3, 4)),),
    )
    assert (outer.span.line, outer.related[0][1].line) == (5, 1)
    assert document is not None
    assert document.data == {"a": 1, "b": {"c": 2}}
    assert document.value_span(("a",)).line == 1


def test_a_key_is_repeated_however_it_is_quoted() -> None:
    assert only_problem("{a: 1, 'a': 2, }").code == "FM105"
    assert only_problem("1: a\n+1: b\n").code == "FM105"


@both_parsers
def test_all_problems_of_a_document_are_reported_at_once(pure: bool) -> None:
    text = "a: no\na: 010\nb: [*x, !t y, .nan]\n<<: {true: 12:30}\n? [1_0]\n: &z {~: off}\n"
    codes = ["FM119", "FM105", "FM119", "FM115", "FM116", "FM120", "FM117", "FM118", "FM119", "FM118", "FM119"]
    assert [problem.code for problem in problems_of(text, pure=pure)] == [*codes, "FM115", "FM118", "FM119"]


def test_an_alias_stands_as_nothing_and_a_refused_value_as_its_text() -> None:
    document, problems = parse_yaml("a: *x\nb: [0x1F, &y {c: 1}]\n", "f.yaml")
    assert len(problems) == 3
    assert document is not None
    assert document.data == {"a": None, "b": ["0x1F", {"c": 1}]}
    assert document.is_refused(("a",))
    assert document.is_refused(("b", 1))


def test_problems_are_counted_out_at_a_hundred() -> None:
    document, problems = parse_yaml("- no\n" * 5000, "f.yaml")
    assert document is None
    assert len(problems) == MAX_PROBLEMS + 1
    assert [problem.code for problem in problems[-2:]] == ["FM119", "FM122"]


# Documents that cannot be read


@both_parsers
@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        pytest.param("a:\n\tb: 1\n", "a tab cannot indent", 2, 1, id="a tab indents"),
        pytest.param("a: @b\n", "text cannot begin with `@`", 1, 4, id="an at sign begins a text"),
        pytest.param("a: 1\n b: 2\n", "a `: ` is not expected here", 2, 3, id="a key is indented too much"),
        pytest.param("a: b: c\n", "a `: ` is not expected here", 1, 5, id="a colon inside a text"),
        pytest.param("a: - b\n", "a list item cannot begin here", 1, 4, id="a list begins beside its key"),
        pytest.param("a: 'b' c\n", "this does not fit what stands above it", 1, 8, id="text after a quote"),
        pytest.param("- a\nb: 1\n", "this does not fit what stands above it", 2, 1, id="a key after a list"),
        pytest.param("a: 1\nb\n", "this is neither a key with `:` nor part of a value", 2, 1, id="a key without colon"),
        pytest.param("x: 1\na: 'b\n  c\n", "this quote is never closed", 2, 4, id="an open quote"),
        pytest.param("x: 1\na: [b,\n  c\n", "this `[` is never closed", 2, 4, id="an open bracket"),
        pytest.param("a: {b: 1\n", "this `{` is never closed", 1, 4, id="an open brace"),
        pytest.param("a: [b: 1}\n", "a `,` or a closing bracket is missing here", 1, 9, id="the wrong bracket"),
        pytest.param("a: [1,,2]\n", "a value is missing before this", 1, 7, id="nothing between two commas"),
        pytest.param('a: "C:\\q"\n', "this is not an escape sequence", 1, 7, id="a backslash in double quotes"),
        pytest.param('a: "\\ud83d\\ude00"\n', "this is not an escape sequence", 1, 5, id="half a character"),
        pytest.param('a: "\\U00110000"\n', "this is not an escape sequence", 1, 5, id="beyond Unicode"),
        pytest.param('a: "\\UFFFFFFFF"\n', "this is not an escape sequence", 1, 5, id="far beyond Unicode"),
        pytest.param("a: |b\n", "only a line break may follow `|` or `>`", 1, 5, id="text beside a bar"),
        pytest.param("'a' b\n", "this does not belong to the document above", 1, 5, id="two values"),
    ],
)
def test_a_syntax_error_is_explained_where_it_can_be_seen(
    text: str, message: str, line: int, column: int, pure: bool
) -> None:
    document, (problem,) = parse_yaml(text, "f.yaml", pure=pure)
    assert document is None
    assert (problem.code, problem.message) == ("FM103", message)
    assert (problem.span.line, problem.span.column) == (line, column)
    assert problem.help


def test_the_opening_bracket_is_shown_beside_a_wrong_closing_one() -> None:
    (related,) = only_problem("a:\n  [b: 1}\n").related
    assert related == ("`[` was opened here", Span("f.yaml", 2, 3, 2, 4))


@both_parsers
def test_problems_before_a_syntax_error_are_reported_with_it(pure: bool) -> None:
    assert [problem.code for problem in problems_of("a: no\nb: 'x\n", pure=pure)] == ["FM119", "FM103"]


@both_parsers
@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\ufeff", " \n"])
def test_an_empty_file_is_a_problem_of_its_own(text: str, pure: bool) -> None:
    document, (problem,) = parse_yaml(text, "f.yaml", pure=pure)
    assert document is None
    assert (problem.code, problem.span) == ("FM110", Span("f.yaml", 1, 1, 1, 1))


@both_parsers
@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "--- a\n--- b\n", "---\n---\n"])
def test_a_second_document_is_refused_where_it_begins(text: str, pure: bool) -> None:
    document, (problem,) = parse_yaml(text, "f.yaml", pure=pure)
    assert document is None
    assert problem.code == "FM111"
    assert cut(text, problem.span) == "---"
    assert problem.span.line > 1


@both_parsers
@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a:\n" + "".join(" " * i + "b:\n" for i in range(1, 200))],
    ids=["brackets", "braces", "hyphens", "indentation"],
)
def test_deep_nesting_stops_at_the_budget_and_kills_nothing(text: str, pure: bool) -> None:
    document, (problem,) = parse_yaml(text, "f.yaml", pure=pure)
    assert document is None
    assert problem.code == "FM113"


def test_the_last_level_of_the_depth_budget_may_be_used() -> None:
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH).data
    problem = only_problem("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert (problem.code, problem.span.column) == ("FM113", MAX_DEPTH + 1)


def test_a_billion_laughs_are_refused_without_being_expanded() -> None:
    lines = ["a0: &a0 [lol]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 9)]
    assert {problem.code for problem in problems_of("\n".join(lines))} == {"FM115"}


def test_too_many_values_are_refused() -> None:
    assert len(parse("[" + "1," * (MAX_VALUES - 1) + "]").data or ()) == MAX_VALUES - 1  # type: ignore[arg-type]
    assert only_problem("[" + "1," * MAX_VALUES + "]").code == "FM114"


def test_too_large_a_text_is_refused() -> None:
    assert only_problem(" " * (MAX_BYTES + 1)).code == "FM112"


@both_parsers
@pytest.mark.parametrize(
    "char",
    ["\0", "\x01", "\x1b", "\x7f", "\x80", "\ufeff", "\ufffe", "\uffff", "\ud800"],
    ids=lambda c: f"U+{ord(c):04X}",
)
def test_characters_that_do_not_print_are_refused_all_at_once(char: str, pure: bool) -> None:
    text = f"å: x{char}\nb: {char}\n"
    first, second = problems_of(text, pure=pure)
    assert first.code == second.code == "FM121"
    assert f"U+{ord(char):04X}" in first.message
    assert (first.span, second.span) == (Span("f.yaml", 1, 5, 1, 6), Span("f.yaml", 2, 4, 2, 5))


# Places


@both_parsers
def test_keys_and_values_are_found_where_they_are_written(pure: bool) -> None:
    text = "# top\na: 1 # one\nlong key:\n  - x: 'y z'\n    😀: [1, 22]\n\n  # end\n  -\nlast: {q: }\n"
    document = parse(text, pure=pure)
    values = {path: cut(text, document.value_span(path)) for path in paths_in(document.data)}
    assert values == {
        (): text[text.index("a:") : -1],
        ("a",): "1",
        ("long key",): "- x: 'y z'\n    😀: [1, 22]\n\n  # end\n  -",
        ("long key", 0): "x: 'y z'\n    😀: [1, 22]",
        ("long key", 0, "x"): "'y z'",
        ("long key", 0, "😀"): "[1, 22]",
        ("long key", 0, "😀", 0): "1",
        ("long key", 0, "😀", 1): "22",
        ("long key", 1): "",
        ("last",): "{q: }",
        ("last", "q"): "",
    }
    assert document.key_span(("long key", 0, "😀")) == Span("f.yaml", 5, 5, 5, 6)
    assert document.value_span(("long key", 0, "😀", 1)) == Span("f.yaml", 5, 12, 5, 14)
    keys = {
        cut(text, document.key_span(path)) for path in paths_in(document.data) if isinstance((path or (0,))[-1], str)
    }
    assert keys == {"a", "long key", "x", "😀", "last", "q"}


def test_list_items_and_the_whole_document_have_no_key_and_answer_with_the_value() -> None:
    text = "- a\n- b\n"
    document = parse(text)
    assert document.key_span((1,)) == document.value_span((1,)) == Span("f.yaml", 2, 3, 2, 4)
    assert cut(text, document.key_span(())) == "- a\n- b"


def test_a_path_that_is_not_there_is_answered_for_the_nearest_place_above_it() -> None:
    text = "a:\n  b: 1\n"
    document = parse(text)
    assert cut(text, document.key_span(("a", "c", 0))) == "a"
    assert cut(text, document.value_span(("a", "c", 0))) == "b: 1"
    assert cut(text, document.value_span(("a", "b", "d"))) == "1"
    assert cut(text, document.value_span(("x", "a"))) == "a:\n  b: 1"


@both_parsers
@pytest.mark.parametrize("indicator", ["|", "|-", ">+"])
def test_a_block_of_text_ends_with_its_last_word(indicator: str, pure: bool) -> None:
    text = f"a: {indicator}\n  x\n  y\n\n\n# c\nb: 1\n"
    assert cut(text, parse(text, pure=pure).value_span(("a",))) == f"{indicator}\n  x\n  y"


@both_parsers
def test_a_pair_inside_a_list_ends_with_its_value(pure: bool) -> None:
    text = "[a: b , {c} ]"
    document = parse(text, pure=pure)
    assert [cut(text, document.value_span((i,))) for i in (0, 1)] == ["a: b", "{c}"]


@both_parsers
@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"], ids=["U+2028", "U+2029", "NEL"])
@pytest.mark.parametrize("quotes", ["", "'", '"'], ids=["plain", "single", "double"])
def test_only_a_line_feed_ends_a_line(separator: str, quotes: str, pure: bool) -> None:
    document = parse(f"# c{separator}d\na: {quotes}x{separator}y{quotes}\nc: 1\n", pure=pure)
    assert document.data == {"a": f"x{separator}y", "c": 1}
    assert document.key_span(("c",)) == Span("f.yaml", 3, 1, 3, 2)


@both_parsers
def test_separators_are_kept_apart_from_private_characters_of_the_text(pure: bool) -> None:
    assert parse("a: \ue000\u2028\ue001\ue003\x85\n", pure=pure).data == {"a": "\ue000\u2028\ue001\ue003\x85"}


@both_parsers
def test_windows_line_ends_move_nothing(pure: bool) -> None:
    text = "a: 1\r\nb: 'x\r\n  y'\r\nc: no\r\n"
    document, (problem,) = parse_yaml(text, "f.yaml", pure=pure)
    assert document is not None
    assert document.data == {"a": 1, "b": "x y", "c": "no"}
    assert document.value_span(("a",)) == Span("f.yaml", 1, 4, 1, 5)
    assert problem.span == Span("f.yaml", 4, 4, 4, 6)


@both_parsers
def test_lone_carriage_returns_separate_entries_but_are_no_lines(pure: bool) -> None:
    document = parse("a: 1\rb: 2\r", pure=pure)
    assert document.data == {"a": 1, "b": 2}
    assert document.key_span(("b",)) == Span("f.yaml", 1, 6, 1, 7)


@both_parsers
def test_a_byte_order_mark_moves_nothing(pure: bool) -> None:
    assert only_problem("\ufeffa: no\n", pure=pure).span == Span("f.yaml", 1, 4, 1, 6)


def test_columns_count_code_points() -> None:
    assert only_problem("{😀é日: no}\n").span == Span("f.yaml", 1, 7, 1, 9)


def test_a_large_file_is_parsed_in_far_less_than_a_second() -> None:
    rule = "  when: {indicator: open_drug_scene_level, at_least: 2}\n  text:\n    sv: Öppen handel\n  list: [1, 2.5]\n"
    text = "".join(f"rule-{number}:\n{rule}" for number in range(3600))
    started = time.process_time()
    document = parse(text)
    document.value_span(("rule-3299", "list", 1))
    assert len(text) > 400_000
    assert time.process_time() - started < (1.0 if yaml.__with_libyaml__ else 10.0)


# Files


def test_a_file_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "å.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xa5\r\n")
    assert read_text(path) == ("a: å\r\n", ())


def test_a_missing_file_a_folder_and_an_impossible_name_are_problems(tmp_path: Path) -> None:
    for path, message in (
        (tmp_path / "x.yaml", "there is no such file"),
        (tmp_path, "this is a folder, not a file"),
        (Path("a\0b"), "this is not the name of a file"),
        (tmp_path / ("x" * 5000), "the file cannot be read: file name too long"),
    ):
        text, (problem,) = read_text(path, "name.yaml")
        assert text is None
        assert (problem.code, problem.message, problem.span) == ("FM101", message, Span("name.yaml", 1, 1, 1, 1))


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (problem,) = read_text(tmp_path / "x.yaml")[1]
    assert (problem.code, problem.message) == ("FM101", "you may not read this file")


def test_a_file_is_called_by_its_path_unless_named_otherwise(tmp_path: Path) -> None:
    assert read_text(tmp_path / "x.yaml")[1][0].span.file == str(tmp_path / "x.yaml")


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert read_text(path) == ("#" * MAX_BYTES, ())
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    (problem,) = read_text(path)[1]
    assert problem.code == "FM112"


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        pytest.param("a: 1\nå: ö".encode("latin-1"), 2, 1, "0xE5 cannot stand here", id="latin-1"),
        pytest.param("å: ".encode() + b"\xff", 1, 4, "0xFF cannot stand here", id="columns count characters"),
        pytest.param(b"\xef\xbb\xbfa\xe5", 1, 2, "0xE5 cannot stand here", id="after a byte order mark"),
        pytest.param(b"a: \xed\xa0\x80", 1, 4, "0xED cannot stand here", id="a surrogate"),
        pytest.param("a: 1".encode("utf-16"), 1, 1, "but UTF-16", id="utf-16 with a mark"),
        pytest.param("a: 1".encode("utf-16-le"), 1, 2, "a zero byte", id="utf-16 without a mark"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", 3, 1, "a zero byte", id="a picture"),
    ],
)
def test_what_is_not_utf_8_is_refused_where_it_begins(data: bytes, line: int, column: int, message: str) -> None:
    text, (problem,) = decode(data, "f.yaml")
    assert text is None
    assert problem.code == "FM102"
    assert message in problem.message
    assert (problem.span.line, problem.span.column) == (line, column)


def test_a_letter_of_another_encoding_is_recognised() -> None:
    (problem,) = decode("namn: Malmö".encode("cp1252"), "f.yaml")[1]
    assert problem.help == "save the file again with the encoding UTF-8; in Windows-1252 this byte is `ö`"


@given(st.binary())
def test_any_bytes_become_text_or_a_problem(data: bytes) -> None:
    text, problems = decode(data, "f.yaml")
    assert (text is None) == bool(problems)
    for problem in problems:
        assert problem.span.line <= data.count(b"\n") + 1


# Anything at all

_PIECES = (
    "a", "b: ", "- ", "\n", "\n  ", "\n ", "  ", "\t", "? ", ": ", ":", "[", "]", "{", "}", ", ", "'", '"',
    "|", "|2\n", "|-", ">\n", ">+", "#", " # c", "&a ", "*a", "!t ", "!!str ", "%", "%YAML 1.1\n", "---", "--- ", "...",
    "\n---\n", "1", "010", "no", "1e3", ".nan", "é", "😀", "\u2028", "\x85", "\r", "\r\n", "\\", "\\u00e5", "\\x",
    "\\ud800", "\\U00110000", "<<: ", "~", "12:30", "@", "\ufeff", "''", '""', "x y", "\xa0", "\x7f", "\ud800", "=",
)  # fmt: skip
yamlish = st.lists(st.sampled_from(_PIECES), max_size=20).map("".join)
anything = st.one_of(st.text(), st.text(st.characters()), yamlish)


@settings(max_examples=400)
@given(text=anything, pure=st.booleans())
@example(text='"\\UFFFFFFFF"', pure=True)
@example(text="a: [1,\n", pure=False)
def test_any_text_becomes_data_or_problems_with_places_inside_the_text(text: str, pure: bool) -> None:
    document, problems = parse_yaml(text, "f.yaml", pure=pure)
    assert document is not None or problems
    for problem in problems:
        assert problem.code in CODES
        assert problem.help
        assert not re.search(r"[A-Z]\w+Error|object at|\.$", problem.message)
        for span in (problem.span, *(span for _, span in problem.related)):
            assert_inside(span, text)
    format_diagnostics(problems, {"f.yaml": text}).encode("utf-8")
    for path in paths_in(document.data if document else None):
        if document is not None:
            assert_inside(document.key_span(path), text)
            assert_inside(document.value_span(path), text)


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML was built without its C parser")
@settings(max_examples=400)
@given(text=anything)
@example(text="a:\t1")
@example(text="|#")
def test_both_parsers_give_the_same_document(text: str) -> None:
    one, one_problems = parse_yaml(text, "f.yaml")
    two, two_problems = parse_yaml(text, "f.yaml", pure=True)
    if one is None or two is None:
        assert two is None  # the Python parser is the stricter one: it refuses tabs between words, and `|#`
        return
    assert repr(one.data) == repr(two.data)
    assert one_problems == two_problems
    for path in paths_in(one.data):
        assert one.key_span(path) == two.key_span(path)
        assert one.value_span(path) == two.value_span(path)


# Text that PyYAML, a YAML 1.1 writer, leaves unquoted and we would read as a number or refuse is left out.
texts = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not re.match(r"[-+.]?[.]?[0-9]", text))
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts)
plain_data = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.one_of(texts, st.integers()), inner)),
    max_leaves=20,
)


@given(
    data=plain_data,
    flow=st.sampled_from([True, False, None]),
    unicode=st.booleans(),
    width=st.sampled_from([5, 80, 10_000]),
    pure=st.booleans(),
)
def test_what_pyyaml_writes_is_read_back(data: Any, flow: bool | None, unicode: bool, width: int, pure: bool) -> None:
    class NoAliases(yaml.SafeDumper):
        def ignore_aliases(self, _data: Any) -> bool:
            return True

    text = yaml.dump(
        data, Dumper=NoAliases, default_flow_style=flow, allow_unicode=unicode, width=width, sort_keys=False
    )
    assume(not re.search("[\x85\u2028\u2029]", text))  # written as the line ends that they are in YAML 1.1 only
    assume(yaml.safe_load(text) == data)  # PyYAML 6.0.3 folds some long texts in double quotes wrongly
    document = parse(text, pure=pure)
    assert document.data == data
    assert repr(document.data) == repr(data)
    for path in paths_in(data):
        if path and isinstance(path[-1], str) and re.fullmatch("[a-z]+", path[-1]):
            assert cut(text, document.key_span(path)).strip("'\"") == path[-1]


def test_numbers_keep_their_value_and_sign() -> None:
    data = parse("[-0.0, 0.1, 1.0e+300]").data
    assert data == [0.0, 0.1, 1e300]
    assert isinstance(data, list)
    assert math.copysign(1, float(str(data[0]))) == -1
