"""The sentences of the pages that work on with an answer: what if, compare, plan and reports, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Text

# What if
WHAT_IF_TITLE: Final = Text("Tänk om", "What if")
WHAT_IF_INTRO: Final = Text(
    "Pröva andra värden och se vad som skulle bli annorlunda. Områdesprofilen ändras inte förrän ni för in värdena.",
    "Try other values and see what would be different. The profile is not changed until you put the values into it.",
)
VALUES: Final = Text("Värden att pröva", "Values to try")
ADD_VALUE: Final = Text("Pröva en uppgift till", "Try one more value")
CHOOSE_ONE: Final = Text("Välj en uppgift", "Choose a value")
ADD: Final = Text("Lägg till", "Add")
REMOVE: Final = Text("Ta bort", "Remove")
KNOWN_VALUES: Final = Text("Kända i områdesprofilen", "Known in the profile")
CHANGEABLE_VALUES: Final = Text("Går att påverka", "Can be changed")
OTHER_VALUES: Final = Text("Övriga", "Others")
NOTHING_CHOSEN: Final = Text("Inga uppgifter är valda.", "No values are chosen.")
IN_PROFILE: Final = Text("I områdesprofilen: {value}.", "In the profile: {value}.")
SLIDER: Final = Text("Reglage: {name}", "Slider: {name}")
UNKNOWN_VALUE: Final = Text("Okänt", "Not known")
SHOW_RESULT: Final = Text("Visa vad som blir annorlunda", "Show what would be different")
PUT_IN: Final = Text("För in värdena i områdesprofilen", "Put these values into the profile")
PUT_DONE: Final = Text("Värdena är införda i områdesprofilen.", "The values have been put into the profile.")
DIFFERENT: Final = Text("Vad som skulle bli annorlunda", "What would be different")
NOTHING_MOVED: Final = Text(
    "Värdena är som i områdesprofilen. Flytta ett reglage eller skriv ett annat värde.",
    "The values are those of the profile. Move a slider or write another value.",
)
SAME_ANSWER: Final = Text("{phase}. Svaret blir detsamma.", "{phase}. The answer is the same.")
OTHER_PHASE: Final = Text("Före: {before}. Efter: {after}. {measures}", "Before: {before}. After: {after}. {measures}")
SAME_PHASE: Final = Text("{after}, som förut. {measures}", "{after}, as before. {measures}")
MOVED_ONE: Final = Text("En åtgärd byter ställning.", "One measure changes its standing.")
MOVED_MANY: Final = Text("{n} åtgärder byter ställning.", "{n} measures change their standing.")
MOVED_NONE: Final = Text("Ingen åtgärd byter ställning.", "No measure changes its standing.")
LEFT_AS_IS: Final = Text(
    "Ett värde som inte kan användas är inte med i svaret.", "A value that cannot be used is not counted in the answer."
)
FOLLOWS: Final = Text("Svaret följer med när ni flyttar ett reglage.", "The answer follows as you move a slider.")

# Compare
COMPARE_TITLE: Final = Text("Jämför med tidigare", "Compare with earlier")
COMPARE_INTRO: Final = Text(
    "Ange en tidigare områdesprofil för samma område. Med flera följs området över tiden.",
    "Give an earlier profile of the same area. With several, the area is followed over time.",
)
EARLIER_FILE: Final = Text("Tidigare områdesprofil (YAML eller Excel)", "Earlier profile (YAML or Excel)")
EARLIER_TEXT: Final = Text("Eller klistra in den som YAML", "Or paste it as YAML")
COMPARE_BUTTON: Final = Text("Jämför", "Compare")
COMPARED_WITH: Final = Text("Jämförs med", "Compared with")
PROFILE_OF: Final = Text("{area}, läget {date}", "{area}, situation of {date}")
NO_EARLIER: Final = Text("Välj en fil eller klistra in en text först.", "Choose a file or paste a text first.")
TOO_MANY: Final = Text(
    "Högst {n} tidigare områdesprofiler kan följas.", "At most {n} earlier profiles can be followed."
)
NOT_COMPARED: Final = Text("Områdesprofilerna kan inte jämföras", "The profiles cannot be compared")
NOT_COMPARED_WHY: Final = Text(
    "Inget har ändrats. Så här säger kontrollen, med rad och plats för varje hinder:",
    "Nothing has been changed. The check says this, with the line and place of each obstacle:",
)
CHANGE_EARLIER: Final = Text("Ange en tidigare områdesprofil", "Give an earlier profile")
EARLIER_NAME: Final = Text("tidigare-{n}", "earlier-{n}")

# Plan
PARTS: Final = Text("Delar av sidan", "Parts of the page")
PLAN_TITLE: Final = Text("Åtgärdsplan och lokala beslut", "Action plan and local decisions")
PLAN_INTRO: Final = Text(
    "Förslaget lägger ut åtgärderna över tiden inom det utrymme som finns. Gruppen kan välja till och avböja; "
    "besluten visas bredvid svaret och ändrar det aldrig.",
    "The proposal lays the measures out over time within the room there is. The group can choose and decline; its "
    "decisions are shown beside the answer and never change it.",
)
ROOM: Final = Text("Utrymme", "Room")
ROOM_INTRO: Final = Text(
    "Det som lämnas tomt räknas som regelbasen säger. Utrymmet sparas i områdesprofilen.",
    "What is left empty counts as the rule base says. The room is saved in the profile.",
)
PER_ACTOR: Final = Text("Utrymme för varje aktör", "Room of each actor")
PER_ACTOR_INTRO: Final = Text(
    "Hur många åtgärder som aktören kan leda införandet av samtidigt. Tomt: {n}.",
    "How many measures the actor can lead the introduction of at once. Empty: {n}.",
)
PLAN_FIELDS: Final[Mapping[str, Text]] = {
    "plan.start": Text("Planen börjar", "The plan starts"),
    "plan.at_once": Text("Åtgärder som kan införas samtidigt", "Measures that can be introduced at once"),
    "plan.budget": Text("Budget i kronor", "Budget in kronor"),
}
PLAN_HINTS: Final[Mapping[str, Text]] = {
    "plan.start": Text("Som 2026-04. Tomt: {date}.", "As 2026-04. Empty: {date}."),
    "plan.at_once": Text("Tomt: {n}.", "Empty: {n}."),
    "plan.budget": Text(
        "Räknas mot de åtgärder vars kostnad ni anger nedan.", "Counts for the measures whose cost you give below."
    ),
}
COST: Final = Text("Kostnad i kronor", "Cost in kronor")
WRITE_COUNT: Final = Text("Skriv ett heltal från 0 till 1000.", "Write a whole number from 0 to 1000.")
WRITE_KRONOR: Final = Text("Skriv hela kronor, noll eller mer.", "Write whole kronor, zero or more.")
WRITE_START: Final = Text("Skriv en månad eller ett datum, som 2026-04.", "Write a month or a date, as 2026-04.")
RECKON: Final = Text("Räkna om planen", "Work out the plan again")
THE_PLAN: Final = Text("Planen i korthet", "The plan in short")
WHOLE_PLAN: Final = Text(
    "Hela planen med skäl, tider och uppföljning", "The whole plan with reasons, times and follow-up"
)
NO_PLAN: Final = Text("Ingen plan kunde läggas ut", "No plan could be laid out")
NEEDS_EXTRA: Final = Text(
    "Det här kräver ett tillägg som inte är installerat: {install}",
    "This needs an extra that is not installed: {install}",
)
SAVE_PLAN: Final = Text("Spara plan och beslut", "Save the plan and the decisions")
SAVE_ICS: Final = Text("Plan som kalender (iCalendar)", "Plan as a calendar (iCalendar)")
SAVE_CSV: Final = Text("Plan som tabell (CSV)", "Plan as a table (CSV)")
SAVE_DECISIONS: Final = Text("Besluten som YAML", "The decisions as YAML")

# Local decisions
DECISIONS: Final = Text("Gruppens beslut", "Decisions of the group")
NO_DECISIONS: Final = Text("Gruppen har inte beslutat något ännu.", "The group has not decided anything yet.")
DECIDE: Final = Text("Besluta om åtgärder", "Decide on measures")
DECIDE_INTRO: Final = Text(
    "Åtgärderna står efter sin ställning i svaret. Öppna en åtgärd, välj och ange skäl, och anteckna sedan alla "
    "besluten på en gång. Den som väljer att följa regelmotorn igen tar bort beslutet här; i filer som redan är "
    "sparade finns det kvar.",
    "The measures stand by their standing in the answer. Open a measure, choose and give the reason, and then note "
    "all the decisions at once. To follow the engine again takes the decision away here; it stays in files that are "
    "already saved.",
)
DAY: Final = Text("Beslutsdag", "Day of the decisions")
DAY_HINT: Final = Text("Gäller de beslut som antecknas nu.", "For the decisions that are noted now.")
BY: Final = Text("Beslutat av", "Decided by")
BY_HINT: Final = Text("En funktion, aldrig en person.", "A function, never a person.")
NOT_SAID: Final = Text("Inte angivet", "Not said")
FOLLOW: Final = Text("Följ regelmotorn", "Follow the engine")
INCLUDE: Final = Text("Ta med i planen", "Include in the plan")
DECLINE: Final = Text("Avböj", "Decline")
CHOICE_OF: Final = Text("Beslut", "Decision")
REASON: Final = Text("Skäl", "Reason")
CHOOSE_REASON: Final = Text("Välj skäl", "Choose a reason")
COMMENT: Final = Text("Kommentar", "Comment")
NOTE_DOWN: Final = Text("Anteckna besluten", "Note the decisions")
NOTED: Final = Text("Besluten är antecknade.", "The decisions are noted.")
CHOSEN_SHORT: Final = Text("vald {date}", "chosen {date}")
DECLINED_SHORT: Final = Text("avböjd {date}", "declined {date}")
GIVE_REASON: Final = Text("Ange ett skäl för att gå ifrån regelmotorn.", "Give a reason for overruling the engine.")
GIVE_CHOICE: Final = Text("Välj ett av alternativen.", "Choose one of the options.")
GIVE_COMMENT: Final = Text("Skriv i kommentaren vilket skälet är.", "Write in the comment what the reason is.")
GIVE_DAY: Final = Text("Ange dagen för besluten, som 2026-04-10.", "Give the day of the decisions, as 2026-04-10.")
NOT_THERE: Final = Text(
    "Ta bort det som gäller en person eller någons ursprung, religion eller språk.",
    "Remove what is about a person or somebody’s origin, religion or language.",
)
OPEN_DECISIONS: Final = Text("Öppna sparade beslut", "Open saved decisions")
OPEN_DECISIONS_INTRO: Final = Text(
    "Besluten i filen ersätter dem som är antecknade här.", "The decisions of the file replace those noted here."
)
DECISIONS_FILE: Final = Text("Fil med beslut (YAML)", "File of decisions (YAML)")
OPEN_FILE: Final = Text("Öppna filen", "Open the file")
DECISIONS_OPENED: Final = Text("Besluten är öppnade.", "The decisions are open.")
DECISIONS_BROKEN: Final = Text("Besluten kan inte användas", "The decisions cannot be used")
DECISIONS_BROKEN_WHY: Final = Text(
    "Planen är som den vore utan dem. Så här säger kontrollen:",
    "The plan is as it would be without them. The check says:",
)
DECISIONS_REFUSED: Final = Text("Filen med beslut kunde inte öppnas", "The file of decisions could not be opened")
DECISIONS_TEXT: Final = Text("Besluten som text, att rätta", "The decisions as text, to mend")
DECISIONS_MEND: Final = Text("Använd texten", "Use the text")
DECISIONS_DROP: Final = Text("Ta bort besluten", "Remove the decisions")
DECISIONS_ADOPT: Final = Text("Låt besluten gälla {area}", "Let the decisions be for {area}")
CHOOSE_FILE: Final = Text("Välj en fil först.", "Choose a file first.")
DECISIONS_CARRIED: Final = Text(
    "Besluten följer med mellan sidorna. Spara dem som en fil för att ha dem kvar.",
    "The decisions follow from page to page. Save them as a file to keep them.",
)

# Reports
REPORTS_TITLE: Final = Text("Rapporter", "Reports")
REPORTS_INTRO: Final = Text(
    "Lägesbild, åtgärder, plan och vad de vilar på, i en fil att läsa, skriva ut eller arbeta vidare i.",
    "Situation, measures, plan and what they rest on, in a file to read, print or work on further.",
)
HOW_MUCH: Final = Text("Omfattning", "How much")
WHOLE_REPORT: Final = Text("Hela rapporten", "The whole report")
SHORT_REPORT: Final = Text("En sida för nämnd eller styrelse", "One page for a council")
FOR_WHOM: Final = Text("För vem", "For whom")
FOR_GROUP: Final = Text("För den lokala gruppen", "For the local group")
FOR_PUBLIC: Final = Text(
    "För allmänheten: utan det som är internt eller sekretess, och utan gruppens beslut",
    "For the public: without what is internal or secret, and without the decisions of the group",
)
REPORT_LANGUAGE: Final = Text("Språk", "Language")
LANGUAGE_NAMES: Final[Mapping[str, Text]] = {"sv": Text("Svenska", "Swedish"), "en": Text("Engelska", "English")}
DOWNLOAD: Final = Text("Hämta rapporten", "Download the report")
DOWNLOAD_HINT: Final = Text(
    "Det kan ta några sekunder. Filen hamnar bland era hämtade filer.",
    "It may take some seconds. The file is put among your downloads.",
)
FORMAT_NAMES: Final[Mapping[str, Text]] = {
    "html": Text("Webbsida (HTML)", "Web page (HTML)"),
    "docx": Text("Word (DOCX)", "Word (DOCX)"),
    "pdf": Text("PDF", "PDF"),
    "xlsx": Text("Excel (XLSX)", "Excel (XLSX)"),
    "md": Text("Text (Markdown)", "Text (Markdown)"),
}
WITH_DECISIONS: Final = Text("Med i rapporten: gruppens beslut ({n}).", "In the report: decisions of the group ({n}).")
WITH_EARLIER: Final = Text(
    "Med i rapporten: utvecklingen sedan {date}.", "In the report: the development since {date}."
)
NOT_WRITTEN: Final = Text("Rapporten kunde inte skrivas", "The report could not be written")
NOT_WRITTEN_WHY: Final = Text(
    "Det ni fyllt i finns kvar. Pröva ett annat format, eller be den som sköter programmet om hjälp.",
    "What you have filled in is kept. Try another format, or ask whoever looks after the program.",
)
