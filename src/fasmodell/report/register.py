"""A table that is filled in further by those who follow up: a sheet of its own, with columns that begin empty."""

from __future__ import annotations

from typing import NamedTuple

from fasmodell.document import Table
from fasmodell.report import words_files as w
from fasmodell.scales import Language


class FillIn(NamedTuple):
    """A column to fill in: with one of `choices` where there are any, with a day, or with any text."""

    name: str
    choices: tuple[str, ...] = ()
    is_date: bool = False


class Register(NamedTuple):
    """A table with columns to fill in. `name` is that of its sheet; the caption of the table is not shown."""

    name: str
    table: Table
    fill_in: tuple[FillIn, ...] = ()


def follow_up_register(table: Table, language: Language) -> Register:
    """The activities of a plan, with columns for who follows up, the status, when it was seen, and the outcome."""
    statuses = (w.NOT_BEGUN, w.UNDER_WAY, w.DONE, w.BROKEN_OFF)
    columns = (
        FillIn(w.FOLLOWED_BY.to(language)),
        FillIn(w.STATUS.to(language), tuple(text.to(language) for text in statuses)),
        FillIn(w.FOLLOWED_ON.to(language), is_date=True),
        FillIn(w.OUTCOME.to(language)),
    )
    return Register(w.ACTIVITIES.to(language), table, columns)
