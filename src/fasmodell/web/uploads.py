"""What is uploaded in a form: read in memory and within bounds, and never a file on disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from fasmodell.diagnostics import ProfileError
from fasmodell.knowledge import KnowledgeBase
from fasmodell.profile_loader import text_of
from fasmodell.rule_base import RuleBase, parse_profile
from fasmodell.web.served import Settings

# What diagnostics call an uploaded file: the name that the sender gave it is used for nothing.
YAML_NAME = "profil.yaml"
WORKBOOK_NAME = "profil.xlsx"
# How a ZIP archive begins, and an old or locked workbook.
_WORKBOOK_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
_MOST_FIELDS = 2_000
_MOST_FILES = 20


class Sent(NamedTuple):
    """A form as it was sent: its texts by field in their order, and the content of its files; empty ones left out."""

    fields: dict[str, list[str]]
    files: dict[str, bytes]

    def text(self, field: str, otherwise: str = "") -> str:
        """The first text of a field."""
        return self.fields.get(field, [otherwise])[0]


async def sent_form(request: Request, settings: Settings) -> Sent:
    """
    The form in a body, of a page with or without files. Its size is bounded before it comes here.

    Raises HTTPException with 400 for what is no form, and 415 for a body of another kind.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    parser: FormParser | MultiPartParser
    if kind == "multipart/form-data":
        parser = _InMemory(request.headers, _stream(request), settings)
    elif kind == "application/x-www-form-urlencoded":
        parser = FormParser(request.headers, _stream(request), max_fields=_MOST_FIELDS, max_part_size=settings.body)
    else:
        raise HTTPException(415, "send a form")
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError) as error:
        raise HTTPException(400, "the form cannot be read") from error
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.close()
            if content:
                files[name] = content
        else:
            fields.setdefault(name, []).append(value)
    return Sent(fields, files)


async def _stream(request: Request) -> AsyncGenerator[bytes, None]:
    async for part in request.stream():
        yield part


class _InMemory(MultiPartParser):
    """The parser of forms with files, which keeps them in memory: a body is never larger than its bound."""

    def __init__(self, headers: Headers, stream: AsyncGenerator[bytes, None], settings: Settings) -> None:
        super().__init__(headers, stream, max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=settings.body)
        self.spool_max_size = settings.body + 1


def uploaded_text(content: bytes, base: RuleBase, settings: Settings) -> str:
    """
    The YAML of an uploaded profile, be it YAML or a workbook that was filled in.

    A workbook is converted and checked here, since only here its cells are known. Raises ProfileError with every
    problem, located in the lines of the text or in the cells of the workbook.
    """
    if content.startswith(_WORKBOOK_STARTS):
        return workbook_text(content, base, settings)
    return text_of(content, YAML_NAME)


def workbook_text(content: bytes, base: RuleBase, settings: Settings) -> str:
    """The YAML of a workbook that was filled in; ProfileError with every problem, located in its cells."""
    from fasmodell.batch.workbook_in import open_workbook
    from fasmodell.batch.workbook_profile import filled_profile

    knowledge: KnowledgeBase = base.knowledge
    open_ = partial(open_workbook, content=content, most=settings.unpacked)
    filled = filled_profile(Path(WORKBOOK_NAME), knowledge, open_)
    try:
        parse_profile(filled.text, base, name=WORKBOOK_NAME)
    except ProfileError as error:
        raise filled.in_workbook(error, WORKBOOK_NAME) from error
    return filled.text
