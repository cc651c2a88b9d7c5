"""How problems are worded, underlined, ordered and carried by exceptions."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fasmodell.diagnostics import (
    CODES,
    QUOTE_WIDTH,
    Diagnostic,
    Diagnostics,
    FasmodellError,
    InferenceError,
    ProfileError,
    RuleBaseError,
    Severity,
    Span,
    format_diagnostic,
    format_diagnostics,
    quote,
    suggest,
)


def at(line: int, column: int, end_column: int, *, end_line: int | None = None, file: str = "f.yaml") -> Span:
    return Span(file, line, column, line if end_line is None else end_line, end_column)


def error(span: Span, help: str | None = None, related: tuple[tuple[str, Span], ...] = ()) -> Diagnostic:
    return Diagnostic("FM104", Severity.error, "it is wrong", span, help, related)


def underlined(span: Span, text: str, width: int = 100) -> tuple[str, str]:
    """The source line and the underline, both without the margin."""
    _, line, underline = format_diagnostic(error(span), text, width).split("\n")
    margin = line.index(" | ") + 3
    assert underline[:margin] == " " * (margin - 3) + " | "
    return line[margin:], underline[margin:]


def test_the_layout_is_the_one_in_the_conventions() -> None:
    text = "\n" * 7 + "        at_leest: 2\n"
    span = at(8, 9, 17, file="rules/1-findings/open-drug-scene.yaml")
    message = "unknown key `at_leest` in an indicator condition"
    diagnostic = Diagnostic("FM104", Severity.error, message, span, "did you mean `at_least`?")
    assert format_diagnostic(diagnostic, text) == (
        "rules/1-findings/open-drug-scene.yaml:8:9: error[FM104]: unknown key `at_leest` in an indicator condition\n"
        "  8 |         at_leest: 2\n"
        "    |         ^^^^^^^^\n"
        "help: did you mean `at_least`?"
    )


def test_related_places_are_notes_with_lines_of_their_own() -> None:
    text = "a: 1\n" * 10
    shown = format_diagnostic(error(at(10, 1, 2), "keep one", (("first written here", at(1, 1, 2)),)), text)
    assert shown == (
        "f.yaml:10:1: error[FM104]: it is wrong\n"
        "  10 | a: 1\n"
        "     | ^\n"
        "f.yaml:1:1: note: first written here\n"
        "  1 | a: 1\n"
        "    | ^\n"
        "help: keep one"
    )


def test_related_places_in_other_files_get_their_lines_when_the_text_is_there() -> None:
    diagnostic = error(at(1, 1, 2), related=(("defined here", at(1, 1, 2, file="g.yaml")),))
    assert "g.yaml:1:1: note: defined here" in format_diagnostic(diagnostic, "mine")
    assert "other" not in format_diagnostic(diagnostic, "mine")
    assert "  1 | other" in format_diagnostics([diagnostic], {"f.yaml": "mine", "g.yaml": "other"})


def test_without_the_text_only_the_message_and_the_help_are_shown() -> None:
    assert format_diagnostic(error(at(3, 1, 2), "do it"), None) == "f.yaml:3:1: error[FM104]: it is wrong\nhelp: do it"


def test_a_line_that_is_not_there_is_not_shown() -> None:
    assert format_diagnostic(error(at(3, 1, 2)), "one\n") == "f.yaml:3:1: error[FM104]: it is wrong"
    assert format_diagnostic(error(at(0, 1, 2)), "one\n") == "f.yaml:0:1: error[FM104]: it is wrong"


def test_warnings_are_called_warnings() -> None:
    diagnostic = Diagnostic("FM104", Severity.warning, "look", at(1, 1, 1))
    assert format_diagnostic(diagnostic, None) == "f.yaml:1:1: warning[FM104]: look"


def test_help_of_several_lines_is_indented() -> None:
    assert format_diagnostic(error(at(1, 1, 1), "one\ntwo"), None).endswith("\nhelp: one\n      two")


@pytest.mark.parametrize(
    ("text", "span", "line", "underline"),
    [
        pytest.param("\tkey: 1", at(1, 2, 5), "    key: 1", "    ^^^", id="a tab is four columns"),
        pytest.param("k: 日本 x", at(1, 4, 6), "k: 日本 x", "   ^^^^", id="wide characters are two columns"),
        pytest.param("日本: x", at(1, 5, 6), "日本: x", "      ^", id="wide characters before the span"),
        pytest.param("e\u0301: x", at(1, 5, 6), "e\u0301: x", "   ^", id="combining marks are none"),
        pytest.param("a\u200b: x", at(1, 5, 6), "a<U+200B>: x", "           ^", id="zero width is spelt out"),
        pytest.param("a\x1b[31m: x", at(1, 1, 2), "a<U+001B>[31m: x", "^", id="no escape reaches the terminal"),
        pytest.param("a\u202eb", at(1, 3, 4), "a<U+202E>b", "         ^", id="no text runs backwards"),
        pytest.param("\ufeffkey: 1", at(1, 1, 4), "key: 1", "^^^", id="a byte order mark moves nothing"),
        pytest.param("key: 1\r\nb: 2\r\n", at(1, 6, 7), "key: 1", "     ^", id="carriage returns are not shown"),
        pytest.param("a\u2028b: 1\nc", at(2, 1, 2), "c", "^", id="lines end at line feeds only"),
        pytest.param("a: [1,\n 2]", at(1, 4, 4, end_line=2), "a: [1,", "   ^^^", id="a long span ends with its line"),
        pytest.param("a:", at(1, 3, 3), "a:", "  ^", id="an empty span is one mark"),
        pytest.param("a:", at(1, 9, 12), "a:", "  ^", id="a span beyond the line stands at its end"),
        pytest.param("", at(1, 1, 1), "", "^", id="an empty file"),
    ],
)
def test_the_underline_stands_under_the_span(text: str, span: Span, line: str, underline: str) -> None:
    _, *shown = format_diagnostic(error(span), text).split("\n")
    assert shown == [f"  {span.line} | {line}".rstrip(), f"    | {underline}"]


def test_long_lines_are_cropped_around_the_span() -> None:
    line, underline = underlined(at(1, 501, 504), "x" * 500 + "abc" + "y" * 500)
    assert line == "…" + "x" * 33 + "abc" + "y" * 64 + "…"
    assert line[underline.index("^") : len(underline)] == "abc"


def test_long_lines_are_cropped_at_one_end_only_when_the_span_is_near_the_other() -> None:
    line, underline = underlined(at(1, 1, 4), "abc" + "y" * 500)
    assert (line, underline) == ("abc" + "y" * 97 + "…", "^^^")
    line, underline = underlined(at(1, 501, 504), "x" * 500 + "abc")
    assert (line, underline) == ("…" + "x" * 97 + "abc", " " * 98 + "^^^")


def test_a_span_longer_than_the_screen_is_cut_with_its_line() -> None:
    line, underline = underlined(at(1, 1, 1001), "x" * 1000, width=60)
    assert (line, underline) == ("x" * 60 + "…", "^" * 60)


def test_control_characters_in_messages_files_and_help_are_spelt_out() -> None:
    span = Span("a\nb.yaml", 1, 1, 1, 1)
    shown = format_diagnostic(Diagnostic("FM104", Severity.error, "x\x1b[0m", span, "y\ud800"), None)
    assert shown == "a<U+000A>b.yaml:1:1: error[FM104]: x<U+001B>[0m\nhelp: y<U+D800>"


def test_diagnostics_are_sorted_by_place_with_an_empty_line_between() -> None:
    found = [error(at(2, 1, 2)), error(at(1, 5, 6)), error(at(1, 3, 4)), error(at(9, 1, 2, file="a.yaml"))]
    heads = [block.split(": ")[0] for block in format_diagnostics(found, {}).split("\n\n")]
    assert heads == ["a.yaml:9:1", "f.yaml:1:3", "f.yaml:1:5", "f.yaml:2:1"]
    assert format_diagnostics(reversed(found), {}) == format_diagnostics(found, {})


def test_no_diagnostics_are_no_text() -> None:
    assert format_diagnostics([], {}) == ""


@given(
    text=st.text(),
    message=st.text(),
    numbers=st.tuples(*[st.integers(-3, 300)] * 4),
    width=st.integers(-5, 200),
)
def test_formatting_never_raises_and_prints(text: str, message: str, numbers: tuple[int, ...], width: int) -> None:
    span = Span("f.yaml", *numbers)
    shown = format_diagnostic(Diagnostic("FM104", Severity.error, message, span, message), text, width)
    assert re.sub("\n", "", shown).isprintable()
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("at_leest", "at_least", id="a wrong letter"),
        pytest.param("at_lesat", "at_least", id="two letters swapped"),
        pytest.param("at-least", "at_least", id="a hyphen for an underscore"),
        pytest.param("AT_LEAST", "at_least", id="capitals"),
        pytest.param("open_drug_scene_levl", "open_drug_scene_level", id="a letter left out of a long name"),
        pytest.param("at_least", None, id="the word itself is no suggestion"),
        pytest.param("open_drug_scene_share", None, id="another ending is another name"),
        pytest.param("at", None, id="a short word is close to everything"),
        pytest.param("zzz", None, id="nothing is close"),
        pytest.param("", None, id="nothing written"),
    ],
)
def test_only_a_close_name_is_suggested(word: str, expected: str | None) -> None:
    assert suggest(word, ["above", "at_most", "at_least", "open_drug_scene_level"]) == expected


def test_of_equally_close_names_the_first_is_suggested_whatever_their_order() -> None:
    assert suggest("rate_d", ["rate_c", "rate_b"]) == suggest("rate_d", ["rate_b", "rate_c"]) == "rate_b"


@given(word=st.text(max_size=20), candidates=st.lists(st.text(max_size=20)))
def test_a_suggestion_is_always_another_candidate(word: str, candidates: list[str]) -> None:
    suggestion = suggest(word, candidates)
    assert suggestion is None or (suggestion in candidates and suggestion != word)


def test_quoted_words_stay_on_one_line_and_short() -> None:
    assert quote("a\n b") == "`a b`"
    assert quote("x" * 1000) == f"`{'x' * (QUOTE_WIDTH - 1)}…`"


@pytest.mark.parametrize("kind", [FasmodellError, ProfileError, RuleBaseError, InferenceError])
def test_errors_say_their_message_and_survive_pickling(kind: type[FasmodellError]) -> None:
    raised = kind("the profile has 1 error", [error(at(1, 1, 2))], {"f.yaml": "a: 1"})
    for one in (raised, pickle.loads(pickle.dumps(raised))):
        assert type(one) is kind
        assert str(one) == "the profile has 1 error"
        assert one.diagnostics == (error(at(1, 1, 2)),)
        assert one.texts == {"f.yaml": "a: 1"}
    assert isinstance(raised, FasmodellError)


def test_an_error_needs_no_diagnostics() -> None:
    assert InferenceError("no").diagnostics == ()
    assert InferenceError("no").texts == {}


def test_diagnostics_are_gathered_in_order() -> None:
    found = Diagnostics()
    found.warning("FM104", "look", at(2, 1, 1))
    assert not found.has_errors
    found.error("FM105", "wrong", at(1, 1, 1), "mend it", [("here", at(1, 1, 1))])
    found.extend([error(at(3, 1, 1))])
    assert found.has_errors
    assert len(found) == 3
    assert [one.code for one in found] == ["FM104", "FM105", "FM104"]
    assert list(found)[1].related == (("here", at(1, 1, 1)),)


def test_codes_are_well_formed_sorted_and_their_titles_follow_the_wording_rules() -> None:
    assert list(CODES) == sorted(CODES)
    for code, title in CODES.items():
        assert re.fullmatch(r"FM[1-9][0-9]{2}", code)
        assert title
        assert not title.endswith(".")
    assert len(set(CODES.values())) == len(CODES)
