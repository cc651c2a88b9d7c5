"""The parts of a form as templates show them: fields with their problems, questions, themes."""

from __future__ import annotations

from typing import NamedTuple

from fasmodell.code_titles import code_title
from fasmodell.scales import Language


def field_id(name: str) -> str:
    """The name of a field as it can stand in an address."""
    return name.replace(".", "-")


class Choice(NamedTuple):
    """One option of a field."""

    value: str
    text: str
    is_chosen: bool


class Problem(NamedTuple):
    """
    What is wrong with a field: advice in the reader's language, and the check's own words, which are in English.

    `title` is what the code stands for, where the reader's language is another.
    """

    advice: str
    code: str
    message: str
    title: str = ""


class Refusal(NamedTuple):
    """
    Why a text was not taken: the check's own words in English, as the command line shows them.

    `named` has each problem in short with its line, where the reader's language is another.
    """

    exact: str
    named: tuple[str, ...] = ()


def own_title(code: str, language: Language) -> str:
    """What a code stands for in the reader's language; nothing in English, in which the check says it itself."""
    return "" if language == "en" else code_title(code, language)


class Field(NamedTuple):
    """
    One field. `kind` is text, long, date, number, select or radios; `details` and `earlier` are those of a question.

    `name` is where its value stands in the profile; `id` is the same as an id of the page.
    """

    name: str
    label: str
    kind: str
    value: str
    hint: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The name as it can stand in an address."""
        return field_id(self.name)


class Question(NamedTuple):
    """An indicator as a question: its field, what to know of it, and what else can be said of the answer."""

    field: Field
    ask: str
    facts: tuple[tuple[str, str], ...]
    details: tuple[Field, ...]
    earlier: tuple[str, ...]
    is_core: bool
    is_known: bool
    is_open: bool
    said: str
    indicator: str


class Theme(NamedTuple):
    """Questions about the same thing: the core ones, and the others."""

    id: str
    title: str
    core: tuple[Question, ...]
    others: tuple[Question, ...]
    answered: str
    is_open: bool


class Wrong(NamedTuple):
    """A field to mend, as a list of all of them names it: its id, its name in full and what to write instead."""

    id: str
    label: str
    advice: str


class Form(NamedTuple):
    """Everything that the form asks for."""

    area: tuple[Field, ...]
    themes: tuple[Theme, ...]
    rest: Field
    measures: tuple[tuple[str, tuple[tuple[Field, Field], ...], int], ...]
    previous: tuple[Field, ...]
    goal: tuple[Field, ...]
    problems: tuple[Wrong, ...]
    general: tuple[Problem, ...]
