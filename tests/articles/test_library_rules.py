"""Which articles a person finds, and in what order."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.articles import library
from backend.articles.queries import Shelved, StoredArticle
from backend.articles.relevance_state import TOPICS, State
from backend.articles.rules import GATES
from backend.articles.shelf import Shelf
from backend.database import uuid7
from tests.articles.stored import stored

TODAY = date(2026, 11, 24)
ADULT = State(age=40, days_logged=90, days_since_checkin=0)


def of(topic: str, **values: Any) -> StoredArticle:
    gate = GATES.get(topic, "none")
    due = date(2027, 5, 24)
    given = {"id": uuid7(), "topic": topic, "slug": topic, "gate": gate, "review_due": due}
    return stored(**{**given, **values})


SHELF = [of(topic) for topic in TOPICS]


def slugs(articles: Any) -> list[str]:
    return [article.slug for article in articles]


@pytest.mark.parametrize(
    ("gate", "state", "offered"),
    [
        ("treatments", ADULT, False),
        ("treatments", replace(ADULT, opt_in_treatment_topics=True, age=16), False),
        ("eating_disorder", ADULT, True),
        ("eating_disorder", replace(ADULT, red_flags=("eating_disorder",)), False),
        ("eating_disorder", replace(ADULT, dismissed_90d=("diet_anxiety",)), True),
        ("medicines", ADULT, False),
        ("medicines", replace(ADULT, tracked_medicines=("ssri",), medicine_changed_30d=True), True),
    ],
)
def test_a_gate_of_its_own_is_kept_in_suggestions(gate: str, state: State, offered: bool) -> None:
    gated = of("habits", gate=gate)
    assert ("habits" in library.offered([gated], state, (), TODAY)) is offered


def test_what_is_gated_as_a_treatment_on_another_topic_is_not_brought_by_a_mood() -> None:
    chosen = replace(ADULT, opt_in_treatment_topics=True, mood_mean_14d=2.0)
    gated = of("emotional_control", gate="treatments", slug="ketamine-and-feelings")
    offered = library.offered([gated, *SHELF], chosen, (), TODAY)
    assert offered["emotional_control"].slug == "emotional_control"
    assert set(library.offered([gated], chosen, (), TODAY)) == set()
    assert gated in library.shelved(library.visible([gated, *SHELF], chosen), chosen)


def test_the_companion_is_there_for_who_takes_no_medicine() -> None:
    chosen = replace(ADULT, opt_in_treatment_topics=True)
    assert set(library.offered(SHELF, chosen, (), TODAY)) == set(TOPICS)


def test_an_overdue_review_is_not_offered() -> None:
    due = of("habits", review_due=TODAY)
    overdue = of("habits", review_due=date(2026, 11, 23))
    assert library.offered([due], ADULT, (), TODAY) == {"habits": due}
    assert library.offered([overdue, of("habits", review_due=None)], ADULT, (), TODAY) == {}


def test_the_newest_unread_article_of_a_topic_is_offered() -> None:
    newest, older, oldest = (of("habits") for _ in range(3))
    published = [newest, older, oldest]
    assert library.offered(published, ADULT, (), TODAY)["habits"] is newest
    assert library.offered(published, ADULT, {newest.id}, TODAY)["habits"] is older
    every = {article.id for article in published}
    assert library.offered(published, ADULT, every, TODAY)["habits"] is newest


def test_a_search_names_topics_in_its_order_and_puts_other_words_after_them() -> None:
    hits = [SHELF[3].id, SHELF[0].id]
    found = library.found(SHELF, ADULT, "confidence and mood", hits)
    assert slugs(found) == ["self_confidence", "emotional_control", "diet_anxiety", "habits"]


def test_treatments_that_other_words_found_come_last_and_only_to_who_chose_them() -> None:
    hits = [SHELF[5].id, SHELF[0].id]
    assert slugs(library.found(SHELF, ADULT, "xyz", hits)) == ["habits"]
    chosen = replace(ADULT, opt_in_treatment_topics=True)
    assert slugs(library.found(SHELF, chosen, "xyz", hits)) == ["habits", "ketamine_therapy"]


def test_an_article_gated_as_a_treatment_is_found_by_a_treatments_name() -> None:
    gated = of("habits", gate="treatments", slug="gated")
    articles = [gated, *SHELF]
    assert "gated" not in slugs(library.found(articles, ADULT, "habits", [gated.id]))
    found = library.found(articles, ADULT, "habits and ketamine", [])
    assert slugs(found) == ["gated", "habits", "ketamine_therapy"]


def test_one_drug_named_does_not_bring_the_other() -> None:
    every = [article.id for article in SHELF]
    assert "psilocybin" not in slugs(library.found(SHELF, ADULT, "ketamine", every))


def one(topic: str, read: date | None = None, *, published: bool = True) -> Shelved:
    return Shelved(uuid7(), topic, published, read, None)


def test_a_topic_is_read_once_nothing_published_is_unread() -> None:
    read, unread = one("habits", TODAY), one("habits")
    assert Shelf([read], TODAY).topics_read == ("habits",)
    assert Shelf([read, unread], TODAY).topics_read == ()
    withdrawn = one("habits", published=False)
    assert Shelf([read, withdrawn], TODAY).topics_read == ("habits",)


def test_a_drug_topic_counts_as_read_from_its_first_article() -> None:
    shelf = Shelf([one("psilocybin", TODAY), one("psilocybin")], TODAY)
    assert shelf.topics_read == ("psilocybin",)
