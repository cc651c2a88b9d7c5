"""
Write files of a rule author so that nothing is lost: whole or not at all, and only over what git can give back.

The one place where a command rewrites what a person wrote. Git can give back a text that is committed or staged; it
is asked for the content that it has of a file, since what it reports as unchanged may be told not to be looked at.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from fasmodell.diagnostics import Diagnostics, FasmodellError, Span
from fasmodell.whole_file import write_whole


class Rewrite(NamedTuple):
    """A file to be written: what it held when it was read, None for a file that is not there yet, and what it gets."""

    path: Path
    before: bytes | None
    after: bytes


def write_safely(rewrites: Sequence[Rewrite], *, force: bool = False) -> None:
    """
    Write files, each whole or not at all; `force` also writes over what git could not give back.

    Every file is looked at before the first one is written, and when one cannot be, those before it get back what they
    held. Raises FasmodellError, with a diagnostic per file, when
    one changed since it was read (FM141), when git could not give its text back (FM140) or when writing fails (FM142).
    """
    found = Diagnostics()
    for rewrite in rewrites:
        changed = _what_changed(rewrite)
        if changed is not None:
            found.error("FM141", changed, _whole(rewrite.path), "run the command once more")
        elif not force and rewrite.before is not None:
            reason = why_lost(rewrite.path)
            if reason is not None:
                help = "commit it, or `git add` it, and run the command once more; `--force` writes over it as it is"
                found.error("FM140", reason, _whole(rewrite.path), help)
    _refuse(found, "nothing was written")
    for written, rewrite in enumerate(rewrites):
        try:
            _replace(rewrite.path, rewrite.after)
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            found.error("FM142", f"the file cannot be written: {reason}", _whole(rewrite.path))
            left = _undone(rewrites[:written])
            _refuse(found, f"{left} of {len(rewrites)} files were written" if left else "nothing was written")


def _undone(rewrites: Sequence[Rewrite]) -> int:
    """Give files back what they held; how many could not be."""
    left = 0
    for rewrite in rewrites:
        try:
            if rewrite.before is None:
                rewrite.path.unlink()
            else:
                _replace(rewrite.path, rewrite.before)
        except OSError:
            left += 1
    return left


def why_lost(path: Path) -> str | None:
    """Say why git could not give back the text of a file that is there; None when it could."""
    file = path.resolve()
    try:
        known = _git(file, "ls-files", "--stage", "-z", "--", file.name)
        if known is None:
            return "the file is in no git repository that can be read, so its text could not be brought back"
        entries = [entry for entry in known.split("\0") if entry]
        if not entries:
            return "git does not keep this file, so its text could not be brought back"
        content = _git(file, "hash-object", "--", file.name)
    except OSError:
        return "git cannot be run here, so nothing says that the text of the file could be brought back"
    if content is not None and [entry.split()[1] for entry in entries] == [content.strip()]:
        return None
    return "the file has changes that git does not have"


def _git(file: Path, *words: str) -> str | None:
    """What git answers in the folder of a file; None when it refuses."""
    # A hook that runs a command hands its repository down in variables, which may not be the one of the file.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", "--literal-pathspecs", *words], cwd=file.parent, env=ours, capture_output=True, check=False
    )
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else None


def _what_changed(rewrite: Rewrite) -> str | None:
    """Say how a file differs from what was read of it; None when it does not."""
    if rewrite.before is None:
        return "there is a file of this name already" if os.path.lexists(rewrite.path) else None
    try:
        now = rewrite.path.read_bytes()
    except FileNotFoundError:
        return "the file is gone since it was read"
    except OSError:
        return "the file can no longer be read"
    return None if now == rewrite.before else "the file changed since it was read"


def _replace(path: Path, content: bytes) -> None:
    """Put content in the place of a file, in a folder that is made where there is none."""
    path.resolve().parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)


def _whole(path: Path) -> Span:
    return Span(str(path), 1, 1, 1, 1)


def _refuse(found: Diagnostics, message: str) -> None:
    if len(found):
        raise FasmodellError(message, found)
