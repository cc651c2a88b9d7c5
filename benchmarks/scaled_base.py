"""A rule base several times as large as the bundled one: the same entries again under other ids."""

from __future__ import annotations

import itertools
import re
import shutil
import string
from pathlib import Path

import yaml

from fasmodell.resources import bundled

_FORMATS = ("indicators", "findings", "measures", "rules", "thresholds")
_CODE = re.compile(r"^(    code: )([A-Z]\d+)$", re.MULTILINE)


def write_scaled(folder: Path, times: int) -> tuple[Path, Path]:
    """
    Write a rule base `times` as large into a folder; return its folders of rules and of knowledge.

    Indicators, findings, measures, thresholds and rules are repeated; phases, gates, actors, sources and policies are
    not, so every repeated rule still speaks of the same two gates.
    """
    rules, knowledge = folder / "rules", folder / "knowledge_base"
    shutil.copytree(bundled("rules"), rules, ignore=shutil.ignore_patterns("*.test.yaml"))
    shutil.copytree(bundled("knowledge_base"), knowledge)
    originals = sorted((*rules.rglob("*.yaml"), *knowledge.rglob("*.yaml")))
    texts = {path: path.read_text(encoding="utf-8") for path in originals}
    ids = re.compile(r"(?<![\w/-])(" + "|".join(sorted(_repeated_ids(texts), key=len, reverse=True)) + r")(?![\w/-])")
    codes = _unused_codes(texts)
    for copy in range(1, times):
        for path, text in texts.items():
            if _format_of(text) in _FORMATS:
                repeated = ids.sub(rf"\1_{copy}", text)
                repeated = _CODE.sub(lambda match: match.group(1) + next(codes), repeated)
                path.with_stem(f"{path.stem}-{copy}").write_text(repeated, encoding="utf-8")
    return rules, knowledge


def _format_of(text: str) -> str:
    line = next(line for line in text.splitlines() if line.startswith("format:"))
    return line.partition(".")[2].partition("/")[0]


def _repeated_ids(texts: dict[Path, str]) -> set[str]:
    found: set[str] = set()
    for text in texts.values():
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for section in ("indicators", "findings", "measures", "thresholds"):
            found |= set(content.get(section) or ())
    return found


def _unused_codes(texts: dict[Path, str]) -> itertools.chain[str]:
    used = {match.group(2) for text in texts.values() for match in _CODE.finditer(text)}
    every = (f"{letter}{number}" for letter in string.ascii_uppercase for number in range(1, 100))
    return itertools.chain(code for code in every if code not in used)
