"""Which indicator the content of a published table goes to, as data: the bundled mapping and one of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from fasmodell.diagnostics import Diagnostics, ProfileError, Severity
from fasmodell.knowledge import IndicatorId, KnowledgeBase
from fasmodell.observation_loader import check_keys, read_words
from fasmodell.place import Place, as_written
from fasmodell.yaml_source import parse_yaml, read_text

FORMAT: Final = "fasmodell.imports/1"
KINDS: Final = ("scb", "kolada", "ntu")
BUNDLED: Final = Path(__file__).with_name("imports.yaml")


class Content(NamedTuple):
    """
    One content of a table and the indicator that it goes to.

    It is told by its code (`content`), by one of its `names`, or by the words that are all in a `title`. `options`
    turns what the table writes into options of a choice.
    """

    kind: str
    indicator: IndicatorId
    table: str | None
    content: str | None
    names: tuple[str, ...]
    title: tuple[str, ...]
    options: Mapping[str, str]


class ImportMapping(NamedTuple):
    """The contents that are known, and for each RegSO division its first and last year (None where open)."""

    contents: tuple[Content, ...]
    divisions: Mapping[int, tuple[int | None, int | None]]

    def of(self, kind: str) -> tuple[Content, ...]:
        """The contents of one kind of table."""
        return tuple(one for one in self.contents if one.kind == kind)


def load_mapping(knowledge: KnowledgeBase, own: Path | None = None) -> ImportMapping:
    """
    Read the bundled mapping and, before it, one of the user's own, which counts where both know a content.

    Bundled contents whose indicator the knowledge base lacks are left out. Raises ProfileError (FM615, and those of
    the form of YAML) for what is wrong in either.
    """
    bundled = _read(BUNDLED, None)
    known = tuple(one for one in bundled.contents if one.indicator in knowledge.indicators)
    if own is None:
        return bundled._replace(contents=known)
    ours = _read(own, knowledge)
    taken = {(one.kind, one.content, one.title) for one in ours.contents}
    rest = tuple(one for one in known if (one.kind, one.content, one.title) not in taken)
    return ImportMapping(ours.contents + rest, {**bundled.divisions, **ours.divisions})


def open_document(path: Path, noun: str) -> tuple[Place, str]:
    """A YAML file as a place to read from, with its text. Raises ProfileError when it is not YAML."""
    text, problems = read_text(path)
    if text is None:
        raise ProfileError(f"the {noun} cannot be read", problems)
    document, problems = parse_yaml(text, str(path))
    if document is None:
        raise ProfileError(f"the {noun} cannot be read", problems, {str(path): text})
    return Place(document, (), document.data, Diagnostics(problems)), text


def close_document(place: Place, text: str, noun: str) -> None:
    """Raise ProfileError with every error that was found in a document."""
    if any(one.severity is Severity.error for one in place.found):
        raise ProfileError(f"the {noun} cannot be used", place.found, {place.document.file: text})


def check_format(place: Place, noun: str, format_: str) -> None:
    """Report a document that does not say that it is of a format."""
    if place.at("format").data != format_:
        place.error("FM615", f"{noun} begins with `format: {format_}`")


def _read(path: Path, knowledge: KnowledgeBase | None) -> ImportMapping:
    place, text = open_document(path, "mapping")
    check_format(place, "a mapping of tables", FORMAT)
    check_keys(place, "a mapping of tables", (), ("format", "divisions", "tables"))
    divisions = {}
    for key, inner in place.at("divisions").items():
        check_keys(inner, "a division", (), ("from", "until"))
        if type(key) is not int:
            inner.error("FM615", f"{as_written(key)} is not the year of a division", on_key=True)
            continue
        divisions[key] = (_year(inner.at("from")), _year(inner.at("until")))
    contents = tuple(filter(None, (_content(one, knowledge) for one in place.at("tables").elements())))
    close_document(place, text, "mapping")
    return ImportMapping(contents, divisions)


def _year(place: Place) -> int | None:
    if place.data is not None and type(place.data) is not int:
        place.error("FM615", f"{as_written(place.data)} is not a year")
    return place.data if type(place.data) is int else None


def _content(place: Place, knowledge: KnowledgeBase | None) -> Content | None:
    optional = ("table", "content", "names", "title", "options", "source")
    check_keys(place, "a content", ("kind", "indicator"), optional)
    kind, name = place.at("kind").data, place.at("indicator").data
    if kind not in KINDS:
        place.at("kind").error("FM615", f"{as_written(kind)} is no kind of table", f"write one of {', '.join(KINDS)}")
        return None
    indicator = None if knowledge is None else knowledge.indicators.get(IndicatorId(str(name)))
    if knowledge is not None and indicator is None:
        place.at("indicator").unknown("FM615", "indicator", str(name), knowledge.indicators)
        return None
    content, table = read_words(place.at("content")), read_words(place.at("table"))
    title = words_in(place.at("title"))
    if content is None and not title:
        place.error("FM615", "a content is told by `content` or by `title`", on_key=True)
    options = {str(key): str(inner.data) for key, inner in place.at("options").items()}
    for key, inner in place.at("options").items():
        if indicator is not None and str(inner.data) not in indicator.options:
            inner.unknown("FM615", f"option of `{indicator.id}` for {key}", str(inner.data), indicator.options)
    names = words_in(place.at("names"))
    return Content(str(kind), IndicatorId(str(name)), table, content, names, title, options)


def words_in(place: Place) -> tuple[str, ...]:
    """The texts of a list; anything else is reported."""
    if place.data is not None and not isinstance(place.data, list):
        place.error("FM615", f"`{place.key}` must be a list of texts")
    return tuple(filter(None, (read_words(one) for one in place.elements())))
