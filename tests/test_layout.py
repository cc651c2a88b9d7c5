"""The one layout of YAML files: what they mean, and every comment, comes out as it went in."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fasmodell import load_rule_base
from fasmodell.authoring.editor_schemas import ENTRIES
from fasmodell.authoring.formatting import format_yaml
from fasmodell.authoring.key_order import kind_of_file
from fasmodell.authoring.layout_files import changes_in, files_of
from fasmodell.authoring.yaml_layout import WIDTH
from fasmodell.loader import FORMATS, digest_of
from fasmodell.profile_template import profile_template
from fasmodell.yaml_source import Plain, parse_yaml
from in_process import ROOT, run
from strategies_yaml import mutated_texts, values

SHIPPED = [*files_of([ROOT / "rules", ROOT / "knowledge_base", ROOT / "examples"])]
SMALL = [
    path.read_text(encoding="utf-8")
    for path in SHIPPED
    if path.stat().st_size < 9_000 and path.name not in ("plan-policy.yaml",)
]


def laid_out(text: str) -> str:
    """The layout of a text without problems."""
    formatted = format_yaml(text, "f.yaml")
    assert formatted.text is not None, formatted.problems
    return formatted.text


def data_of(text: str) -> Plain:
    document, problems = parse_yaml(text, "f.yaml")
    assert document is not None
    assert not problems
    return document.data


def assert_same(before: str, after: str) -> None:
    """Both mean the same, types of numbers included, and the layout of a layout is itself."""
    assert repr(_sorted(data_of(before))) == repr(_sorted(data_of(after)))
    assert laid_out(after) == after


def _sorted(data: Plain) -> object:
    if isinstance(data, dict):
        return sorted(
            ((type(key).__name__, str(key), _sorted(value)) for key, value in data.items()), key=lambda e: e[:2]
        )
    return [_sorted(one) for one in data] if isinstance(data, list) else data


# What must not go wrong


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        pytest.param("a: 1 # c\n", "a: 1  # c\n", id="a comment beside a value"),
        pytest.param("a: >- # c\n  x\n", "a: x  # c\n", id="a comment beside the sign of a block of text"),
        pytest.param("a:\n  # c\n  b: 1\n", "a:\n  # c\n  b: 1\n", id="a comment below a key"),
        pytest.param("a:\n  # c\n  1\nb: 2\n", "a: 1\n# c\nb: 2\n", id="a comment between a key and its value"),
        pytest.param(
            "a:\n  b: 1\n  # in a\n# of c\nc: 2\n", "a:\n  b: 1\n  # in a\n# of c\nc: 2\n", id="by indentation"
        ),
        pytest.param("a: [1, # c\n  2] # d\n", "a:  # d\n  - 1  # c\n  - 2\n", id="comments inside brackets open them"),
        pytest.param("a: {b: 1, # c\n}\n", "a:\n  b: 1  # c\n", id="a comment before a closing bracket"),
        pytest.param("a: [\n  # c\n]\nb: 1\n", "# c\na: []\nb: 1\n", id="a comment in an empty list"),
        pytest.param("- # c\n  a: 1\n", "# c\n- a: 1\n", id="a comment beside a dash"),
        pytest.param("-\n  # c\n  a: 1\n", "# c\n- a: 1\n", id="a comment below a dash"),
        pytest.param("- - 1 # c\n  - 2\n", "- - 1  # c\n  - 2\n", id="lists in lists"),
        pytest.param("? a # c\n: b # d\n", "# c\na: b  # d\n", id="a key with its own sign"),
        pytest.param("--- # c\na: 1\n...\n# d\n", "# c\na: 1\n# d\n", id="marks of a document"),
        pytest.param("# c\n\n# d\na: 1\n", "# c\n\n# d\na: 1\n", id="an empty line at the head stays"),
        pytest.param("a: |\n  # no comment\n  b\n", "a: |\n  # no comment\n  b\n", id="text that looks like a comment"),
        pytest.param('a: "x # no comment"\n', 'a: "x # no comment"\n', id="a quoted number sign"),
        pytest.param("a: b#c\n", "a: b#c\n", id="a number sign inside a word"),
        pytest.param("\n\na:   1\n\n\n\nc: 2\n\n\n", "a: 1\n\nc: 2\n", id="many empty lines"),
        pytest.param("# a\r\nb: 1 # c\r\n", "# a\nb: 1  # c\n", id="line ends of another system"),
        pytest.param("\ufeffa: 1\n", "a: 1\n", id="a byte order mark"),
        pytest.param("a: 1", "a: 1\n", id="no line end at the end"),
        pytest.param("a:\n  b: 1\n#  c: 2\n  d: 3\n", "a:\n  b: 1\n#  c: 2\n  d: 3\n", id="a line put out of use"),
        pytest.param("only text\n", "only text\n", id="one value alone"),
        pytest.param("# c\n[]\n# d\n", "# c\n[]\n# d\n", id="an empty list alone"),
    ],
)
def test_a_comment_and_an_empty_line_stay_where_they_belong(written: str, wanted: str) -> None:
    assert laid_out(written) == wanted
    assert_same(written, wanted)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("1", "1"), ("1.0", "1.0"), ("+1", "+1"), ("1e3", "1e3"), ("True", "true"), ("~", "null"), ("", ""),
        ("'1'", '"1"'), ("'true'", '"true"'), ("'no'", '"no"'), ("'~'", '"~"'), ("''", '""'), ("'a'", "a"),
        ("'2026-03-31'", "2026-03-31"), ("'2026'", '"2026"'), ("2026-Q1", "2026-Q1"), ("'a: b'", '"a: b"'),
        ("'a:'", '"a:"'), ("'- a'", '"- a"'), ("'a #b'", '"a #b"'), ("' a'", '" a"'), ("'a '", '"a "'),
        ('"a\\tb"', '"a\\tb"'), ('"a\\u2028b"', '"a\\u2028b"'), ('"\\ud83d\\ude00"', None), ('"\\U0001f600"', "😀"),
        ("'0180'", '"0180"'), ("'1_000'", '"1_000"'), ("'12:30'", '"12:30"'), ("'{a}'", '"{a}"'), ("'6 §'", '"6 §"'),
        ("'https://x.se/a'", '"https://x.se/a"'), ("'<<'", '"<<"'), ("'='", '"="'), ("'---'", '"---"'),
        ("Brå 2018:9", "Brå 2018:9"),
    ],
)  # fmt: skip
def test_a_value_is_written_so_that_nobody_misreads_it(written: str, wanted: str | None) -> None:
    if wanted is None:
        assert format_yaml(f"a: {written}\n", "f.yaml").text is None
        return
    assert laid_out(f"a: {written}\n") == f"a: {wanted}".rstrip() + "\n"
    assert_same(f"a: {written}\n", laid_out(f"a: {written}\n"))


def test_keys_come_in_order_with_their_comments_and_ids_stay_where_they_are() -> None:
    written = """\
        # yaml-language-server: $schema=rules.schema.json
        rules:
          second:
            # on the status
            status: draft
            then: {level: marked, finding: x}  # beside
            title: {en: b, sv: a}
            later_key: 1
            when: {at_least: 1, indicator: y}
          first: {title: {en: d, sv: c}, when: {all: [{is: true, indicator: z}]}}
        format: fasmodell.rules/1
        """
    wanted = """\
        # yaml-language-server: $schema=rules.schema.json
        format: fasmodell.rules/1
        rules:
          second:
            title: {sv: a, en: b}
            when: {indicator: y, at_least: 1}
            then: {finding: x, level: marked}  # beside
            # on the status
            status: draft
            later_key: 1

          first:
            title: {sv: c, en: d}
            when: {all: [{indicator: z, is: true}]}
        """
    indent = re.compile("^ {8}", re.MULTILINE)
    assert laid_out(indent.sub("", written)) == indent.sub("", wanted)


def test_long_texts_are_folded_and_long_lists_filled_at_120_columns() -> None:
    text = f"a: {'ord ' * 60}slut\nb: [{', '.join(f'ganska_langt_ord_{n}' for n in range(20))}]\nc: {'x' * 200}\n"
    formatted = laid_out(text)
    assert [line for line in formatted.splitlines() if len(line) > WIDTH] == [f"c: {'x' * 200}"]
    assert max(len(line) for line in formatted.splitlines() if "ord" in line) > WIDTH - 25
    assert "a: >-\n" in formatted
    assert "b:\n  [ganska" in formatted
    assert_same(text, formatted)


@pytest.mark.parametrize("text", ["a: [", "a: *b\n", "a: no\n", "a: 1\na: 2\n", "", "a: !t 1\n"])
def test_a_file_with_a_problem_is_left_alone_and_the_problem_told(text: str) -> None:
    formatted = format_yaml(text, "f.yaml")
    assert formatted.text is None
    assert formatted.problems


# Laws


@st.composite
def commented_texts(draw: st.DrawFn, texts: Sequence[str]) -> tuple[str, list[str]]:
    """A text with comments put in at the end of lines and on lines of their own, and the comments."""
    lines = draw(st.sampled_from(texts)).split("\n")
    first = draw(st.integers(0, max(0, len(lines) - 30)))
    marks = []
    for number in range(draw(st.integers(1, 6))):
        mark = f"# note {number}."
        at = draw(st.integers(first, min(len(lines) - 1, first + 30)))
        if draw(st.booleans()):
            lines[at] += f" {mark}"
        else:
            lines.insert(at, " " * draw(st.sampled_from([0, 2, 4, 6, 8])) + mark)
        marks.append(mark)
        if draw(st.booleans()):
            lines.insert(draw(st.integers(first, min(len(lines) - 1, first + 30))), "")
    return "\n".join(lines), marks


@settings(max_examples=60, deadline=None)
@given(commented_texts(SMALL))
def test_every_comment_survives_wherever_it_stands(commented: tuple[str, list[str]]) -> None:
    text, marks = commented
    document, problems = parse_yaml(text, "f.yaml")
    assume(document is not None and not problems)
    formatted = laid_out(text)
    assert_same(text, formatted)
    # Where a mark landed inside a text it is text, and folded like it.
    unfolded = re.sub(r"\s+", " ", formatted)
    assert [unfolded.count(mark) for mark in marks] == [1] * len(marks)


@settings(max_examples=60, deadline=None)
@given(mutated_texts(SMALL))
def test_a_damaged_text_is_laid_out_or_left_alone_but_never_changes(text: str) -> None:
    formatted = format_yaml(text, "f.yaml")
    assert (formatted.text is None) == bool(formatted.problems)
    if formatted.text is not None:
        assert_same(text, formatted.text)


_WORDS = st.text(
    st.sampled_from("abc åÖ:#-?,[]{}&*!|>'\"%@`=~<0129._\n\t\\/\u2028\x85\u00a0é😀\r"), max_size=12
) | st.sampled_from(["ett långt ord " * 12, "a " * 90 + "b", "x" * 130, "rad\nrad två\n", "  in\nut", "null", "1e3"])
_KEYS = _WORDS.filter(lambda word: "\r" not in word) | st.integers(-3, 99)
_DATA = st.recursive(
    _WORDS | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False) | values(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=120, deadline=None)
@given(
    _DATA,
    st.sampled_from([None, True, False]),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([20, 80, 400]),
    st.sampled_from([2, 4, 7]),
)
def test_any_data_however_it_is_written_means_the_same(
    data: Plain, flow: bool | None, style: str | None, width: int, indent: int
) -> None:
    text = yaml.safe_dump(
        data,
        default_flow_style=flow,
        default_style=style,
        width=width,
        indent=indent,
        allow_unicode=True,
        sort_keys=False,
    )
    document, problems = parse_yaml(text, "f.yaml")
    assume(document is not None and not problems)
    assert_same(text, laid_out(text))


# What is shipped


def test_every_shipped_file_is_in_its_layout() -> None:
    assert [str(change.path) for change in changes_in(SHIPPED)] == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_new_profile_is_in_its_layout(language: str) -> None:
    knowledge = load_rule_base().knowledge
    template = profile_template(knowledge, "sv" if language == "sv" else "en", core_only=False)
    assert_same(template, laid_out(template))
    assert laid_out(template).count("\n") >= template.count("\n") - 3


def test_every_key_of_the_shipped_files_has_its_place() -> None:
    """A new key, or a new kind of file, is given its place in `key_order`."""
    placeless = set()
    for path in SHIPPED:
        data = data_of(path.read_text(encoding="utf-8"))
        waiting = [(data, kind_of_file(data), path.name)]
        while waiting:
            value, kind, name = waiting.pop()
            if isinstance(value, dict):
                if kind.keys:
                    placeless |= {f"{name}: {key}" for key in value if str(key) not in kind.keys}
                waiting += [(inner, kind.under(key), f"{name}.{key}") for key, inner in value.items()]
            elif isinstance(value, list):
                waiting += [(inner, kind.items or kind, name) for inner in value]
    assert placeless == set()


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_has_the_order_of_its_sections_and_of_what_stands_in_them(format_: str) -> None:
    kind = kind_of_file({"format": format_})
    assert kind.keys == ("format", *FORMATS[format_])
    for section in set(FORMATS[format_]) & set(ENTRIES):
        entry = kind.under(section).each
        assert entry is not None
        assert entry.keys


def test_layout_does_not_move_the_digest() -> None:
    text = (ROOT / "rules" / "ranking-policy.yaml").read_text(encoding="utf-8")
    scattered = yaml.safe_dump(data_of(text), allow_unicode=True, sort_keys=True)
    assert laid_out(scattered) != scattered
    assert digest_of({"f": data_of(laid_out(scattered))}) == digest_of({"f": data_of(text)})


# The command


def test_fmt_writes_what_check_named_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    untidy, tidy = tmp_path / "a.yaml", tmp_path / "deep" / "b.yaml"
    tidy.parent.mkdir()
    untidy.write_bytes(b"\xef\xbb\xbfa:   1 # c\r\n")
    tidy.write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("a:   1", encoding="utf-8")
    untidy.chmod(0o640)
    checked = run("fmt", "--check", str(tmp_path))
    assert (checked.returncode, checked.stdout) == (1, f"{untidy}\n1 of 2 files would change\n")
    shown = run("fmt", "--diff", str(tmp_path))
    assert (shown.returncode, shown.stderr) == (1, "1 of 2 files would change\n")
    assert "+a: 1  # c\n" in shown.stdout
    assert untidy.read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("fmt", str(tmp_path)).stdout == "1 of 2 files changed\n"
    assert untidy.read_bytes() == b"a: 1  # c\n"
    assert untidy.stat().st_mode & 0o777 == 0o640
    assert run("fmt", str(tmp_path)).stdout == "0 of 2 files changed\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.yaml", "deep", "notes.txt"]


def test_the_diff_can_be_applied(tmp_path: Path) -> None:
    untidy = tmp_path / "a.yaml"
    untidy.write_text("# top\nb:   1\n\n\n\nc: {d: 1 }", encoding="utf-8")
    patch = run("fmt", "--diff", str(untidy)).stdout.replace(str(untidy), "a.yaml")
    done = subprocess.run(
        ["git", "apply", "-p0", "-"], cwd=tmp_path, input=patch, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert untidy.read_text(encoding="utf-8") == "# top\nb: 1\n\nc: {d: 1}\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [("format: fasmodell.rules/1\na: [\n", 3), ("format: fasmodell.profile/1\na: [\n", 4), ("a: [", 4)],
)
def test_one_broken_file_and_nothing_is_written(tmp_path: Path, content: str, code: int) -> None:
    broken, untidy = tmp_path / "broken.yaml", tmp_path / "untidy.yaml"
    broken.write_text(content, encoding="utf-8")
    untidy.write_text("a:   1\n", encoding="utf-8")
    done = run("fmt", str(tmp_path))
    assert done.returncode == code
    assert done.stdout == ""
    assert "error[FM103]" in done.stderr
    assert "nothing was written" in done.stderr
    assert untidy.read_text(encoding="utf-8") == "a:   1\n"
    assert broken.read_text(encoding="utf-8") == content


def test_what_is_no_yaml_file_is_refused(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("a:   1\n", encoding="utf-8")
    done = run("fmt", str(notes))
    assert (done.returncode, done.stdout) == (4, "")
    assert "error[FM130]" in done.stderr
    assert notes.read_text(encoding="utf-8") == "a:   1\n"
    assert "error[FM101]" in run("fmt", str(tmp_path / "none.yaml")).stderr


def test_standard_input_comes_out_laid_out() -> None:
    assert run("fmt", "-", stdin="a:   {b:  1}\n").stdout == "a: {b: 1}\n"
    broken = run("fmt", "-", stdin="a: [")
    assert (broken.returncode, broken.stdout) == (4, "")
    assert run("fmt", "-", "--check", stdin="a: 1").returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="links need a right on this system")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "a.yaml", tmp_path / "b.yaml"
    real.write_text("a:   1\n", encoding="utf-8")
    link.symlink_to(real)
    assert run("fmt", str(link)).stdout == "1 of 1 files changed\n"
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "a: 1\n"
