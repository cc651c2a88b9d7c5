"""A table in Word: with a head that stands on every page, rows that stay whole, and columns as wide as their text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from fasmodell.document import Table, is_numeric
from fasmodell.report.characters import fit
from fasmodell.report.page_layout import is_long, widths_of

_WIDTH: Final = 9412  # twentieths of a point between the margins
# Letters across a page, also where another typeface stands in for a missing one: nothing here divides words.
_LINE: Final = 86


def table_xml(table: Table) -> str:
    """A table that has rows, as the element of a Word file; its caption is only named here, and is not shown."""
    shares = widths_of(table, _LINE)
    widths = [share * _WIDTH // 1000 for share in shares]
    numeric = [is_numeric(column) for column in zip(*table.rows, strict=True)]
    caption = f"<w:tblCaption w:val={quoteattr(fit(table.caption))}/>" if table.caption else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_row(table.head, widths, numeric, "<w:cantSplit/><w:tblHeader/>", is_head=True)]
    rows += [_row(row, widths, numeric, "" if is_long(row, shares) else "<w:cantSplit/>") for row in table.rows]
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:type="dxa" w:w="{sum(widths)}"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def _row(
    cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool], properties: str, *, is_head: bool = False
) -> str:
    written = []
    for text, width, right in zip(cells, widths, numeric, strict=True):
        side = '<w:jc w:val="right"/>' if right else ""
        kept = "<w:keepNext/>" if is_head else ""
        run = f'<w:r><w:t xml:space="preserve">{escape(fit(text))}</w:t></w:r>'
        style = f'<w:pPr><w:pStyle w:val="TableText"/>{kept}{side}</w:pPr>'
        written.append(f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr><w:p>{style}{run}</w:p></w:tc>')
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written)}</w:tr>"
