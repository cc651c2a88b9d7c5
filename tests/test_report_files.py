"""Pages as Word, PDF and Excel say what the page says, letter for letter, and whatever a text holds stays text."""

from __future__ import annotations

import re
import shutil
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import pikepdf
import pytest
import typst
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fasmodell.document import Document, Figure, Heading, Item, Items, Paragraph, Table
from fasmodell.report import words_files as w
from fasmodell.report.cell_values import date_of, number_of
from fasmodell.report.characters import REPLACED, fit, parts_of
from fasmodell.report.document_docx import document_docx
from fasmodell.report.document_pdf import document_pdf
from fasmodell.report.document_xlsx import document_xlsx
from fasmodell.report.page_layout import CONTENTS_FROM, ranks_of, widths_of
from fasmodell.report.register import FillIn, Register, follow_up_register
from fasmodell.report.sheet_names import SheetNames
from fasmodell.report.typesetting import png_of
from fasmodell.scales import Language
from report_pages import (
    ANY_TEXT,
    LISTED,
    NUMBERS,
    PAGE,
    SVG,
    WORDS,
    bare,
    check_pdf_text,
    documents,
    first_difference,
    hostile_page,
    memo_page,
    rows_of_xlsx,
    said,
    tables_of,
    text_of_docx,
    text_of_tagged_pdf,
    texts_of_workbook_page,
)

WRITERS = (document_docx, document_pdf, document_xlsx)
needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="pdfinfo (poppler-utils) is not installed")
Writer = Callable[[Document, Language], bytes]


def of_writer(writer: Writer) -> str:
    return writer.__name__.removeprefix("document_")


@pytest.fixture(scope="module")
def memo() -> Document:
    return memo_page("sv")


def check_word_text(document: Document) -> None:
    difference = first_difference(text_of_docx(document_docx(document, "sv")), list(said(document, "sv")))
    assert difference == ""


def check_cells(rows: list[list[object]], table: Table) -> None:
    for row, cells in zip(rows, (table.head, *table.rows), strict=True):
        for value, cell in zip(row, cells, strict=True):
            number = number_of(cell, "sv")
            assert (value or "") == (number.value if number and not isinstance(value, str) else fit(cell))


# What can go wrong first: texts that try to be something else.


def test_no_text_becomes_markup_in_word() -> None:
    check_word_text(hostile_page())


@needs_poppler
def test_no_text_becomes_markup_in_pdf(tmp_path: Path) -> None:
    check_pdf_text(hostile_page(), tmp_path)


def test_no_text_becomes_a_formula_a_link_or_markup_in_excel() -> None:
    file = document_xlsx(hostile_page(), "sv")
    sheets = list(rows_of_xlsx(file).values())
    first = [str(value) for row in sheets[0] for value in row if value is not None]
    written = [text for text in first if not text.startswith("Tabell på bladet")]
    difference = first_difference(written, [text for text in map(fit, texts_of_workbook_page(hostile_page())) if text])
    assert difference == ""
    for rows, table in zip(sheets[1:], tables_of(hostile_page()), strict=True):
        check_cells(rows, table)
    links = [
        cell.hyperlink.target
        for sheet in load_workbook(BytesIO(file))
        for row in sheet
        for cell in row
        if cell.hyperlink
    ]
    assert {link for link in links if link} == {"http://x.se/"}  # an address of an item, and such may be links


def test_what_cannot_stand_in_a_file_is_shown_as_replaced_and_never_dropped() -> None:
    assert fit("a\x00b\x1bc\x7fd\x9fe\ud800f\ufffeg\U0001ffffh\u202ei") == REPLACED.join("abcdefghi")
    assert fit(" a\t\r\n b\u2028c\u00a0d ") == "a b c\u00a0d"


def test_a_title_too_long_for_the_properties_of_a_file_is_shortened_there_and_whole_on_the_page() -> None:
    longest, longer = "å" * 255, "å" * 256
    for title, named in ((longest, longest), (longer, "å" * 254 + "…")):
        page = Document(title, (Paragraph("text"),))
        word = document_docx(page, "sv")
        assert docx.Document(BytesIO(word)).core_properties.title == named
        assert text_of_docx(word)[0] == title
        book = document_xlsx(page, "sv")
        assert load_workbook(BytesIO(book)).properties.title == named
        assert title in next(iter(rows_of_xlsx(book).values()))[0]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "//x.se", "data:,x"])
