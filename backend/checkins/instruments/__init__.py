"""Questionnaires as published: wording by language, version, source and licence, one file each."""

from functools import cache
from importlib import resources

import msgspec


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A questionnaire in one language; `answers` are for 0, 1, 2 and 3."""

    stem: str
    items: list[str]
    answers: list[str]
    source: str


class Licence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What its holder says of copies, where that was read together with the wording, and when."""

    text: str
    holder: str
    terms: str
    checked_on: str
    seen_at: list[str]


class Questionnaire(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A questionnaire: a total changes reliably from `reliable_change` points on.

    The version names the published form and the number of our transcript of it.
    """

    instrument: str
    name: str
    version: str
    items: int
    highest: int
    reliable_change: int
    licence: Licence
    texts: dict[str, Wording]


@cache
def shipped() -> dict[str, Questionnaire]:
    """Every questionnaire that comes with Everkeel, by its key."""
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(".json"))
    found = (msgspec.json.decode(file.read_bytes(), type=Questionnaire) for file in files)
    return {one.instrument: one for one in found}
