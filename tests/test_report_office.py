"""Other programs open the files of pages, and show what the page says."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from fasmodell.document import Document, Table
from fasmodell.report.characters import fit
from fasmodell.report.document_docx import document_docx
from fasmodell.report.document_xlsx import document_xlsx
from fasmodell.report.register import follow_up_register
from report_pages import (
    PAGE,
    bare,
    check_pdf_text,
    hostile_page,
    memo_page,
    said,
    tables_of,
    texts_of_workbook_page,
)

needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo (poppler-utils) is not installed")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice (LibreOffice) is not installed")
REGISTER = Table("", ("Start", "Åtgärd"), (("2026-04-01", "=Trygghetsvandring"),))
PAGES = ("small", "hostile", "memo")


@pytest.fixture(scope="module")
def memo() -> Document:
    return memo_page("sv")


@pytest.fixture(scope="module")
def opened(memo: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What LibreOffice prints of each file, without white space."""
    folder = tmp_path_factory.mktemp("office")
    for name, page in zip(PAGES, (PAGE, hostile_page(), memo), strict=True):
        (folder / f"{name}-word.docx").write_bytes(document_docx(page, "sv"))
        registers = [follow_up_register(REGISTER, "sv")] if name == "small" else []
        (folder / f"{name}-excel.xlsx").write_bytes(document_xlsx(page, "sv", registers))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = sorted(map(str, (*folder.glob("*.docx"), *folder.glob("*.xlsx"))))
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {path.stem: printed(path) for path in folder.glob("*.pdf")}


def printed(path: Path) -> str:
    return bare(
        [subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, text=True).stdout]
    )


def check_order(printed: str, page: Document) -> None:
    """Each text stands after the one before it; heads of tables that are repeated may stand between."""
    shown = re.sub(re.escape(bare([fit(page.title)])) + "Sida[0-9]+av[0-9]+", "", printed)
    place = 0
    for text in map(bare, said(page, "sv")):
        found = shown.find(text, place)
        assert found >= 0, (text, shown[place : place + 200])
        place = found + len(text)


def check_all(printed: str, texts: Iterable[str]) -> None:
    """Each text is there. Numbers are shown as the machine's language writes them, so their marks are left out."""
    shown = re.sub("[.,]", "", printed)
    missing = [text for text in texts if re.sub("[.,]", "", bare([fit(text)])) not in shown]
    assert missing == []


@needs_office
@needs_poppler
@pytest.mark.parametrize("name", PAGES)
def test_a_word_file_opens_and_shows_the_page(name: str, opened: dict[str, str], memo: Document) -> None:
    page = {"small": PAGE, "hostile": hostile_page(), "memo": memo}[name]
    check_order(opened[f"{name}-word"], page)


@needs_office
@needs_poppler
@pytest.mark.parametrize("name", PAGES)
def test_a_workbook_opens_and_shows_the_page_and_its_tables(name: str, opened: dict[str, str], memo: Document) -> None:
    page = {"small": PAGE, "hostile": hostile_page(), "memo": memo}[name]
    cells = (cell for table in tables_of(page) for row in (table.head, *table.rows) for cell in row)
    registers = ("2026-04-01", "=Trygghetsvandring") if name == "small" else ()
    check_all(opened[f"{name}-excel"], [*texts_of_workbook_page(page), *registers, *cells])


@needs_poppler
def test_pdf_says_what_the_memo_says_in_the_order_of_its_tags(memo: Document, tmp_path: Path) -> None:
    check_pdf_text(memo, tmp_path)