def test_only_web_addresses_become_links(address: str) -> None:
    page = Document("T", (Items((Item("text", (), address),)),))
    word = docx.Document(BytesIO(document_docx(page, "sv")))
    assert not [one for one in word.part.rels.values() if one.is_external]
    with pikepdf.open(BytesIO(document_pdf(page, "sv"))) as pdf:
        assert "/Annots" not in pdf.pages[0]
    cells = [cell for row in load_workbook(BytesIO(document_xlsx(page, "sv"))).worksheets[0] for cell in row]
    assert not any(cell.hyperlink for cell in cells)
    assert text_of_docx(document_docx(page, "sv")) == ["T", f"text {address}"]


@pytest.mark.parametrize("address", ["/etc/hostname.png", "../../x.png", "file:///x.png", "http://127.0.0.1:9/x.png"])
def test_a_picture_can_read_no_other_file_and_nothing_from_the_network(address: str) -> None:
    picture = f'<image href="{address}" width="9" height="9"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{picture}</svg>'
    page = Document("T", (Figure("C", "A", svg, NUMBERS),))
    with pytest.raises(typst.TypstError, match="failed to load linked image"):
        document_pdf(page, "sv")
    with pytest.raises(typst.TypstError, match="failed to load linked image"):
        png_of(svg)


@needs_poppler
def test_a_letter_that_the_typefaces_lack_is_shown_as_lacking_and_told_of(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(document_pdf(Document("Område 中", (Paragraph("På 文 och ≥ 3."),)), "sv"))
    told = w.NO_GLYPH.sv
    assert REPLACED in told
    assert bare(text_of_tagged_pdf(path)) == bare([f"Område {REPLACED}", f"På {REPLACED} och ≥ 3.", told])


# What the page says.


def test_word_says_what_the_memo_says_in_order(memo: Document) -> None:
    check_word_text(memo)


def test_excel_says_what_the_memo_says_and_has_every_table(memo: Document) -> None:
    first, *tables = rows_of_xlsx(document_xlsx(memo, "sv")).values()
    texts = [str(value) for row in first for value in row if value is not None]
    written = [text for text in texts if not text.startswith("Tabell på bladet")]
    difference = first_difference(written, [text for text in map(fit, texts_of_workbook_page(memo)) if text])
    assert difference == ""
    assert len(tables) == len(tables_of(memo))
    for rows, table in zip(tables, tables_of(memo), strict=True):
        check_cells(rows, table)


@given(document=documents(WORDS))
@settings(max_examples=25)
def test_every_page_comes_out_as_it_is(document: Document, tmp_path_factory: pytest.TempPathFactory) -> None:
    check_word_text(document)
    if shutil.which("pdfinfo"):
        check_pdf_text(document, tmp_path_factory.mktemp("pdf"))


@given(document=documents(ANY_TEXT))
@settings(max_examples=25)
def test_no_text_at_all_stops_a_file_from_being_written(document: Document) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        written = document_docx(document, "sv"), document_pdf(document, "sv"), document_xlsx(document, "sv")
    difference = first_difference(text_of_docx(written[0]), list(said(document, "sv")))
    assert difference == ""
    with pikepdf.open(BytesIO(written[1])) as pdf:
        assert pdf.pages
    rows_of_xlsx(written[2])


@pytest.mark.parametrize("writer", WRITERS, ids=of_writer)
def test_the_same_page_gives_the_same_bytes(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    first = writer(PAGE, "sv")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda _=None: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert writer(PAGE, "sv") == first
    for year in re.findall(rb"20[0-9]{2}-[0-9]{2}-[0-9]{2}T", first):
        raise AssertionError(year)


@pytest.mark.parametrize("writer", WRITERS, ids=of_writer)
def test_an_empty_page_and_empty_texts_are_pages_too(writer: Writer) -> None:
    empty = Table("", ("", ""), (("", ""),))
    page = Document(
        "", (Heading(""), Paragraph(""), Items((Item(""),)), empty, Figure("", "", SVG, Table("", ("",), ())))
    )
    assert writer(page, "sv")
    assert writer(Document("T", ()), "en")


# Word


def test_word_has_real_styles_and_headings_without_gaps() -> None:
    word = docx.Document(BytesIO(document_docx(PAGE, "sv")))
    styled = [(one.style.name, one.text) for one in word.paragraphs if one.style is not None]
    assert styled[0] == ("Title", PAGE.title)
    assert [pair for pair in styled if pair[0].startswith("Heading")] == [
        ("Heading 1", "Sammanfattning"),
        ("Heading 1", "Skäl"),
        ("Heading 2", "Två nivåer ned"),
        ("Heading 2", "En nivå ned"),
        ("Heading 1", "Tabeller"),
        ("Heading 1", "Källor"),
    ]
    assert [text for style, text in styled if style == "Caption"] == ["Passagerna", "Talen i bilden", "Värden"]


def test_every_numbered_list_in_word_counts_from_one_and_is_nested_truly() -> None:
    word = docx.Document(BytesIO(document_docx(PAGE, "sv")))
    items = [
        (
            one.text,
            *(int(mark.get(qn("w:val"), "")) for mark in (*one._p.iter(qn("w:numId")), *one._p.iter(qn("w:ilvl")))),
        )
        for one in word.paragraphs
        if list(one._p.iter(qn("w:numPr")))
    ]
    first, again = items[0][1], items[4][1]
    assert items[:5] == [
        ("ett", first, 0), ("under", first, 1), ("längst ned", first, 2), ("två", first, 0), ("börjar om", again, 0)
    ]  # fmt: skip
    assert first != again
    starts = word.part.numbering_part.element.findall(".//" + qn("w:startOverride"))
    assert [start.get(qn("w:val")) for start in starts] == ["1", "1"]


def test_tables_in_word_repeat_their_head_and_keep_rows_whole_unless_they_fill_a_page() -> None:
    long = Table("", ("a", "b"), (("kort", "kort"), ("lång " * 2_000, "")))
    tables = docx.Document(BytesIO(document_docx(Document("T", (long,)), "sv"))).tables
    marks = [[child.tag.split("}")[1] for child in row._tr.trPr] for row in tables[0].rows]
    assert marks == [["cantSplit", "tblHeader"], ["cantSplit"], []]
    assert tables[0].style is not None
    assert tables[0].style.name == "Report Table"


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_a_word_file_names_its_language_and_title_but_no_person_and_no_time(language: Language, tag: str) -> None:
    file = document_docx(PAGE, language)
    word = docx.Document(BytesIO(file))
    assert (word.core_properties.title, word.core_properties.language) == (PAGE.title, tag)
    assert {mark.get(qn("w:val")) for mark in word.styles.element.iter(qn("w:lang"))} == {tag}
    assert word.core_properties.author == word.core_properties.last_modified_by == ""
    with zipfile.ZipFile(BytesIO(file)) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert "dcterms" not in re.sub(r'xmlns:\w+="[^"]*"', "", core)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    section = word.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert {field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))} == {
        "PAGE",
        "NUMPAGES",
    }


