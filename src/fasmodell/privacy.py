"""What a profile may not hold: persons, addresses and cases; origin, religion and language, or proxies for them."""

from __future__ import annotations

import re

PERSON_HELP = (
    "a profile judges an area, never a person: there is no field for persons, addresses or cases. "
    "Write how common or serious something is in the area instead"
)
ORIGIN_HELP = (
    "ethnicity, country of birth, foreign background, religion and language are left out on purpose, and so are proxies "
    "for them: they say nothing of what can be done and could lead to indirect discrimination "
    "(diskrimineringslagen 2008:567, 1 kap. 4 §)"
)

_PERSON = (
    "person", "personnummer", "ssn", "suspect", "misstankt", "offender", "client", "klient", "brukare", "address",
    "adress", "street", "gata", "phone", "telefon", "email", "epost", "case_number", "arende", "diarienummer",
    "registration_number", "registreringsnummer", "kronofogde_skuld", "cylinder", "individual", "individ", "first_name",
    "last_name", "fornamn", "efternamn", "named_",
)  # fmt: skip
_ORIGIN = (
    "ethnic", "etni", "born_abroad", "country_of_birth", "fodelseland", "birth_country", "foreign", "utrikes", "utland",
    "utlandsk", "immigrant", "invandr", "migrant", "migration_background", "nationality", "nationalitet", "citizenship",
    "medborgarskap", "relig", "muslim", "church", "mosque", "language", "sprak", "mother_tongue", "modersmal", "race",
    "ras_", "non_western", "surname", "asylum", "asyl",
)  # fmt: skip
_FOLD = str.maketrans("åäöéÅÄÖÉ", "aaoeaaoe")
# Ten or twelve digits as Swedish personal identity numbers are written, coordination numbers (day + 60) included.
_IDENTITY_NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67-9]\d)[-+ ]?\d{4}(?!\d)")
_STREET_ADDRESS = re.compile(r"\b[A-ZÅÄÖ][\wåäöé]*(?:gatan|vägen|gränd|stigen|allén|backen|torget)\s+\d{1,3}\s?[A-Z]?\b")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?<!\d)(?:\+46|07)\d[\d\s-]{6,10}\d")


def forbidden_key(key: str) -> str | None:
    """Say why a key may not stand in a profile; None when it may."""
    word = key.translate(_FOLD).lower().replace("-", "_").replace(" ", "_")
    if any(part in word for part in _ORIGIN):
        return ORIGIN_HELP
    return PERSON_HELP if any(part in word for part in _PERSON) else None


def personal_data_in(text: str) -> str | None:
    """The first piece of a text that looks like an identity number, an address or a way to reach a person."""
    for pattern in (_IDENTITY_NUMBER, _STREET_ADDRESS, _CONTACT):
        match = pattern.search(text)
        if match is not None:
            return match.group()
    return None
