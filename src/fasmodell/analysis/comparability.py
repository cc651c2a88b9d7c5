"""Whether profiles are of one area and in order of time, and why not: refused, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from fasmodell.diagnostics import Diagnostics, ProfileError, Span, quote, sort_diagnostics
from fasmodell.profile import Area, Profile

_SUFFIX = "_RegSO2025"


def require_comparable(profiles: Sequence[tuple[str, Profile]], texts: Mapping[str, str]) -> None:
    """
    Refuse profiles that cannot be compared with each other; each comes with the name of its file, oldest first.

    Raises ProfileError with every reason, at the area or the file where it shows: another area, another RegSO
    division, another boundary, or two profiles for one day.
    """
    found = Diagnostics()
    for (first, before), (second, after) in pairwise(profiles):
        _check_area(before, after, (first, second), found)
        if after.as_of <= before.as_of:
            is_same = after.as_of == before.as_of
            message = f"this profile is for {after.as_of}, and the earlier one " + (
                "too" if is_same else f"for {before.as_of}"
            )
            help = "two profiles for one day cannot be compared" if is_same else "write the older profile first"
            related = [("the earlier one", Span(first, 1, 1, 1, 1))]
            found.error("FM422", message, Span(second, 1, 1, 1, 1), help, related)
    if len(found):
        raise ProfileError("the profiles cannot be compared", sort_diagnostics(found), texts)


def is_same_area(before: Area, after: Area) -> bool:
    """
    True unless two areas are known to be different ones.

    RegSO codes decide where both have them, otherwise the name does; a municipality that differs always does.
    """
    if None not in (before.municipality, after.municipality) and before.municipality != after.municipality:
        return False
    if before.regso and after.regso:
        return bool(_codes(before) & _codes(after))
    return _plain(before.name) == _plain(after.name)


def _codes(area: Area) -> set[str]:
    return {code.removesuffix(_SUFFIX) for code in area.regso}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _check_area(before: Profile, after: Profile, files: tuple[str, str], found: Diagnostics) -> None:
    old, new = before.area, after.area
    here, there = _place(new, files[1]), [("the earlier one is here", _place(old, files[0]))]
    if not is_same_area(old, new):
        message = f"{quote(new.name)} is not the area of the earlier profile, {quote(old.name)}"
        found.error("FM420", message, here, "compare profiles of one area", there)
    elif (old.regso and new.regso) and old.regso_vintage != new.regso_vintage:
        earlier, later = (_division(one) for one in (old, new))
        message = f"the area follows {later}, the earlier one {earlier}"
        help = (
            "the divisions are never joined: describe both in one of them, with `regso_vintage` or the codes' endings"
        )
        found.error("FM421", message, here, help, there)
    elif old.regso and new.regso and _codes(old) != _codes(new):
        message = f"the area is {_listed(new)}, the earlier one {_listed(old)}"
        found.error("FM425", message, here, "compare profiles with the same boundary", there)
    elif old.boundary and new.boundary and _plain(old.boundary) != _plain(new.boundary):
        message = f"the boundary is {quote(new.boundary)}, that of the earlier one {quote(old.boundary)}"
        found.error("FM425", message, here, "compare profiles with the same boundary", there)


def _division(area: Area) -> str:
    year = area.regso_vintage
    return "a RegSO division that it does not state" if year is None else f"the RegSO division of {year}"


def _listed(area: Area) -> str:
    return quote(", ".join(sorted(area.regso)))


def _place(area: Area, file: str) -> Span:
    return area.span or Span(file, 1, 1, 1, 1)
