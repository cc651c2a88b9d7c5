"""An interview about an area: the next best question, what an answer means, and the profile with the answer in it."""

from __future__ import annotations

from fasmodell.analysis import words_ask as w
from fasmodell.analysis.asking import Asker, Asking, Question
from fasmodell.analysis.profile_edit import with_observation
from fasmodell.diagnostics import ProfileError
from fasmodell.knowledge import Indicator, IndicatorId
from fasmodell.phase_text import question_text
from fasmodell.pipeline import recommend
from fasmodell.results import Recommendation
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.scales import Language, Scale, write_number, write_unit
from fasmodell.view import View

_YES = {"ja": "true", "j": "true", "yes": "true", "y": "true", "true": "true"}
_NO = {"nej": "false", "n": "false", "no": "false", "false": "false"}


class Interview:
    """
    The text of a profile under questioning.

    Only questions that could change the phase are asked, those that settle most first, until the phase is settled. A
    question that nobody can answer is passed over for the rest of the interview and stays unknown.
    """

    def __init__(self, text: str, name: str, base: RuleBase, language: Language) -> None:
        self.base, self.name, self.language = base, name, language
        self.asker = Asker(base)
        self.skipped: set[IndicatorId] = set()
        self.text = text
        self.answer = self._answer_to(text)

    def _answer_to(self, text: str) -> Recommendation:
        return recommend(parse_profile(text, self.base, name=self.name), self.base)

    @property
    def view(self) -> View:
        """The answer so far."""
        return View(self.answer, self.base, self.language)

    @property
    def is_settled(self) -> bool:
        """True when no further answer can change the phase."""
        return self.answer.phase.is_settled

    def asking(self) -> Asking:
        """The open questions, ranked anew after every answer."""
        return self.asker.ask(self.answer)

    def next_question(self) -> Question | None:
        """The question that settles most and can change the phase; None when there is none that is not passed over."""
        if self.is_settled:
            return None
        asked = (one for one in self.asking().questions if one.asked.gates)
        return next((one for one in asked if one.asked.indicator not in self.skipped), None)

    def skip(self, question: Question) -> None:
        """Pass a question over."""
        self.skipped.add(question.asked.indicator)

    def take(self, question: Question, said: str) -> str | None:
        """
        Put an answer into the profile; returns why it cannot be used, or None when it was taken.

        What was said may be a value as in a profile, ja or nej, a number with a decimal comma, or the number of an
        option in the list that was shown.
        """
        indicator = self.base.knowledge.indicators[question.asked.indicator]
        written = as_yaml(indicator, said)
        try:
            parse_profile(self.text, self.base, name=self.name, changes={indicator.id: written})
        except ProfileError as error:
            return error.diagnostics[0].message
        edited = with_observation(self.text, indicator.id, written)
        if edited is None:
            return f"write `{indicator.id}: {written}` into {self.name} by hand: its layout leaves no safe place for it"
        self.text, self.answer = edited, self._answer_to(edited)
        return None

    def question_lines(self, question: Question) -> list[str]:
        """The question, with the steps or options to choose from."""
        indicator = self.base.knowledge.indicators[question.asked.indicator]
        lines = [question_text(self.view, question.asked)]
        if indicator.scale is Scale.LEVEL:
            lines += [f"  {step} = {anchor.to(self.language)}" for step, anchor in enumerate(indicator.anchors)]
        elif indicator.scale is Scale.CHOICE:
            lines += [f"  {at} = {text.to(self.language)}" for at, text in enumerate(indicator.options.values(), 1)]
        return lines

    def choices(self, question: Question) -> str:
        """What may be answered, in a few words."""
        indicator = self.base.knowledge.indicators[question.asked.indicator]
        if indicator.scale is Scale.FLAG:
            return w.YES_NO.to(self.language)
        if indicator.scale is Scale.CHOICE:
            return f"1–{len(indicator.options)}"
        if indicator.scale is Scale.LEVEL:
            return f"0–{len(indicator.anchors) - 1}"
        unit = indicator.unit.to(self.language) if indicator.unit else write_unit(indicator.scale, self.language)
        low, high = (write_number(end or 0, self.language) for end in (indicator.low, indicator.high))
        return w.NUMBER.to(self.language).format(low=low, high=high, unit=unit).rstrip()


def as_yaml(indicator: Indicator, said: str) -> str:
    """What was said as one would write it in a profile; what cannot be read is left for the loader to refuse."""
    word = said.strip()
    if indicator.scale is Scale.FLAG:
        return _YES.get(word.casefold()) or _NO.get(word.casefold()) or word
    if indicator.scale is Scale.CHOICE:
        options = list(indicator.options)
        place = int(word) if word.isdecimal() else 0
        return options[place - 1] if 0 < place <= len(options) else word
    return word.replace(",", ".").replace("\u00a0", "").replace(" ", "")
