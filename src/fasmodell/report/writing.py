"""A report in any of its formats, all written from one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fasmodell.document import Document, document_markdown
from fasmodell.report.activities import activity_table
from fasmodell.report.brief_document import brief_document
from fasmodell.report.contents import Contents
from fasmodell.report.report_document import report_document
from fasmodell.scales import Language


def report_bytes(format_: str, contents: Contents, language: Language) -> bytes:
    """
    Write a report as one of `FORMATS`: the bytes of a file.

    The same contents give the same bytes. Raises KeyError for another format, and ModuleNotFoundError where a package
    that the format needs is not installed.
    """
    return FORMATS[format_](contents, language)


def document_of(contents: Contents, language: Language) -> Document:
    """The page that every format is written from."""
    return (brief_document if contents.kind.is_short else report_document)(contents, language)


def _html(contents: Contents, language: Language) -> bytes:
    from fasmodell.report.document_html import document_html

    return document_html(document_of(contents, language), language).encode()


def _markdown(contents: Contents, language: Language) -> bytes:
    return f"{document_markdown(document_of(contents, language))}\n".encode()


def _word(contents: Contents, language: Language) -> bytes:
    from fasmodell.report.document_docx import document_docx

    return document_docx(document_of(contents, language), language)


def _pdf(contents: Contents, language: Language) -> bytes:
    from fasmodell.report.document_pdf import document_pdf

    return document_pdf(document_of(contents, language), language)


def _excel(contents: Contents, language: Language) -> bytes:
    from fasmodell.report.document_xlsx import document_xlsx
    from fasmodell.report.register import follow_up_register

    registers = []
    if contents.plan is not None:
        registers.append(follow_up_register(activity_table(contents.plan, contents.view(language)), language))
    return document_xlsx(document_of(contents, language), language, registers)


# By the suffix of the file, in the order in which they are offered.
FORMATS: Mapping[str, Callable[[Contents, Language], bytes]] = MappingProxyType(
    {"html": _html, "docx": _word, "pdf": _pdf, "xlsx": _excel, "md": _markdown}
)