def test_a_picture_in_word_has_words_and_is_followed_by_its_numbers() -> None:
    word = docx.Document(BytesIO(document_docx(PAGE, "sv")))
    shape = word.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "Två staplar, den övre längre."
    assert word.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed].blob[:4] == b"\x89PNG"
    assert [cell.text for cell in word.tables[0].rows[2].cells] == ["Förtroende", "−1,5"]


def test_the_contents_in_word_lead_to_the_headings() -> None:
    word = docx.Document(BytesIO(document_docx(LISTED, "sv")))
    body = word.element.body
    places = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert links == places
    marks = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end"]


# PDF


def tags_of(element: pikepdf.Object) -> list[tuple[str, str]]:
    """The tags of a PDF in order, each with its alternative text."""
    found = []
    if isinstance(element, pikepdf.Array):
        return [tag for child in element for tag in tags_of(child)]
    if isinstance(element, pikepdf.Dictionary) and "/S" in element:
        found.append((str(element.S), str(element.get("/Alt", ""))))
    if isinstance(element, pikepdf.Dictionary) and "/K" in element:
        found += tags_of(element.K)
    return found


@pytest.mark.parametrize(("language", "tag"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_a_pdf_is_tagged_names_its_language_and_claims_pdf_ua(language: Language, tag: str) -> None:
    with pikepdf.open(BytesIO(document_pdf(PAGE, language))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == tag
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert all(str(page.Tabs) == "/S" for page in pdf.pages if "/Annots" in page)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == PAGE.title
            assert not {"xmp:CreateDate", "xmp:ModifyDate", "dc:creator"} & set(metadata)
        assert "/CreationDate" not in (pdf.docinfo or {})
        assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842]


def test_headings_in_pdf_are_in_order_without_gaps_and_pictures_have_words() -> None:
    with pikepdf.open(BytesIO(document_pdf(LISTED, "sv"))) as pdf:
        tags = tags_of(pdf.Root.StructTreeRoot)
        with pdf.open_outline() as outline:
            marks = [(one.title, [below.title for below in one.children]) for one in outline.root]
    levels = [tag for tag, _ in tags if re.fullmatch("/H[1-6]", tag)]
    assert levels == ["/H1"] * 3 + ["/H2"] * 2 + ["/H1"] * (CONTENTS_FROM - 2)  # the first is that of the contents
    assert [words for tag, words in tags if tag == "/Figure"] == ["Två staplar, den övre längre."]
    assert [tag for tag, _ in tags].count("/TH") == 4
    assert marks[:4] == [
        ("Sammanfattning", []), ("Skäl", ["Två nivåer ned", "En nivå ned"]), ("Tabeller", []), ("Källor", [])
    ]  # fmt: skip


def test_links_in_pdf_lead_to_the_sources() -> None:
    with pikepdf.open(BytesIO(document_pdf(PAGE, "sv"))) as pdf:
        targets = {
            str(mark.A.URI) for page in pdf.pages for mark in page.get("/Annots", []) if "/URI" in mark.get("/A", {})
        }
    assert targets == {"https://bra.se/rapport?a=1&b=2"}


def test_only_the_typefaces_of_the_typesetter_are_used() -> None:
    with pikepdf.open(BytesIO(document_pdf(PAGE, "sv"))) as pdf:
        fonts = {
            str(one.BaseFont).split("+")[1]
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one
        }
    assert fonts
    assert all(re.match("Libertinus|NewCM|DejaVuSansMono", font) for font in fonts)


# Excel

ACTIVITIES = Table(
    "",
    ("Start", "Åtgärd", "Leds av", "Följ", "Följs upp senast"),
    (("2026-04-01", "Trygghetsvandring (E2)", "Kommunen", "=otrygghet", "2026-10-01"),),
)


def test_a_register_has_the_activities_and_empty_columns_with_choices() -> None:
    file = document_xlsx(PAGE, "sv", [follow_up_register(ACTIVITIES, "sv")])
    book = load_workbook(BytesIO(file))
    sheet = book["Aktiviteter och uppföljning"]
    assert [cell.value for cell in sheet[1]] == [
        *ACTIVITIES.head, "Följs upp av", "Status", "Uppföljd den", "Utfall"
    ]  # fmt: skip
    start, *texts, look = [cell.value for cell in sheet[2]][:5]
    assert isinstance(start, datetime)
    assert isinstance(look, datetime)
    assert (start.date(), look.date()) == (date(2026, 4, 1), date(2026, 10, 1))
    assert texts == ["Trygghetsvandring (E2)", "Kommunen", "=otrygghet"]
    assert [cell.value for cell in sheet[2]][5:] == [None] * 4
    assert sheet["D2"].data_type == "s"
    kinds = {str(rule.sqref): (rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation}
    assert kinds["G2:G202"] == ("list", "'Val'!$A$1:$A$4")
    assert kinds["H2:H202"][0] == "date"
    choices = book["Val"]
    assert choices.sheet_state == "hidden"
    assert [cell.value for cell in choices["A"]] == ["Inte påbörjad", "Pågår", "Genomförd", "Avbruten"]


def test_a_register_without_activities_can_still_be_filled_in() -> None:
    register = Register("Lista", Table("", ("Vad",), ()), (FillIn("Status", ("a, b", "c")),))
    book = load_workbook(BytesIO(document_xlsx(Document("T", ()), "sv", [register])))
    assert [cell.value for cell in book["Lista"][1]] == ["Vad", "Status"]
    assert [cell.value for cell in book["Val"]["A"]] == ["a, b", "c"]


def test_sheets_are_set_up_to_be_sorted_and_printed() -> None:
    book = load_workbook(BytesIO(document_xlsx(PAGE, "sv")))
    assert book.sheetnames == ["Rapport", "1 Passagerna", "2 Värden"]
    sheet = book["2 Värden"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B4"
    assert sheet["A1"].font.bold
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [(cell.value, cell.number_format) for cell in sheet["B"][1:3]] == [
        (52, '0;"−"0'), (8200, '#,##0;"−"#,##0')
    ]  # fmt: skip
    assert sheet["B4"].value is None


def test_a_column_of_numbers_or_days_is_never_too_narrow_to_show_them() -> None:
    wordy = ("ord " * 60).strip()
    table = Table("", ("Start", *"abcdef", "Tal"), (("2026-04-01", *[wordy] * 6, "12\u00a0345\u00a0678,9"),))
    register = follow_up_register(table, "sv")
    sheet = load_workbook(BytesIO(document_xlsx(Document("T", ()), "sv", [register]))).worksheets[1]
    assert sheet.column_dimensions["A"].width > len("2026-04-01") + 2
    assert sheet.column_dimensions["H"].width > len("12 345 678,9") + 2


NUMERALS = {
    ("93,5", "sv"): 93.5, ("8\u00a0200", "sv"): 8200, ("83\u00a0%", "sv"): 0.83, ("−3", "sv"): -3, ("+2,0", "sv"): 2,
    ("1,200", "en"): 1200, ("1,200", "sv"): 1.2, ("12.5", "en"): 12.5, ("12.5", "sv"): None, ("0180", "sv"): None,
    ("6–24", "sv"): None, ("", "sv"): None, ("1234567890123456", "sv"): None, ("−0", "sv"): None, ("12,3", "en"): None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "language"), NUMERALS)
def test_only_what_is_one_number_in_the_language_becomes_one(text: str, language: Language) -> None:
    found = number_of(text, language)
    assert (None if found is None else found.value) == NUMERALS[text, language]


def test_only_days_that_exist_become_days() -> None:
    assert date_of("2026-02-28") is not None
    assert [date_of(text) for text in ("2026-02-30", "2026-02", "1899-12-31", "2026-2-3", "")] == [None] * 5


def test_a_text_too_long_for_a_cell_goes_on_in_the_next_row() -> None:
    text = "å 😀" * 20_000
    rows = rows_of_xlsx(document_xlsx(Document("T", (Table("Lång", ("a", "b"), ((text, "x"), ("y", "z"))),)), "sv"))[
        "1 Lång"
    ]
    assert "".join(str(row[0]) for row in rows[1:-1]) == text
    assert [row[1] for row in rows[1:]] == ["x", *[None] * (len(rows) - 3), "z"]
    assert all(len(str(row[0]).encode("utf-16-le")) <= 2 * 32_767 for row in rows)


@given(text=st.text(max_size=60), most=st.integers(2, 20))
def test_parts_are_the_whole_and_none_is_too_long(text: str, most: int) -> None:
    parts = parts_of(text, most)
    assert "".join(parts) == text
    assert all(len(part.encode("utf-16-le", "surrogatepass")) <= 2 * most for part in parts)


@given(wanted=st.lists(ANY_TEXT, max_size=12))
def test_names_of_sheets_are_allowed_and_differ(wanted: list[str]) -> None:
    names = SheetNames()
    given_names = [names.name(text) for text in [*wanted, "History", "a" * 40, "A" * 40, "/?*", ""]]
    assert len({name.casefold() for name in given_names}) == len(given_names)
    for name in given_names:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\']", name)
        assert name.casefold() != "history"


# Layout


@given(levels=st.lists(st.integers(1, 12), max_size=20), deepest=st.integers(1, 9))
def test_ranks_begin_at_one_and_never_skip(levels: list[int], deepest: int) -> None:
    ranks = ranks_of([Heading("x", level) for level in levels], deepest)
    assert all(rank - before <= 1 for before, rank in pairwise([0, *ranks]))
    assert all(1 <= rank <= deepest for rank in ranks)
    for (before, first), (after, second) in zip(
        zip(levels, ranks, strict=True), list(zip(levels, ranks, strict=True))[1:], strict=False
    ):
        assert before != after or first == second


@given(size=st.integers(1, 8), data=st.data())
def test_columns_fill_the_page_and_none_vanishes(size: int, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*[st.text("ab ", max_size=200)] * size), min_size=1, max_size=4))
    widths = widths_of(Table("", ("a",) * size, tuple(rows)))
    assert sum(widths) == 1000
    assert all(width > 0 for width in widths)
