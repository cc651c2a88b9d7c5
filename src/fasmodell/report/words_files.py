"""The sentences of reports as files for Word, PDF and Excel, in both languages."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

# Around the pages
PAGE: Final = Text("Sida", "Page")
PAGE_OF: Final = Text("av", "of")
NO_GLYPH: Final = Text(
    "Tecknet \ufffd står för tecken som den här filens typsnitt saknar. De finns i rapporten som Word och HTML.",
    "The character \ufffd stands for characters that the typefaces of this file lack. They are in the report as Word "
    "and HTML.",
)

# The workbook
TEXTS: Final = Text("Rapport", "Report")
TABLE: Final = Text("Tabell", "Table")
SEE_SHEET: Final = Text("Tabell på bladet {sheet}", "Table on the sheet {sheet}")
PICTURE_SHOWS: Final = Text("Bild: {alternative}", "Picture: {alternative}")
CHOICES: Final = Text("Val", "Choices")

# Following up
ACTIVITIES: Final = Text("Aktiviteter och uppföljning", "Activities and follow-up")
FOLLOWED_BY: Final = Text("Följs upp av", "Followed up by")
STATUS: Final = Text("Status", "Status")
NOT_BEGUN: Final = Text("Inte påbörjad", "Not begun")
UNDER_WAY: Final = Text("Pågår", "Under way")
DONE: Final = Text("Genomförd", "Carried out")
BROKEN_OFF: Final = Text("Avbruten", "Broken off")
FOLLOWED_ON: Final = Text("Uppföljd den", "Followed up on")
OUTCOME: Final = Text("Utfall", "Outcome")
PICK: Final = Text("Välj i listan.", "Choose from the list.")
WRITE_DATE: Final = Text("Skriv ett datum, som 2026-03-31.", "Write a date, as 2026-03-31.")
