"""What somebody searches for, as questions to the databases' full text (pure).

Only letters and digits of the search get through, so no search can be a syntax error.
"""

from collections.abc import Iterable, Sequence

from backend.articles.relevance_text import plain, terms

WORDS_AT_MOST, LETTERS_AT_MOST = 8, 40
# Said beside what is meant; alone they are searched like any other word.
_COMMON = frozenset(
    terms(
        "a about am an and are as at be but by can do does for from get how i in is it me my not of"
        " on or our so that the this to was we what when where which who why with you your"
        " aber als am an auf aus bei bin das dem den der des die du ein eine einen einer es fur hat"
        " ich im in ist kann man mein meine mich mir mit nicht oder sich sie sind so uber und von"
        " was wenn wer wie wir zu zum zur"
    )
)
# Endings that one form of a word has and another has not, English and German.
_ENDINGS = ("ing", "ed", "es", "s", "en", "er", "em", "e", "n")
_STEM_AT_LEAST = 4


def words(search: str) -> list[str]:
    """The words to look for, without accents; the common ones only where there are no others."""
    found = list(dict.fromkeys(word[:LETTERS_AT_MOST] for word in plain(search).split()))
    meant = [word for word in found if word not in _COMMON] or found
    return meant[:WORDS_AT_MOST]


def forms(word: str) -> list[str]:
    """Shorter forms of a word, to be found as whole words: `habits` -> `habit`."""
    stems = (word.removesuffix(end) for end in _ENDINGS if word.endswith(end))
    return list(dict.fromkeys(stem for stem in stems if len(stem) >= _STEM_AT_LEAST))


def fts5(searched: Iterable[str]) -> str:
    """SQLite's question: every word, as the beginning of a word or in a shorter form."""
    return " AND ".join(
        "(" + " OR ".join([f'"{word}"*', *(f'"{form}"' for form in forms(word))]) + ")"
        for word in searched
    )


def tsquery(searched: Sequence[str]) -> tuple[str, list[str]]:
    """PostgreSQL's question as an expression with `?` and its parameters: as `fts5`, and stems."""
    each = "(to_tsquery('simple', ?) || to_tsquery('english', ?) || to_tsquery('german', ?))"
    asked = [(" | ".join([f"{word}:*", *forms(word)]), word, word) for word in searched]
    return " && ".join([each] * len(asked)), [text for texts in asked for text in texts]
