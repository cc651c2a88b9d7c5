"""From the entries of knowledge_base/early_signs.yaml to early signs, with every reference checked where it stands."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from fasmodell.condition_loader import Vocabulary
from fasmodell.forms import Form, IndicatorName, MeasureName, NumbersForm, SourceForm, TextForm
from fasmodell.knowledge import EarlySign, IndicatorId, MeasureId, SignReading
from fasmodell.names import Names
from fasmodell.place import Place


class EarlySignForm(Form):
    noun: ClassVar[str] = "an early sign"
    indicator: IndicatorName
    movement: Literal["rising", "falling"]
    reading: Annotated[SignReading, Field(strict=False)]
    text: TextForm
    measures: list[MeasureName] = Field(default_factory=list)
    within_months: Annotated[int, Field(ge=1, le=120)] | None = None
    beside: list[IndicatorName] = Field(default_factory=list)
    numbers: NumbersForm | None = None
    source: SourceForm


_NEEDED = {
    SignReading.GOOD: (),
    SignReading.GOOD_THOUGH_IT_LOOKS_BAD: ("measures", "within_months", "beside", "numbers"),
    SignReading.NOT_ENOUGH_THOUGH_IT_LOOKS_GOOD: ("beside",),
}


class EarlySignReader:
    """Reads early signs, given every name and the indicators."""

    def __init__(self, names: Names, vocabulary: Vocabulary) -> None:
        self.names = names
        self.vocabulary = vocabulary

    def early_sign(self, name: str, form: EarlySignForm, place: Place) -> EarlySign:
        """An early sign; what it names and nothing defines, what cannot move, and what it lacks are reported."""
        for element in (place.at("indicator"), *place.at("beside").elements()):
            self._check_indicator(element)
        for element in place.at("measures").elements():
            if element.data not in self.names.measures:
                element.unknown("FM203", "measure", str(element.data), self.names.measures)
        for key in _NEEDED[form.reading]:
            if not place.at(key).data:
                place.missing(key, f"a sign that is `{form.reading}`")
        return EarlySign(
            id=name,
            indicator=IndicatorId(form.indicator),
            movement=form.movement,
            reading=form.reading,
            text=form.text.text(),
            measures=tuple(map(MeasureId, form.measures)),
            within_months=form.within_months,
            beside=tuple(map(IndicatorId, form.beside)),
            numbers=None if form.numbers is None else form.numbers.numbers(),
            source=form.source.citation(),
        )

    def _check_indicator(self, place: Place) -> None:
        if place.data not in self.names.indicators:
            place.unknown("FM201", "indicator", str(place.data), self.names.indicators)
            return
        indicator = self.vocabulary.indicators.get(IndicatorId(str(place.data)))
        if indicator is not None and not indicator.scale.is_numeric:
            message = f"`{indicator.id}` is a {indicator.scale}, which cannot rise or fall"
            place.error("FM301", message, "name an indicator whose values can be ordered")
