"""Every fixed sentence stands in both languages, with the same values in both, and is used."""

import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

import fasmodell
from fasmodell import terms
from fasmodell.knowledge import Basis, Text
from fasmodell.results import GateState, Standing

PACKAGE = Path(fasmodell.__file__).parent
WORDS = Counter(
    word
    for path in sorted(PACKAGE.rglob("*"))
    if path.suffix in (".py", ".html")
    for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
)
# Every module of sentences; `catalogue_words` and the like are of one page each.
MODULES = tuple(
    import_module(".".join(("fasmodell", *path.relative_to(PACKAGE).with_suffix("").parts)))
    for path in sorted(PACKAGE.rglob("*.py"))
    if re.fullmatch(r"terms|wording\w*|words_\w+|\w+_words", path.stem)
)
PHASE_NAMES = re.compile(r"återta|stabilisera|normalisera|bibehåll|regain|stabili[sz]e|normali[sz]e", re.IGNORECASE)


def texts_in(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts_in(inner)


SENTENCES = [
    pytest.param(name, text, id=f"{module.__name__.partition('.')[2]}.{name}-{place}")
    for module in MODULES
    for name, value in vars(module).items()
    if name.isupper()
    for place, text in enumerate(texts_in(value))
]


def values_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize(("name", "text"), SENTENCES)
def test_a_sentence_has_the_same_values_in_both_languages(name: str, text: Text) -> None:
    assert text.sv.strip(), name
    assert text.en.strip(), name
    assert values_in(text.sv) == values_in(text.en), name
    assert text.sv.endswith(".") == text.en.endswith("."), name


@pytest.mark.parametrize("module", MODULES)
def test_no_sentence_is_left_over(module: object) -> None:
    assert [name for name in vars(module) if name.isupper() and WORDS[name] < 2] == []


def test_phases_have_numbers_and_no_names() -> None:
    for param in SENTENCES:
        for sentence in param.values[1]:
            assert not PHASE_NAMES.search(sentence), sentence


def test_only_what_was_read_is_called_a_source() -> None:
    for basis, text in terms.CITED_AS.items():
        assert text.sv.startswith("Källa") == (basis in (Basis.QUOTED, Basis.PARTIAL)), basis
        assert text.en.startswith("Source") == (basis in (Basis.QUOTED, Basis.PARTIAL)), basis


def test_every_standing_state_and_basis_has_its_own_words() -> None:
    for names, members in ((terms.STANDINGS, Standing), (terms.GATE_STATES, GateState), (terms.BASES, Basis)):
        assert list(names) == list(members)
        assert len({text.sv for text in names.values()}) == len({text.en for text in names.values()}) == len(members)
