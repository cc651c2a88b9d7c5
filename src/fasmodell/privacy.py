"""What a profile may not hold: persons, addresses and cases; origin, religion and language, or proxies for them."""

from __future__ import annotations

import re

PERSON_HELP = (
    "a profile judges an area, never a person: there is no field for persons, addresses or cases. "
    "Write how common or serious something is in the area instead"
)
ORIGIN_HELP = (
    "ethnicity, country of birth, foreign background, religion and language are left out on purpose, and so are "
    "proxies for them: they say nothing of what can be done and could lead to indirect discrimination "
    "(diskrimineringslagen 2008:567, 1 kap. 4 §)"
)

# A key is refused when one of its words begins like one of these; å, ä, ö and é are read without their marks.
_PERSON = (
    "person", "personnummer", "personnr", "ssn", "suspect", "misstankt", "offender", "garningsman", "client", "klient",
    "brukare", "address", "adress", "street", "gatuadress", "phone", "telefon", "email", "epost", "arende",
    "diarienummer", "dnr", "individ", "fornamn", "efternamn", "surname", "firstname", "lastname", "cylinder",
)  # fmt: skip
_PERSON_PAIRS = ("case_number", "case_id", "first_name", "last_name", "registration_number", "full_name", "named_")
_ORIGIN = (
    "ethni", "etni", "fodelseland", "foreign", "utrikes", "utland", "immigrant", "invandr", "migrant", "nationalit",
    "citizen", "medborgarskap", "relig", "muslim", "islam", "kristn", "church", "mosque", "moske", "language", "sprak",
    "modersmal", "race", "racial", "asyl",
)  # fmt: skip
_ORIGIN_PAIRS = (
    "country_of_birth",
    "birth_country",
    "born_abroad",
    "mother_tongue",
    "non_western",
    "migration_background",
)
_FOLD = str.maketrans("åäöéÅÄÖÉ", "aaoeaaoe")
# Ten or twelve digits as Swedish personal identity numbers are written, coordination numbers (day + 60) included.
_IDENTITY_NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67-9]\d)[-+ ]?\d{4}(?!\d)")
_STREET_ADDRESS = re.compile(
    r"\b[A-ZÅÄÖ][\wåäöé]*(?:gatan|vägen|gränd|stigen|allén|backen|torget)\s+\d{1,3}\s?[A-Z]?\b"
)
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?<!\d)(?:\+46|07)\d[\d\s-]{6,10}\d")


def forbidden_key(key: str) -> str | None:
    """Say why a key may not stand in a profile; None when it may. Names of the vocabulary are never asked about."""
    folded = re.sub(r"[^a-z0-9]+", "_", key.translate(_FOLD).lower())
    words = folded.split("_")
    if any(pair in folded for pair in _ORIGIN_PAIRS) or any(word.startswith(_ORIGIN) for word in words):
        return ORIGIN_HELP
    if any(pair in folded for pair in _PERSON_PAIRS) or any(word.startswith(_PERSON) for word in words):
        return PERSON_HELP
    return None


def personal_data_in(text: str) -> str | None:
    """The first piece of a text that looks like an identity number, an address or a way to reach a person."""
    for pattern in (_IDENTITY_NUMBER, _STREET_ADDRESS, _CONTACT):
        match = pattern.search(text)
        if match is not None:
            return match.group()
    return None
