"""The way of an article, as pure rules."""

from uuid import UUID

import pytest

from backend.articles import review
from backend.articles.relevance_state import GATES, TOPICS

ANN, BEN, CAT = (UUID(int=n) for n in (1, 2, 3))
STATUSES = ("draft", "in_review", "published", "withdrawn")


def test_only_what_was_in_review_is_published() -> None:
    assert review.STEPS["publish"].before == {"in_review"}
    assert {step.after for act, step in review.STEPS.items() if act != "publish"} == {
        "in_review", "draft", "withdrawn",
    }  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_can_be_left(status: str) -> None:
    ways = {s.after for s in review.STEPS.values() if status in s.before and s.after != status}
    assert ways


@pytest.mark.parametrize(
    ("guarded", "admins", "submitted_by", "edited_by", "needs"),
    [
        (False, 2, ANN, ANN, False),
        (True, 1, ANN, ANN, False),
        (True, 2, ANN, ANN, True),
        (True, 2, ANN, BEN, True),
        (True, 2, BEN, ANN, True),
        (True, 9, BEN, BEN, False),
        (True, 2, ANN, None, True),
        (True, 2, BEN, None, False),
        (True, 2, None, None, False),
    ],
)
def test_a_guarded_article_needs_a_second_admin(
    guarded: bool, admins: int, submitted_by: UUID | None, edited_by: UUID | None, needs: bool
) -> None:
    assert review.needs_second(guarded, admins, ANN, submitted_by, edited_by) is needs


@pytest.mark.parametrize("topic", TOPICS)
def test_a_gate_is_never_looser_than_the_topics(topic: str) -> None:
    gates = review.gates_for(topic)
    if topic in GATES:
        assert gates == (GATES[topic],)
    else:
        assert gates == ("none", "eating_disorder", "medicines", "treatments")


def test_a_gate_follows_the_topic_unless_the_admins_chose_it() -> None:
    assert review.gate_after("ketamine_therapy", "treatments", "habits") == "none"
    assert review.gate_after("habits", "none", "psilocybin") == "treatments"
    assert review.gate_after("habits", "medicines", "emotional_control") == "medicines"
    assert review.gate_after("habits", "medicines", "diet_anxiety") == "eating_disorder"


def test_readers_see_a_gated_article_only_as_it_was_reviewed() -> None:
    assert review.status_after_edit("published", {"none"}) == "published"
    assert review.status_after_edit("published", {"none", "treatments"}) == "in_review"
    assert review.status_after_edit("published", {"treatments"}) == "in_review"
    for status in ("draft", "in_review", "withdrawn"):
        assert review.status_after_edit(status, {"treatments"}) == status
