"""
The answers to the examples, byte for byte, in both languages and every format.

`make golden` (FASMODELL_GOLDEN=write) rewrites the files under tests/golden/, to be read as a diff.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from fasmodell import Recommendation, RuleBase, load_profile, load_rule_base, recommend
from fasmodell.render import render_json, render_markdown, render_text
from fasmodell.scales import LANGUAGES, Language

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.yaml"))
FORMATS: dict[str, Callable[[Recommendation, RuleBase, Language], str]] = {
    "txt": render_text,
    "md": render_markdown,
    "json": render_json,
}
WRITES = os.environ.get("FASMODELL_GOLDEN") == "write"

pytestmark = pytest.mark.golden


# A trace is megabytes that nobody reads as a diff: it is written out for the smallest example and by digest for others.
WHOLE_TRACE = "nybyn"


def without_trace(written: str) -> str:
    """The document with the number of facts in its trace and a digest of them instead of the trace itself."""
    document = json.loads(written)
    trace = json.dumps(document["trace"], ensure_ascii=False, sort_keys=True)
    document["trace"] = {"facts": len(document["trace"]), "sha256": hashlib.sha256(trace.encode()).hexdigest()}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def without_digest(written: str) -> str:
    """The answer with zeros for the digest of the rule base, which would change every file at every change of it."""
    digest = base().digest
    assert digest[:12] in written
    return written.replace(digest, "0" * 64).replace(digest[:12], "0" * 12)


@cache
def base() -> RuleBase:
    return load_rule_base(ROOT / "rules", ROOT / "knowledge_base", cache=False)


@cache
def answer_to(example: str) -> Recommendation:
    return recommend(load_profile(Path("examples") / f"{example}.yaml", base()), base())


@pytest.mark.skipif(not GOLDEN.exists() and not WRITES, reason="no golden files yet; `make golden` writes them")
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_answer_is_the_golden_one(
    example: str, language: Language, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)  # places in the profile are named from here
    written = without_digest(FORMATS[format_](answer_to(example), base(), language)) + "\n"
    if format_ == "json" and example != WHOLE_TRACE:
        written = without_trace(written)
    path = GOLDEN / f"{example}.{language}.{format_}"
    if WRITES:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8", newline="\n")
    assert path.is_file(), f"{path.name} is missing; `make golden` writes it"
    assert written == path.read_text(encoding="utf-8"), f"{path.name} differs; `make golden` rewrites it"


@pytest.mark.skipif(not GOLDEN.exists(), reason="no golden files yet; `make golden` writes them")
def test_no_golden_file_is_left_over() -> None:
    wanted = {
        f"{example}.{language}.{format_}" for example in EXAMPLES for language in LANGUAGES for format_ in FORMATS
    }
    found = {path.name for path in GOLDEN.iterdir()}
    if WRITES:
        for name in found - wanted:
            (GOLDEN / name).unlink()
    else:
        assert found <= wanted
