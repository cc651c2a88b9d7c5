"""A new local rule base: its files, and writing them so that the folder is there whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fasmodell.diagnostics import Diagnostics, FasmodellError, Span
from fasmodell.names import KEBAB
from fasmodell.rule_base import RuleBase
from fasmodell.version import Version

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates" / "local"


def name_from(text: str) -> str:
    """The id that a text such as the name of a folder suggests: lower-case words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-") or "lokal-regelbas"


def local_base_files(name: str, base: RuleBase) -> dict[str, str]:
    """The files of a local rule base that extends another one and changes nothing yet, by path in its folder."""
    assert KEBAB.fullmatch(name)
    version = Version.read(base.rules.manifest.version)
    assert version is not None  # the manifest of a rule base has been checked
    # Before 1.0.0 a new minor version may change answers.
    first = Version(version.major, version.minor, 0) if version.major == 0 else Version(version.major, 0, 0)
    after = Version(0, version.minor + 1, 0) if version.major == 0 else Version(version.major + 1, 0, 0)
    words = {
        "@NAME@": name,
        "@BASE@": base.rules.manifest.name,
        "@RANGE@": f">={version if first.order > version.order or version.before else first}, <{after}",
        "@DIGEST@": base.digest,
    }
    found = {}
    for path in sorted(path for path in _TEMPLATES.rglob("*") if path.suffix in (".yaml", ".md")):
        text = path.read_text(encoding="utf-8")
        for placeholder, word in words.items():
            text = text.replace(placeholder, word)
        found[path.relative_to(_TEMPLATES).as_posix()] = text
    return found


def write_new_folder(folder: Path, files: Mapping[str, str]) -> None:
    """
    Write files into a folder that is not there yet, or is empty: all of them or none.

    Raises FasmodellError with a diagnostic when the folder holds something (FM135) or cannot be written (FM142).
    """
    try:
        if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
            help = "name a folder that is not there yet; nothing is ever written over"
            raise _refused("FM135", f"there is something in `{folder.name or folder}` already", folder, help)
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            for name, text in files.items():
                _write(beside / name, text)
            beside.chmod(0o777 & ~_mask())
            if folder.is_dir():
                folder.rmdir()
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise _refused("FM142", f"the folder cannot be written: {reason}", folder, None) from None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _mask() -> int:
    """The user's mask for new files, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _refused(code: str, message: str, folder: Path, help: str | None) -> FasmodellError:
    found = Diagnostics()
    found.error(code, message, Span(str(folder), 1, 1, 1, 1), help)
    return FasmodellError("nothing was written", found)
