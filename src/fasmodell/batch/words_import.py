"""What is said beside imported values, in both languages. It stands in the profile as the note of an observation."""

from __future__ import annotations

from typing import Final

from fasmodell.knowledge import Text

COARSER: Final = Text(
    "Värdet gäller {area} och är grövre än området", "The value is for {area}, which is coarser than the area"
)
MUNICIPALITY: Final = Text("kommunen {code}", "the municipality {code}")
SUPPRESSED: Final = Text("Inte redovisat i källan", "Not given in the source")
MAY_BE_PERTURBED: Final = Text(
    "Från 2025 kan en nolla vara ett litet, avsiktligt ändrat tal",
    "From 2025 a zero may be a small number, changed on purpose",
)
TWO_YEARS: Final = Text("Medel av {years}", "Mean of {years}")
TWO_YEARS_METHOD: Final = Text("NTU, två sammanslagna år", "NTU, two merged years")
COUNTED: Final = Text("Räknat från {start} till {end}", "Counted from {start} to {end}")
NOT_SEEN: Final = Text("Kategorin förekommer inte i exporten", "The category does not occur in the export")
FEW: Final = Text(
    "Färre än {limit}, utelämnat för att inte peka ut någon", "Fewer than {limit}, left out so as to point out nobody"
)
