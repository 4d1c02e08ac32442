"""How the relevance rules and the search read text: plain words, and patterns of them."""

import re
import unicodedata
from collections.abc import Iterable

# Accents, apostrophes, and what is invisible in between.
_DROPPED = re.compile("[\u0300-\u036f'\u2019\u00ad\u200b-\u200f\u2060\ufeff]")


def plain(text: str) -> str:
    """The text in lower case, without accents and punctuation, words one space apart."""
    text = _DROPPED.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return " ".join(re.findall(r"[^\W_]+", text))


def key(word: str) -> str:
    """One spelling for a tag or medicine: `Energy drink`, `energy-drink` -> `energy_drink`."""
    return plain(word.replace("_", " ")).replace(" ", "_")


def terms(listing: str) -> tuple[str, ...]:
    """The words of a listing, then its phrases, which stand after commas."""
    words, *phrases = listing.split(",")
    return (*words.split(), *phrases)


def pattern(listings: Iterable[str]) -> re.Pattern[str]:
    """Finds any term of the listings in plain text; a trailing * also accepts longer words."""
    found = (term for listing in listings for term in terms(listing))
    return re.compile(r"\b(?:" + "|".join(t.replace("*", r"\w*") for t in found) + r")(?!\w)")
