"""The words that call for care, and the words that do not."""

import pytest

from backend.articles.relevance_safety import is_eating_risk, speaks_of_self_harm


@pytest.mark.parametrize(
    "search",
    [
        "suicide", "suicidal thoughts", "Sucide", "sui\u200bcide", "SUICIDE", "self-harm",
        "selfharming", "cutting myself", "I don\u2019t want to live", "no reason to live",
        "ways to die", "I wish I was dead", "Suizidgedanken", "Selbstmord", "Selbstmort",
        "mich umbringen", "ich möchte sterben", "mein Leben beenden", "mich selbst verletzen",
    ],
)  # fmt: skip
def test_a_search_speaks_of_self_harm(search: str) -> None:
    assert speaks_of_self_harm(search)


@pytest.mark.parametrize(
    "search",
    [
        None, "", "decide", "pesticide", "side effects", "dying plants", "live music", "Leben",
        "cut sugar", "self esteem", "Selbstwert", "Selbstvertrauen", "sterbende Sprachen", "5 kms",
    ],
)  # fmt: skip
def test_other_searches_do_not(search: str | None) -> None:
    assert not speaks_of_self_harm(search)


@pytest.mark.parametrize(
    "tag",
    [
        "restricting", "Restricted eating", "skipped_meal", "Skipped a meal", "skipping meals",
        "Skipped breakfast", "binge", "Binge eating", "purging", "Didn\u2019t eat", "Missed lunch",
        "Mahlzeit ausgelassen", "Frühstück ausgelassen", "Nichts gegessen", "Fressanfall",
    ],
)  # fmt: skip
def test_a_tag_tells_of_meals_that_are_a_worry(tag: str) -> None:
    assert is_eating_risk(tag)


@pytest.mark.parametrize(
    "tag",
    [
        "no binge", "Binge watching", "Restricted parking", "skipped work", "late meal", "Essen",
        "meal prep", "gegessen", "",
    ],
)  # fmt: skip
def test_other_tags_do_not(tag: str) -> None:
    assert not is_eating_risk(tag)
