"""What a profile says so that it can be compared later: the method of a measurement, the edges of the area."""

from __future__ import annotations

import pytest

from fasmodell import Profile, ProfileError, load_rule_base, parse_profile
from fasmodell.knowledge import IndicatorId
from fasmodell.observed_facts import movement_of

BASE = load_rule_base()
SHARE = IndicatorId("unsafe_evening_share")
HEAD = "format: fasmodell.profile/1\narea: {area}\nas_of: 2026-03-31\n"


def profile(observations: str = "", area: str = "{name: Tomt}") -> Profile:
    return parse_profile(f"{HEAD.format(area=area)}observations: {{{observations}}}\n", BASE)


def test_a_method_stands_on_an_observation_or_on_each_point_of_a_series() -> None:
    assert profile("unsafe_evening_share: {value: 40, method: NTU}").observations[SHARE].method == "NTU"
    series = "{method: NTU, series: [{period: 2023, value: 40, method: lokal}, {period: 2025, value: 41}]}"
    found = profile(f"unsafe_evening_share: {series}").observations[SHARE]
    assert [point.method for point in found.history] == ["lokal", "NTU"]
    assert found.method == "NTU"


@pytest.mark.parametrize(
    ("before", "after", "movement"),
    [("NTU", "NTU", "rising"), ("NTU", "lokal", None), (None, "lokal", "rising"), ("NTU", None, "rising")],
)
def test_a_series_has_no_trend_across_a_known_change_of_method(
    before: str | None, after: str | None, movement: str | None
) -> None:
    points = [(2023, 40, before), (2025, 60, after)]
    written = ", ".join(
        f"{{period: {year}, value: {value}{f', method: {method}' if method else ''}}}" for year, value, method in points
    )
    history = profile(f"unsafe_evening_share: [{written}]").observations[SHARE].history
    assert movement_of(history, 12) == movement


def test_a_trend_skips_the_points_measured_in_another_way() -> None:
    points = "{period: 2021, value: 50, method: NTU}, {period: 2023, value: 20, method: lokal}, "
    written = f"unsafe_evening_share: [{points}{{period: 2025, value: 40, method: NTU}}]"
    assert movement_of(profile(written).observations[SHARE].history, 12) == "falling"


@pytest.mark.parametrize(
    ("area", "vintage"),
    [
        ("{name: Tomt, regso: [0180R001]}", None),
        ("{name: Tomt, regso: [0180R001], regso_vintage: 2020}", 2020),
        ("{name: Tomt, regso: [0180R001], regso_vintage: 2025}", 2025),
        ("{name: Tomt, regso: [0180R001_RegSO2025]}", 2025),
    ],
)
def test_the_division_is_as_written_or_as_the_codes_show(area: str, vintage: int | None) -> None:
    assert profile(area=area).area.regso_vintage == vintage


@pytest.mark.parametrize("vintage", ["2024", "2020.0", "true", "'2020'"])
def test_a_division_that_was_never_made_is_refused(vintage: str) -> None:
    with pytest.raises(ProfileError) as caught:
        profile(area=f"{{name: Tomt, regso_vintage: {vintage}}}")
    assert [one.code for one in caught.value.diagnostics] == ["FM109"]


def test_the_edges_of_an_area_are_words_and_hold_no_address() -> None:
    assert profile(area="{name: Tomt, boundary: polisens område 2025}").area.boundary == "polisens område 2025"
    with pytest.raises(ProfileError) as caught:
        profile(area="{name: Tomt, boundary: norr om Ekgatan 12}")
    assert [one.code for one in caught.value.diagnostics] == ["FM404"]
