"""The codes of diagnostics: each used, each with one page that shows its real example, and each in the index."""

import os
import re
from pathlib import Path

import pytest

from bad_cases import FOLDERS, code_of
from fasmodell.code_titles import CODES_SV, code_title
from fasmodell.codes import CODES

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "fasmodell"
PAGES = ROOT / "docs" / "codes"
INDEX = PAGES / "README.md"
_SERIES = {
    "1": "Form", "2": "References", "3": "Meaning of rules", "4": "Profile values", "5": "Rule tests",
    "6": "Tables of many profiles", "7": "Decisions", "9": "Inference",
}  # fmt: skip
_MOST_SHOWN = 2


def example_of(code: str) -> str:
    """What is said about the first bad folder of a code, without what is only a consequence."""
    folder = next(folder for folder in FOLDERS if code_of(folder) == code)
    told = (folder / "expected.txt").read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return "\n\n".join([one for one in told if f"[{code}]: " in one][:_MOST_SHOWN])


def index() -> str:
    lines = [
        "# Codes of diagnostics",
        "",
        "What `fasmodell` says about a profile or a rule base carries a code that never changes its meaning.",
        "An error must be mended before there is an answer; a warning deserves a look.",
        "Each page shows what to avoid, what to prefer and why.",
    ]
    for digit, name in _SERIES.items():
        codes = [code for code in CODES if code[2] == digit]
        if codes:
            lines += ["", f"## FM{digit}xx: {name.lower()}", ""]
            lines += [f"- [{code}]({code}.md): {CODES[code]}" for code in codes]
    return "\n".join(lines) + "\n"


def written(path: Path, wanted: str) -> str:
    """The text of a generated file; `FASMODELL_GOLDEN=write` renews it first."""
    if os.environ.get("FASMODELL_GOLDEN") == "write":
        path.write_text(wanted, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_every_code_in_the_source_has_a_title_and_every_title_is_used() -> None:
    used = {
        code
        for path in SOURCE.rglob("*.py")
        if path.name not in ("codes.py", "code_titles.py")
        for code in re.findall(r"\bFM\d{3}\b", path.read_text(encoding="utf-8"))
    }
    assert used == set(CODES)


def test_swedish_titles_use_the_words_of_the_pages() -> None:
    words = {"gate": "passage", "finding": "bedömning", "threshold": "gränsvärde", "measure": "åtgärd"}
    for code, title in CODES.items():
        for english, swedish in words.items():
            assert swedish in CODES_SV[code] or not re.search(rf"\b{english}s?\b", title), code
    assert not re.search(r"\bgrind|\btröskel", " ".join(CODES_SV.values()))


def test_every_code_has_a_title_of_its_own_in_each_language() -> None:
    assert list(CODES_SV) == list(CODES)
    assert len(set(CODES_SV.values())) == len(CODES)
    for code in CODES:
        assert code_title(code, "en") == CODES[code] != code_title(code, "sv")
        assert CODES_SV[code] == CODES_SV[code].strip().rstrip(".")


def test_codes_are_in_order_and_titles_apart() -> None:
    assert list(CODES) == sorted(CODES)
    assert len(set(CODES.values())) == len(CODES)
    assert {code[2] for code in CODES} <= set(_SERIES)


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert {path.stem for path in PAGES.glob("FM*.md")} == set(CODES)


@pytest.mark.golden
def test_the_index_lists_every_page() -> None:
    assert written(INDEX, index()) == index()


@pytest.mark.golden
@pytest.mark.parametrize("code", CODES)
def test_a_page_shows_its_real_example(code: str) -> None:
    path = PAGES / f"{code}.md"
    text = path.read_text(encoding="utf-8")
    block = f"## Avoid\n\n```text\n{example_of(code)}\n```\n\n## Prefer\n"
    wanted = re.sub(r"## Avoid\n.*\n## Prefer\n", lambda _: block, text, count=1, flags=re.DOTALL)
    assert written(path, wanted) == wanted


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_its_title_and_three_parts(code: str) -> None:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {code}: {CODES[code]}\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Avoid", "Prefer", "Why"]
    assert len(text.partition("## Why\n")[2].split()) >= 5
