"""The sentences of reports, in both languages."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

# Around the page
CONTENTS: Final = Text("Innehåll", "Contents")
SKIP: Final = Text("Till innehållet", "Skip to the content")
NUMBERS_OF_PICTURE: Final = Text("Talen i bilden", "The numbers in the picture")
