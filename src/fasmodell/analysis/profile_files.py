"""The profiles of an area as files: read together with every problem of every file, put in order of time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from fasmodell.analysis.comparability import is_same_area
from fasmodell.analysis.comparison import Trajectory
from fasmodell.analysis.movement import RowState
from fasmodell.diagnostics import Diagnostic, Diagnostics, ProfileError, Severity, Span, quote, sort_diagnostics
from fasmodell.place import listed
from fasmodell.profile import Profile
from fasmodell.profile_loader import FORMAT, text_of
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.yaml_source import parse_yaml

_OTHER_FORMAT = "fasmodell."


class ProfileFile(NamedTuple):
    """A profile with the name and the text of its file, as diagnostics show them."""

    name: str
    text: str
    profile: Profile


def read_profiles(sources: Sequence[str], base: RuleBase) -> list[ProfileFile]:
    """
    Read profiles by path, `-` for standard input, in the order given.

    Raises ProfileError with every problem of every file.
    """
    found: list[ProfileFile] = []
    problems: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for source in sources:
        name = "<stdin>" if source == "-" else source
        try:
            text = text_of(sys.stdin.buffer.read() if source == "-" else source, name)
            found.append(ProfileFile(name, text, parse_profile(text, base, name=name)))
        except ProfileError as error:
            problems += error.diagnostics
            texts |= error.texts
    if problems:
        count = len([one for one in problems if one.severity is Severity.error])
        message = f"the profiles have {count} error{'s' if count != 1 else ''}"
        raise ProfileError(message, sort_diagnostics(problems), texts)
    return found


def profiles_in(folder: Path, base: RuleBase) -> list[ProfileFile]:
    """
    Read every profile directly in a folder, by name; YAML files that say that they are something else are left out.

    Raises ProfileError with every problem of every file, or when there is no such folder.
    """
    if not folder.is_dir():
        reason = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        span = Span(str(folder), 1, 1, 1, 1)
        raise ProfileError("the profiles cannot be read", [Diagnostic("FM101", Severity.error, reason, span)])
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".yaml" and path.is_file())
    return read_profiles([str(path) for path in paths if not _is_something_else(path)], base)


def _is_something_else(path: Path) -> bool:
    """True for a file whose `format` is one of this project's but not that of profiles; a file in doubt is read."""
    try:
        text = text_of(path, str(path))
    except ProfileError:
        return False
    document, _ = parse_yaml(text, str(path))
    data = None if document is None else document.data
    format_ = data.get("format") if isinstance(data, dict) else None
    return isinstance(format_, str) and format_.startswith(_OTHER_FORMAT) and format_ != FORMAT


def in_order(files: Iterable[ProfileFile], area: str | None = None) -> list[ProfileFile]:
    """
    Put the profiles of one area in order of time; `area` picks it by name where there are several.

    Raises ProfileError when no profile has that name, or when several areas are there and none is picked.
    """
    files = list(files)
    if area is not None:
        wanted = [one for one in files if one.profile.area.name.casefold() == area.strip().casefold()]
        if files and not wanted:
            span = Span(files[0].name, 1, 1, 1, 1)
            names = listed(sorted({one.profile.area.name for one in files}))
            message, help = f"no profile is of the area {quote(area)}", f"the areas here are {names}"
            problem = Diagnostic("FM426", Severity.error, message, span, help)
            raise ProfileError("there is nothing to follow", [problem], {files[0].name: files[0].text})
        # A profile of the same RegSO areas belongs to it whatever its name.
        files = [one for one in files if any(is_same_area(one.profile.area, other.profile.area) for other in wanted)]
    return sorted(files, key=lambda one: (one.profile.as_of, one.name))


def refused_rows(trajectory: Trajectory) -> list[Diagnostic]:
    """A warning for every value that is not compared since it was measured in another way than the one before."""
    found = Diagnostics()
    for step in trajectory.steps:
        for move in step.indicators:
            if move.state is not RowState.METHOD_BREAK or move.before is None or move.after is None:
                continue
            if move.before.graded_from == move.after.graded_from is not None:
                continue  # told of the number that the level is graded from
            where = move.after.span or Span(str(step.after.profile.area.name), 1, 1, 1, 1)
            ways = [_way(one.method, one.graded_from) for one in (move.before, move.after)]
            message = f"`{move.indicator}` is not compared: it was {ways[0]} before and is {ways[1]} now"
            related = [] if move.before.span is None else [("the earlier one is here", move.before.span)]
            help = "values are compared only when they are measured in the same way"
            found.warning("FM423", message, where, help, related)
    return list(found)


def _way(method: str | None, graded_from: str | None) -> str:
    if graded_from is not None:
        return f"graded from `{graded_from}`"
    return "given as a level" if method is None else f"measured by {quote(method)}"
