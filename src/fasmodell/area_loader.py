"""The area of a profile: its name, its codes down to RegSO, and how many live there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fasmodell.observation_loader import check_keys, read_words
from fasmodell.place import Place, as_written
from fasmodell.profile import Area

MOST_RESIDENTS = 3_000_000
# In quotes, or a number that does not begin with a zero.
MUNICIPALITY = re.compile("[0-9]{4}")
REGSO = re.compile("[0-9]{4}R[0-9]{3}(_RegSO2025)?")
_SUFFIX = "_RegSO2025"
# The divisions that Statistics Sweden has made.
VINTAGES = (2020, 2025)
AREA_KEYS = ("name", "municipality", "regso", "regso_vintage", "boundary", "residents")


def read_area(place: Place) -> Area | None:
    """Read the area; None, with every problem reported, when it has no name."""
    if not isinstance(place.data, Mapping):
        place.wrong("the area must be a mapping such as `{name: …}`")
        return None
    check_keys(place, "the area", ("name",), AREA_KEYS[1:])
    name, municipality = read_words(place.at("name")), place.at("municipality")
    if "name" in place.keys and place.at("name").data is None:
        place.at("name").error("FM125", "`name` must not be empty", on_key=True)
    elif name is not None and not any(char.isprintable() and not char.isspace() for char in name):
        place.at("name").error("FM125", "`name` holds nothing that can be shown")
    written, code = municipality.data, str(municipality.data)
    if written is not None and not (isinstance(written, str | int) and MUNICIPALITY.fullmatch(code)):
        help = 'four digits in quotes, as "0180"'
        municipality.error("FM408", f"{as_written(written)} is not a municipality code", help)
    regso = place.at("regso")
    if regso.data is not None and not isinstance(regso.data, list):
        regso.error("FM107", "`regso` must be a list of codes", "as [0180R001]")
    for element in regso.elements():
        if not (isinstance(element.data, str) and REGSO.fullmatch(element.data)):
            help = "as 0180R001 or 0180R001_RegSO2025; nothing below RegSO"
            element.error("FM409", f"{as_written(element.data)} is not a RegSO code", help)
    codes = tuple(str(element.data) for element in regso.elements())
    residents, boundary = _residents(place.at("residents")), read_words(place.at("boundary"))
    vintage = _vintage(place, codes)
    municipal = None if written is None else code
    return None if name is None else Area(name, municipal, codes, residents, boundary, vintage, place.span)


def _vintage(place: Place, codes: tuple[str, ...]) -> int | None:
    """The year of the RegSO division: as written, otherwise as the endings of the codes show it."""
    written = place.at("regso_vintage")
    vintage = written.data
    if vintage is not None and not (type(vintage) is int and vintage in VINTAGES):
        written.not_one_of(map(str, VINTAGES))
        return None
    suffixed = [code.endswith(_SUFFIX) for code in codes]
    if any(suffixed) and not all(suffixed):
        message = "the RegSO codes belong to two divisions"
        place.at("regso").error("FM424", message, f"write all of them with `{_SUFFIX}`, or none", on_key=True)
    elif vintage is not None and any(suffixed) and vintage != VINTAGES[-1]:
        message = f"the RegSO codes are those of {VINTAGES[-1]}, not of {vintage}"
        written.error("FM424", message, "mend the year, or the codes")
    return VINTAGES[-1] if vintage is None and any(suffixed) else vintage if isinstance(vintage, int) else None


def _residents(place: Place) -> int | None:
    count = place.data
    if count is None:
        return None
    if isinstance(count, bool) or not isinstance(count, int):
        place.wrong_kind("must be a whole number of people")
        return None
    if not 1 <= count <= MOST_RESIDENTS:
        place.error("FM402", f"`residents` must be between 1 and {MOST_RESIDENTS}, got {count:.10g}")
        return None
    return count
