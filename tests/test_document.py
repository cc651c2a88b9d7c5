"""Pages as data are written as text and as Markdown without losing or adding anything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fasmodell.document import (
    Document,
    Heading,
    Item,
    Items,
    Paragraph,
    Table,
    bullets,
    document_markdown,
    document_text,
    escaped,
)

PAGE = Document(
    "Nuläge",
    (
        Paragraph("Allt som är *känt*."),
        Heading("Skäl"),
        Items((Item("ett", (Item("under"),)), Item("två")), is_ordered=True),
        Heading("Del", 3),
        bullets(["a", "b"]),
        Table("Värden", ("Indikator", "Nu"), (("otrygghet", "52"), ("förtroende", "9"))),
    ),
)


def test_text_aligns_numbers_to_the_right_and_numbers_an_ordered_list() -> None:
    text = document_text(PAGE)
    assert "1. ett\n  - under\n2. två" in text
    assert "Värden:\nIndikator   Nu\n----------  --\notrygghet   52\nförtroende   9" in text


def test_a_table_too_wide_for_the_page_becomes_a_list() -> None:
    table = Table("Val", ("Åtgärd", "Skäl"), (("Grannsamverkan", "x" * 60), ("Trygghetsvandring", "")))
    text = document_text(Document("T", (table,)), width=60)
    assert "- Grannsamverkan\n  Skäl:" in text
    assert text.endswith("- Trygghetsvandring")


def test_markdown_shows_every_character_as_it_is() -> None:
    text = document_markdown(PAGE)
    assert "Allt som är \\*känt\\*." in text
    assert "| Indikator | Nu |\n| --- | --- |\n| otrygghet | 52 |" in text
    assert "1. ett\n   - under\n2. två" in text


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)


@given(head=st.lists(WORDS, min_size=1, max_size=4), data=st.data(), width=st.integers(40, 100))
def test_every_cell_of_a_table_is_in_both_ways_of_writing(head: list[str], data: st.DataObject, width: int) -> None:
    rows = data.draw(st.lists(st.tuples(*(WORDS for _ in head)), max_size=4))
    page = Document("T", (Table("C", tuple(head), tuple(rows)),))
    text, markdown = document_text(page, width), document_markdown(page)
    assert all(cell in text and escaped(cell) in markdown for row in rows for cell in row)
