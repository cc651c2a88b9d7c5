"""The sentences of the pages: what stands around a form, on its buttons and beside its fields, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.knowledge import Text

# Around every page
SITE: Final = Text("Fasmodell", "Fasmodell")
PAGE_TITLE: Final = Text("{title} – Fasmodell", "{title} – Fasmodell")
SKIP: Final = Text("Till innehållet", "Skip to the content")
MENU: Final = Text("Sidor", "Pages")
OTHER_LANGUAGE: Final = Text("In English", "På svenska")
SIGN_OUT: Final = Text("Logga ut", "Sign out")
NOTHING_STORED: Final = Text(
    "Inget sparas på servern. Det ni fyller i finns i den här fliken, och i de filer som ni själva sparar.",
    "Nothing is stored on the server. What you fill in is in this tab, and in the files that you save yourselves.",
)
KEPT: Final = Text(
    "Fliken minns det ni fyllt i tills den stängs, också om sidan laddas om eller programmet startas om.",
    "This tab remembers what you have filled in until it is closed, also if the page is reloaded or the program is "
    "restarted.",
)
DECISION: Final = Text(
    "Bedömningen gäller ett område, aldrig en person eller en grupp. Människor beslutar.",
    "The assessment is of an area, never of a person or a group. People decide.",
)
PROBLEMS_HEAD: Final = Text("Det finns {n} fel att rätta", "There are {n} errors to mend")
PROBLEM_HEAD: Final = Text("Det finns ett fel att rätta", "There is one error to mend")
ERROR: Final = Text("Fel", "Error")
UPDATE: Final = Text("Uppdatera svaret", "Update the answer")

# The pages, as the menu names them
FILL_IN: Final = Text("Fyll i", "Fill in")
ANSWER: Final = Text("Svar", "Answer")
WHY: Final = Text("Varför?", "Why?")
WHY_NOT: Final = Text("Varför inte?", "Why not?")
WHAT_IF: Final = Text("Tänk om", "What if")
ASK: Final = Text("Fråga härnäst", "Ask next")
COMPARE: Final = Text("Jämför", "Compare")
PLAN: Final = Text("Plan", "Plan")
REPORTS: Final = Text("Rapporter", "Reports")
CATALOGUE: Final = Text("Katalog", "Catalogue")
FILES: Final = Text("Öppna och spara", "Open and save")

# Filling in
FORM_TITLE: Final = Text("Fyll i områdets läge", "Fill in the situation of the area")
FORM_INTRO: Final = Text(
    "Svara på det ni vet och låt resten stå som okänt. Okänt räknas aldrig som noll eller nej. Börja med "
    "kärnfrågorna: de är {core} av {n}.",
    "Answer what you know and leave the rest as not known. Not known is never counted as zero or no. Begin with the "
    "core questions: they are {core} of {n}.",
)
NO_PERSONS: Final = Text(
    "Skriv aldrig namn, adresser eller ärenden, och inget om ursprung, religion eller språk.",
    "Never write names, addresses or cases, and nothing about origin, religion or language.",
)
ABOUT: Final = Text("Om området", "About the area")
THEMES: Final = Text("Frågor efter ämne", "Questions by theme")
ANSWERED: Final = Text("{n} av {of} besvarade", "{n} of {of} answered")
MORE_QUESTIONS: Final = Text("Fler frågor om {theme} ({n})", "More questions about {theme} ({n})")
UNKNOWN: Final = Text("Okänt", "Not known")
UNKNOWN_FIELD: Final = Text("okänt", "not known")
LEAVE_EMPTY: Final = Text("Lämna tomt om det är okänt.", "Leave empty if it is not known.")
BOUNDS: Final = Text("Från {low} till {high}.", "From {low} to {high}.")
GRADED: Final = Text(
    "Nivån räknas fram ur ”{name}” när det talet är känt.", "The level is worked out from “{name}” when it is known."
)
DETAILS: Final = Text("Period, källa och mer", "Period, source and more")
DETAILS_OF: Final = Text("om {name}", "about {name}")
WHOM: Final = Text("Vem som vet", "Whom to ask")
OFFICIAL: Final = Text("Offentliga uppgifter", "Official data")
TYPICAL: Final = Text("Vanlig källa", "Usual source")
SERIES: Final = Text(
    "Tidigare mätningar i serien behålls. Fälten gäller den senaste.",
    "Earlier measurements of the series are kept. The fields are about the newest one.",
)
EARLIER: Final = Text("{period}: {value}", "{period}: {value}")
FIELD_OF: Final[Mapping[str, Text]] = {
    "period": Text("Period", "Period"),
    "source": Text("Källa", "Source"),
    "margin": Text("Felmarginal", "Margin of error"),
    "method": Text("Mätmetod", "Method of measuring"),
    "secrecy": Text("Sekretess", "Secrecy"),
    "note": Text("Anmärkning", "Note"),
    "area.name": Text("Områdets namn", "Name of the area"),
    "area.municipality": Text("Kommunkod", "Municipality code"),
    "area.residents": Text("Antal invånare", "Number of residents"),
    "area.regso": Text("RegSO-koder", "RegSO codes"),
    "area.regso_vintage": Text("RegSO-indelningens år", "Year of the RegSO division"),
    "area.boundary": Text("Områdets gräns i ord", "The area’s boundary in words"),
    "as_of": Text("Läget avser", "Date of the situation"),
    "previous_assessment.phase": Text("Fas i förra bedömningen", "Phase of the previous assessment"),
    "previous_assessment.as_of": Text("Datum för förra bedömningen", "Date of the previous assessment"),
    "goal.phase": Text("Fas att nå", "Phase to reach"),
    "goal.police_class": Text("Klassning hos polisen att nå", "Class with the police to reach"),
    "goal.by": Text("Senast", "By"),
    "plan.start": Text("Planen börjar", "The plan starts"),
    "plan.at_once": Text("Åtgärder som kan införas samtidigt", "Measures that can be introduced at once"),
    "plan.budget": Text("Budget i kronor", "Budget in kronor"),
}
HINT_OF: Final[Mapping[str, Text]] = {
    "period": Text("Som 2026, 2026-Q1, 2026-03 eller 2026-03-31.", "As 2026, 2026-Q1, 2026-03 or 2026-03-31."),
    "source": Text("Varifrån uppgiften kommer. Inga personer.", "Where the value comes from. No persons."),
    "margin": Text("I samma enhet som värdet.", "In the same unit as the value."),
    "method": Text("Som NTU eller lokal enkät.", "As NTU or local survey."),
    "area.municipality": Text("Fyra siffror, som 0180.", "Four digits, as 0180."),
    "area.regso": Text("Som 0180R001, med komma emellan.", "As 0180R001, with commas between."),
    "area.boundary": Text("Bara om RegSO inte räcker. Inga adresser.", "Only where RegSO is not enough. No addresses."),
    "goal.by": Text("Som 2030 eller 2030-06.", "As 2030 or 2030-06."),
    "plan.start": Text("Som 2026-04.", "As 2026-04."),
}
AS_INDICATOR: Final = Text("Som vanligt för uppgiften ({secrecy})", "As usual for this value ({secrecy})")
NOT_GIVEN: Final = Text("Inte angivet", "Not given")
PREVIOUS: Final = Text("Förra bedömningen, om det finns en", "The previous assessment, if there is one")
GOAL: Final = Text("Mål för området, om det finns ett", "Goal for the area, if there is one")
RUNNING: Final = Text("Åtgärder som pågår", "Measures that run")
RUNNING_INTRO: Final = Text(
    "Markera det ni vet. För resten väljer ni om det är okänt eller inte pågår.",
    "Mark what you know. For the rest you choose whether it is not known or does not run.",
)
THE_REST: Final = Text("Åtgärder som inte är markerade", "Measures that are not marked")
REST_UNKNOWN: Final = Text("Okänt om de pågår", "Not known whether they run")
REST_NOT: Final = Text("De pågår inte: listan är hel", "They do not run: the list is the whole list")
UNMARKED: Final = Text("Inte markerad", "Not marked")
RUNS: Final = Text("Pågår", "Runs")
RUNS_NOT: Final = Text("Pågår inte", "Does not run")
SINCE: Final = Text("Sedan", "Since")
MARKED_COUNT: Final = Text("{n} markerade", "{n} marked")
TO_SAVE: Final = Text("Spara", "Save")
SAVE_YAML: Final = Text("Spara som YAML", "Save as YAML")
SAVE_XLSX: Final = Text("Spara som Excel", "Save as Excel")
SAVE_INTRO: Final = Text(
    "Filen hamnar bland era hämtade filer. Öppna den här nästa gång ni vill fortsätta.",
    "The file is put among your downloads. Open it here the next time you want to go on.",
)
START_OVER: Final = Text("Börja om med ett tomt formulär", "Start over with an empty form")

# The answer beside the form
LIVE: Final = Text("Svaret så långt", "The answer so far")
LIVE_FIRST: Final = Text("Främst nu", "First of all now")
LIVE_NOTHING: Final = Text("Ingen åtgärd har ännu ett fastställt behov.", "No measure has an established need so far.")
LIVE_ASK: Final = Text("Fråga härnäst", "Ask next")
LIVE_SHORT: Final = Text("{phase}. {settled} {first}", "{phase}. {settled} {first}")
LIVE_MEASURES: Final = Text("Främst nu: {measures}.", "First of all now: {measures}.")
LIVE_WRONG: Final = Text(
    "Svaret räknar inte med {n} fält som är fel ifyllda.",
    "The answer does not count {n} fields that are filled in wrongly.",
)
LIVE_WRONG_ONE: Final = Text(
    "Svaret räknar inte med ett fält som är fel ifyllt.",
    "The answer does not count one field that is filled in wrongly.",
)
LIVE_LOST: Final = Text(
    "Programmet svarar inte. Det ni fyllt i finns kvar i fliken. Starta programmet igen och fortsätt.",
    "The program does not answer. What you have filled in is still in this tab. Start the program again and go on.",
)
LIVE_WORKS: Final = Text("Svaret följer med när ni fyller i.", "The answer follows as you fill in.")

# What to write instead, beside a field
WRITE_NUMBER: Final = Text("Skriv ett tal från {low} till {high}.", "Write a number from {low} to {high}.")
WRITE_WHOLE: Final = Text("Skriv ett heltal från {low} till {high}.", "Write a whole number from {low} to {high}.")
CHOOSE: Final = Text("Välj ett av alternativen.", "Choose one of the options.")
NO_PERSON_HERE: Final = Text(
    "Ta bort det som gäller en person: namn, personnummer, adress eller kontakt.",
    "Remove what is about a person: name, identity number, address or contact.",
)
NOT_IN_PROFILE: Final = Text(
    "Uppgifter om ursprung, religion eller språk får inte stå i en områdesprofil.",
    "Nothing about origin, religion or language may stand in an area profile.",
)
ADVICE_OF: Final[Mapping[str, Text]] = {
    "period": Text(
        "Skriv en period som 2026, 2026-Q1, 2026-03 eller 2026-03-31, inte senare än datumet för läget.",
        "Write a period as 2026, 2026-Q1, 2026-03 or 2026-03-31, not later than the date of the situation.",
    ),
    "margin": Text("Skriv ett tal som är noll eller större.", "Write a number that is zero or more."),
    "as_of": Text("Skriv ett datum, som 2026-03-31.", "Write a date, as 2026-03-31."),
    "since": Text("Skriv när åtgärden började, som 2024 eller 2024-05.", "Write when it started, as 2024 or 2024-05."),
    "area.municipality": Text("Skriv fyra siffror, som 0180.", "Write four digits, as 0180."),
    "area.residents": Text("Skriv ett heltal som är större än noll.", "Write a whole number above zero."),
    "area.regso": Text("Skriv koder som 0180R001, med komma emellan.", "Write codes as 0180R001, with commas between."),
    "previous_assessment.as_of": Text(
        "Ange både fas och datum. Datumet ska ligga före det som läget avser.",
        "Give both phase and date. The date must be before the date of the situation.",
    ),
    "goal.by": Text(
        "Ange fas eller klassning, och en tidpunkt efter datumet för läget, som 2030.",
        "Give a phase or a class, and a time after the date of the situation, as 2030.",
    ),
}
ON_LINE: Final = Text("Rad {n}: {what}.", "Line {n}: {what}.")
EXACTLY: Final = Text("Med kontrollens egna ord, på engelska:", "In the words of the check:")
SEE_BELOW: Final = Text(
    "Värdet kan inte användas. Så här säger kontrollen:", "The value cannot be used. The check says:"
)

# Themes of the indicators, in the order in which they are asked
CONTROL: Final = Text("Kontroll och ordning", "Control and order")
CRIME: Final = Text("Brott och händelser", "Crime and events")
TRUST: Final = Text("Tillit och information", "Trust and information")
SURVEY: Final = Text("Trygghetsmätningar", "Safety surveys")
PROBLEMS: Final = Text("Problem på platsen", "Problems at the place")
STRENGTHS: Final = Text("Styrkor att bygga på", "Strengths to build on")
LIVING: Final = Text("Levnadsvillkor", "Living conditions")
STEERING: Final = Text("Styrning och samverkan", "Steering and cooperation")
CAPACITY: Final = Text("Förmåga och beslut", "Capacity and decisions")
CHANGE: Final = Text("Förändring sedan sist", "Change since last time")
CLASSIFICATION: Final = Text("Klassning och områdestyp", "Classification and type of area")
POPULATION: Final = Text("Befolkning", "Population")
OTHERS: Final = Text("Övrigt", "Other")


# Opening and saving
FILES_TITLE: Final = Text("Öppna och spara", "Open and save")
OPEN: Final = Text("Öppna en områdesprofil", "Open an area profile")
OPEN_INTRO: Final = Text(
    "Välj en YAML- eller Excelfil som sparats härifrån eller gjorts med mallen. Det som är ifyllt nu ersätts; spara "
    "det först om ni vill ha det kvar.",
    "Choose a YAML or Excel file that was saved here or made from the template. What is filled in now is replaced; "
    "save it first if you want to keep it.",
)
OPEN_FILE: Final = Text("Fil (YAML eller Excel)", "File (YAML or Excel)")
OPEN_BUTTON: Final = Text("Öppna filen", "Open the file")
OPEN_TEXT: Final = Text("Eller klistra in en områdesprofil som YAML", "Or paste an area profile as YAML")
OPEN_TEXT_BUTTON: Final = Text("Öppna texten", "Open the text")
OPEN_EXAMPLE: Final = Text("Eller börja från ett exempel", "Or begin from an example")
EXAMPLES_INTRO: Final = Text("Exemplen är påhittade områden.", "The examples are made-up areas.")
OPENED: Final = Text("Områdesprofilen för {area} är öppnad.", "The area profile of {area} is open.")
NOT_OPENED: Final = Text("Filen kunde inte öppnas", "The file could not be opened")
NOT_OPENED_KEPT: Final = Text(
    "Det som var ifyllt finns kvar. Så här säger kontrollen, med rad och plats för varje fel:",
    "What was filled in is kept. The check says this, with the line and place of each error:",
)
NO_FILE: Final = Text("Välj en fil först.", "Choose a file first.")
SAVE: Final = Text("Spara områdesprofilen", "Save the area profile")
THE_TEXT: Final = Text("Områdesprofilen som text", "The area profile as text")
THE_TEXT_INTRO: Final = Text(
    "Så här ser YAML-filen ut. Den går att läsa och ändra i en vanlig textredigerare.",
    "This is the YAML file. It can be read and changed in any text editor.",
)

# The answer and its reasons
REASONS_INTRO: Final = Text(
    "Varje skäl går att öppna: från slutsats till regel, villkor, observation och källa.",
    "Every reason can be opened: from conclusion to rule, condition, observation and source.",
)
OPEN_ALL: Final = Text("Öppna alla skäl", "Open all reasons")
CLOSE_ALL: Final = Text("Stäng alla skäl", "Close all reasons")
MEASURE: Final = Text("Åtgärd", "Measure")
PHASE: Final = Text("Fas", "Phase")
SHOW: Final = Text("Visa", "Show")
WHY_TITLE: Final = Text("Varför?", "Why?")
DRAWN: Final = Text("I bild", "As pictures")
WHY_INTRO: Final = Text(
    "Välj en åtgärd för att se varför den står där den står, med alla skäl ned till observation och källa.",
    "Choose a measure to see why it stands where it stands, with every reason down to observation and source.",
)
WHY_NOT_TITLE: Final = Text("Varför inte?", "Why not?")
WHY_NOT_INTRO: Final = Text(
    "Välj en åtgärd eller en fas för att se vad som hindrar att svaret blir det, och det minsta som skulle ändra det.",
    "Choose a measure or a phase to see what keeps the answer from being that, and the least that would change it.",
)
TARGET: Final = Text("Åtgärd eller fas", "Measure or phase")
ANSWER_AND_ASK: Final = Text("Ta med svaren och fråga vidare", "Take the answers and ask on")
FULL_MEMO: Final = Text("Hela svaret som beslutsunderlag", "The whole answer as a memo")

# Catalogue
CATALOGUE_TITLE: Final = Text("Katalog", "Catalogue")
CATALOGUE_INTRO: Final = Text(
    "Allt som regelbasen vet, med källa för varje uppgift.",
    "Everything that the rule base knows, with the source of every statement.",
)
ENTRIES: Final = Text("{kind} ({n})", "{kind} ({n})")
KINDS: Final[Mapping[str, Text]] = {
    "measures": Text("Åtgärder", "Measures"),
    "findings": Text("Bedömningar", "Findings"),
    "indicators": Text("Indikatorer", "Indicators"),
    "systems": Text("Arbetssätt", "Ways of working"),
    "signs": Text("Tidiga tecken", "Early signs"),
    "reasons": Text("Skäl för lokala beslut", "Reasons for local decisions"),
    "actors": Text("Aktörer", "Actors"),
    "rules": Text("Regler", "Rules"),
    "sources": Text("Källor", "Sources"),
}
RELATED: Final = Text("Hör ihop med", "Related")
BACK_TO: Final = Text("Tillbaka till {kind}", "Back to {kind}")
TO_CATALOGUE: Final = Text("Till katalogens förstasida", "To the front page of the catalogue")

# What cannot be shown
NOT_FOUND: Final = Text("Sidan finns inte", "There is no such page")
NOT_FOUND_TEXT: Final = Text(
    "Adressen leder ingenstans. Det ni fyllt i finns kvar.",
    "The address leads nowhere. What you have filled in is kept.",
)
UNKNOWN_NAME: Final = Text("Katalogen har inget som heter {name}.", "The catalogue has nothing called {name}.")
TO_FORM: Final = Text("Till formuläret", "To the form")
REFUSED: Final = Text("Sidan kan inte visas", "The page cannot be shown")
REFUSED_BY_STATUS: Final[Mapping[int, Text]] = {
    400: Text("Det som skickades går inte att läsa.", "What was sent cannot be read."),
    405: Text("Sidan kan bara hämtas eller skickas.", "The page can only be fetched or sent."),
    408: Text("Det som skickades kom inte fram i tid.", "What was sent did not arrive in time."),
    413: Text("Det som skickades är för stort.", "What was sent is too large."),
    415: Text("Det som skickades är inget formulär.", "What was sent is not a form."),
    429: Text("För många försök. Vänta en minut.", "Too many attempts. Wait a minute."),
    500: Text("Ett fel har uppstått i programmet.", "An error has occurred in the program."),
    503: Text("Svaret dröjer för länge. Försök igen.", "The answer takes too long. Try again."),
}
REFUSED_OTHERWISE: Final = Text("Förfrågan kan inte besvaras.", "The request cannot be answered.")
GO_BACK: Final = Text(
    "Gå tillbaka i webbläsaren: det ni fyllt i finns kvar där.",
    "Go back in the browser: what you have filled in is still there.",
)
NO_ANSWER: Final = Text("Inget svar kan ges. Så här säger programmet:", "No answer can be given. The program says:")
TOO_LONG_FOR_EXCEL: Final = Text(
    "Excel kan inte ta emot områdesprofilen. Spara den som YAML i stället.",
    "Excel cannot hold the area profile. Save it as YAML instead.",
)
