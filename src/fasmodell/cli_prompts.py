"""An interview at the terminal: plain prompts on stderr, every answer saved before the next question."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from fasmodell.analysis import words_ask as w
from fasmodell.analysis.asking import Question
from fasmodell.analysis.asking_page import lead_text, settles_text
from fasmodell.analysis.interview import Interview
from fasmodell.authoring.safe_write import Rewrite, write_safely
from fasmodell.diagnostics import ProfileError
from fasmodell.knowledge import Text
from fasmodell.phase_text import question_effect
from fasmodell.profile_loader import text_of
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.scales import Language

_NAME = Text("Områdets namn", "Name of the area")
_AS_OF = Text("Läget avser (år-månad-dag)", "Date of the situation (year-month-day)")
_NO_TERMINAL = (
    "an interview needs a terminal to ask at; without one, `fasmodell ask PROFILE` lists the questions, "
    "and `fasmodell profile new` writes a profile to fill in"
)


def interview(file: str, base: RuleBase, language: Language) -> None:
    """
    Ask until the phase is settled, and save each answer in the file; begin the file where there is none.

    Raises UsageError when there is no terminal to ask at, and ProfileError when the file is not a valid profile.
    """
    if file == "-" or not sys.stdin.isatty():
        raise click.UsageError(_NO_TERMINAL)
    path = Path(file)
    text = text_of(path, file) if path.exists() else _begin(path, base, language)
    talk = Interview(text, file, base, language)
    words = {"skip": w.SKIP.to(language), "why": w.ASK_WHY.to(language), "stop": w.STOP.to(language)}
    _say(w.BEGIN.to(language).format(**words, file=file))
    count = 0
    try:
        while (question := talk.next_question()) is not None:
            if not _ask(talk, question, path, count + 1):
                break
            count += question.asked.indicator not in talk.skipped
    except (click.Abort, EOFError):
        question = talk.next_question()
        _say("")
    end = w.DONE if talk.is_settled else w.NO_MORE if question is None else w.STOPPED
    click.echo(end.to(language).format(phase=talk.answer.phase.phase, n=count, file=file))


def _begin(path: Path, base: RuleBase, language: Language) -> str:
    """A profile with the name of an area and a date, asked for until they can be used, and saved at once."""
    while True:
        name = click.prompt(_NAME.to(language), err=True)
        today = date.today().isoformat()  # noqa: DTZ011 (the date where the user is)
        as_of = click.prompt(_AS_OF.to(language), default=today, err=True)
        quoted = str(name).replace("\\", "\\\\").replace('"', '\\"')
        text = f'format: fasmodell.profile/1\narea: {{name: "{quoted}"}}\nas_of: {as_of}\nobservations:\n'
        try:
            parse_profile(text, base, name=str(path))
        except ProfileError as error:
            _say(w.UNCLEAR.to(language).format(why=error.diagnostics[0].message))
        else:
            write_safely([Rewrite(path, None, text.encode())])
            return text


def _ask(talk: Interview, question: Question, path: Path, number: int) -> bool:
    """Ask one question until it is answered or passed over; False when the interview is to stop."""
    language = talk.language
    lines = talk.question_lines(question)
    _say("\n" + w.NUMBERED.to(language).format(n=number, question=lines[0]))
    for line in lines[1:]:
        _say(line)
    while True:
        prompt = w.PROMPT.to(language).format(choices=talk.choices(question))
        said = str(click.prompt(prompt, prompt_suffix="", default="", show_default=False, err=True)).strip()
        if said == w.STOP.to(language):
            return False
        if said == w.SKIP.to(language):
            talk.skip(question)
            return True
        if said in ("", w.ASK_WHY.to(language)):
            _explain(talk, question)
            continue
        before = talk.text
        problem = talk.take(question, said)
        if problem is None:
            write_safely([Rewrite(path, before.encode(), talk.text.encode())], force=True)
            return True
        _say(w.UNCLEAR.to(language).format(why=problem))


def _explain(talk: Interview, question: Question) -> None:
    view = talk.view
    _say(view.say(w.ASK, actors=view.actors(question.asked.ask), source=_source(talk, question)))
    _say(view.say(w.WHY, effect=question_effect(view, question.asked)))
    _say(view.say(w.SETTLES, what=settles_text(question, view)))
    for lead in question.leads:
        _say(f"  {lead_text(view, question.asked.indicator, lead)}")


def _source(talk: Interview, question: Question) -> str:
    found = talk.base.knowledge.indicators[question.asked.indicator].typical_source
    return found.to(talk.language).rstrip(".")


def _say(text: str) -> None:
    click.echo(text, err=True)
