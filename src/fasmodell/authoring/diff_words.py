"""The sentences of `diff`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fasmodell.authoring.diff import Step
from fasmodell.authoring.diff_answers import Kind
from fasmodell.authoring.diff_entries import EntryChange
from fasmodell.knowledge import Text

TITLE: Final = Text("Skillnad mellan två regelbaser", "Difference between two rule bases")
OLD_SIDE: Final = Text(
    "Gammal: {name} {version}, digest {digest} ({named}).", "Old: {name} {version}, digest {digest} ({named})."
)
NEW_SIDE: Final = Text(
    "Ny: {name} {version}, digest {digest} ({named}).", "New: {name} {version}, digest {digest} ({named})."
)
DECISIONS: Final = Text("Vad som beslutas annorlunda", "What is decided otherwise")
NO_DECISION: Final = Text(
    "Inget beslut ändras. Det är bevisat för alla områdesprofiler som båda kan läsa.",
    "No decision changes. That is proved for all profiles that both can read.",
)
SOME_DECISION: Final = Text(
    "Beslut kan ändras. Varje slag har ett exempel, prövat i båda regelbaserna, där ingen uppgift kan utelämnas.",
    "Decisions can change. Each kind has an example, tried in both rule bases, from which nothing can be left out.",
)
UNDECIDED_DECISION: Final = Text(
    "Inget ändrat beslut har hittats, men allt är inte avgjort.",
    "No changed decision was found, but not everything is settled.",
)
SCOPE: Final = Text(
    "Jämförelsen gäller det som finns i båda: bedömningarnas nivåer, passagerna, fasen, varningarna och "
    "åtgärdernas ställning, poäng och inbördes ordning. Texter, andelar i procent, spann, öppna frågor och vad som är "
    "avgjort ingår inte.",
    "Compared is what exists in both: the levels of findings, the gates, the phase, the warnings, and the standing, "
    "score and order of measures. Texts, shares in per cent, envelopes, open questions and what is settled are not "
    "included.",
)
SAME_BY_FORM: Final = Text("{kind}: lika. Reglerna har samma innebörd.", "{kind}: the same. The rules mean the same.")
SAME_BY_SOLVER: Final = Text(
    "{kind}: lika för varje profil. Det är bevisat med Z3.", "{kind}: the same for every profile. Z3 has proved it."
)
DIFFERS: Final = Text("{kind}: kan bli annorlunda.", "{kind}: can differ.")
DIFFERS_FOR: Final = Text("{kind}: kan bli annorlunda för {ids}.", "{kind}: can differ for {ids}.")
NOT_ASKED: Final = Text(
    "{kind}: inte avgjort. Det är för många par av åtgärder att fråga om.",
    "{kind}: not settled. There are too many pairs of measures to ask about.",
)
WITNESS: Final = Text("Exempel: {said}", "Example: {said}")
WITNESS_EMPTY: Final = Text("Exempel: en profil utan uppgifter", "Example: a profile without observations")
CHANGED: Final = Text("{what}: {before} blir {after}", "{what}: {before} becomes {after}")
MORE: Final = Text("och {n} till", "and {n} more")
BROKEN: Final = Text("Vad en profil inte längre får säga", "What a profile may no longer say")
GONE: Final = Text("{what} finns inte längre.", "{what} is no longer there.")
NARROWER: Final = Text("{what} tar inte längre emot alla värden.", "{what} no longer takes all the values that it did.")
PROFILES: Final = Text("Områdesprofiler", "Profiles")
SAME_ANSWER: Final = Text("{profile}: samma beslut.", "{profile}: the same decisions.")
OTHER_ANSWER: Final = Text("{profile}: {n} skillnader.", "{profile}: {n} differences.")
ONE_OTHER_ANSWER: Final = Text("{profile}: 1 skillnad.", "{profile}: 1 difference.")
UNREAD: Final = Text(
    "{profile}: kan inte läsas med den {side} regelbasen. {reason}",
    "{profile}: cannot be read with the {side} rule base. {reason}",
)
SIDES: Final[Mapping[str, Text]] = {"old": Text("gamla", "old"), "new": Text("nya", "new")}
ENTRIES: Final = Text("Vad som är ändrat i regelbasen", "What is changed in the rule base")
NO_ENTRY: Final = Text(
    "Inget. Layout, kommentarer och ordning räknas inte.", "Nothing. Layout, comments and order do not count."
)
ENTRY_CHANGES: Final[Mapping[EntryChange, Text]] = {
    EntryChange.ADDED: Text("Tillagt: {what}. {new}.", "Added: {what}. {new}."),
    EntryChange.REMOVED: Text("Borttaget: {what}. {old}.", "Removed: {what}. {old}."),
    EntryChange.CHANGED: Text("Ändrat: {what}. {old}, nu {new}.", "Changed: {what}. {old}, now {new}."),
}
CHANGED_IN_PLACE: Final = Text("Ändrat: {what}. {new}.", "Changed: {what}. {new}.")
KEY: Final = Text("{key}: {before} → {after}", "{key}: {before} → {after}")
KEY_OF_WORDS: Final = Text("{key} (text): {before} → {after}", "{key} (words): {before} → {after}")
NOTHING: Final = Text("inget", "nothing")
STEP_SECTION: Final = Text("Version", "Version")
STEPS: Final[Mapping[Step, Text]] = {
    Step.MAJOR: Text(
        "Steget är en ny huvudversion (major): ett beslut kan bli ett annat, eller så kan en profil inte längre läsas.",
        "The step is major: a decision can change, or a profile can no longer be read.",
    ),
    Step.MINOR: Text(
        "Steget är en ny underversion (minor): något är tillagt, borttaget eller omskrivet, men inget beslut ändras.",
        "The step is minor: something is added, removed or rewritten, but no decision changes.",
    ),
    Step.PATCH: Text(
        "Steget är en rättelse (patch): bara texter, källor och liknande är ändrade.",
        "The step is a patch: only texts, sources and the like are changed.",
    ),
    Step.NONE: Text("Inget steg behövs: inget är ändrat.", "No step is needed: nothing is changed."),
}
UNSETTLED_STEP: Final = Text(
    "Så länge inte allt är avgjort räknas steget som det största.",
    "As long as not everything is settled, the step counts as the largest.",
)
RAISED: Final = Text("Versionen räcker: {old} blev {new}.", "The version is raised enough: {old} became {new}.")
NOT_RAISED: Final = Text(
    "Versionen räcker inte: {old} blev {new}.", "The version is not raised enough: {old} became {new}."
)
BEFORE_ONE: Final = Text(
    "Före version 1.0.0 räknas den andra siffran som huvudversion.",
    "Before version 1.0.0 the second number counts as the major one.",
)
KINDS: Final[Mapping[Kind, Text]] = {
    Kind.FINDING: Text("Bedömningar", "Findings"),
    Kind.GATE: Text("Passager", "Gates"),
    Kind.PHASE: Text("Fas", "Phase"),
    Kind.STANDING: Text("Åtgärders ställning", "Standing of measures"),
    Kind.SCORE: Text("Åtgärders poäng", "Score of measures"),
    Kind.ORDER: Text("Åtgärders ordning", "Order of measures"),
    Kind.WARNING: Text("Varningar", "Warnings"),
}
PHASE_OF: Final = Text("fas {phase}", "phase {phase}")
PHASES_OF: Final = Text("obestämd, fas {phases}", "undetermined, phase {phases}")
ON_THE_WAY: Final = Text("fas {phase}, på väg mot fas {next}", "phase {phase}, on its way to phase {next}")
THE_PHASE: Final = Text("Fasen", "The phase")
THE_GATE: Final = Text("Passagen {gate}", "The gate {gate}")
SCORE_OF: Final = Text("{measure}, poäng", "{measure}, score")
SHOWN: Final = Text("visas", "shown")
NOT_SHOWN: Final = Text("visas inte", "not shown")
RULED_OUT: Final = Text("uteslutet", "ruled out")
OPEN: Final = Text("öppet", "open")
SWAPPED: Final = Text(
    "{first} kom före {second}, nu tvärtom.", "{first} came before {second}, now the other way round."
)
COUNTS: Final = Text(
    "Poäng: {scores} ändrade. Ordning: {orders} ändrade.", "Scores: {scores} changed. Order: {orders} changed."
)
OR: Final = Text("eller", "or")
POLICY_WORD: Final = Text("manifestet", "the manifest")
WATCH_WORD: Final = Text("bevakningen av förflyttning", "the watch for displacement")
REFERENCE_WORD: Final = Text("jämförelsevärdet", "the reference value")
PHASE_WORD: Final = Text("fasen", "the phase")
GATE_WORD: Final = Text("passagen", "the gate")
