"""Whatever else is true of a person: after the help button no insight, no prompt, no drug topic."""

import random
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock
from backend.articles import service as articles
from backend.trends import jobs
from tests.support import Person, dump
from tests.trends import diaries
from tests.trends.diaries import day, focus, mood, profile, walks

SUPPORT_MS = 7 * 86_400_000
FLAGS = ("psychosis", "bipolar", "in_recovery", "pregnant", "eating_disorder")
MEDICINES = ("ssri", "snri", "maoi", "tricyclic", "triptan", "lithium", "stimulant", "opioid")
TOPICS = (
    "habits", "emotional_control", "self_confidence", "diet_anxiety", "ketamine_therapy",
    "psilocybin", "serotonin_syndrome",
)  # fmt: skip
CALM = {"habits", "emotional_control"}


def some(dice: random.Random, of: tuple[str, ...]) -> list[str]:
    return dice.sample(of, dice.randrange(len(of)))


def anything(dice: random.Random) -> dict[str, Any]:
    """A profile of somebody who pressed the help button within seven days."""
    return {
        "helpPressedAt": clock.now_ms() - dice.randrange(SUPPORT_MS - 60_000),
        "adult": dice.random() < 0.7,
        "birthYear": dice.choice([None, 1950, 1990, 2005, 2012]),
        "treatments": dice.random() < 0.7,
        "flags": some(dice, FLAGS),
        "medicines": some(dice, MEDICINES),
        "medicineChangedOn": dice.choice([None, day(3), day(90)]),
        "interests": some(dice, TOPICS),
        "suggestions": dice.random() < 0.7,
    }


async def keen(person: Person) -> str:
    """A habit with a shown link, and reasons for every kind of suggestion beside it."""
    habit = await walks(person, 135)
    tags = [await person.add_factor(name) for name in ("coffee", "argument", "self doubt")]
    ops = [mood(person, n, 1, anxiety=5, confidence=1, factors=tags) for n in range(6)]
    await diaries.send(person, ops)
    await focus(person, f"habit:{habit}")
    answer = await person.http.get("/api/insights")
    assert answer.json()["insights"][0]["state"] == "shown"
    return habit


async def test_a_hard_time_shows_calm_topics_and_no_insight_whatever_else_is_true(
    member: Person,
) -> None:
    await articles.load_starters()
    habit, dice = await keen(member), random.Random(7)
    ready = (await member.http.get("/api/trends")).json()
    assert "insight.supported" in {one["reason"] for one in ready["suggestions"]}
    for _ in range(25):
        given = anything(dice)
        await profile(member, **given)
        insights = (await member.http.get("/api/insights")).json()
        assert (insights["state"], insights["insights"]) == ("support", []), given
        assert (await member.http.get(f"/api/insights/habit/{habit}/looks")).json() == [], given
        shown = (await member.http.get("/api/trends")).json()
        assert shown["state"] == "support", given
        assert {one["reason"] for one in shown["suggestions"]} <= {"support.first"}, given
        assert {one["article"]["topic"] for one in shown["suggestions"]} <= CALM, given
        assert "support_card" in shown["mustShow"], given


async def test_the_night_goes_on_counting_so_that_nothing_is_missing_later(
    member: Person, db: BaseDBAsyncClient
) -> None:
    await keen(member)
    await profile(member, helpPressedAt=clock.now_ms())
    await db.execute_query("UPDATE insight_plans SET next_look_on = anchor")
    await db.execute_query("DELETE FROM insight_looks")
    await jobs.look()
    assert len(await dump(db, "insight_looks")) == 2 * 5
    await profile(member, helpPressedAt=None)
    answer = await member.http.get("/api/insights")
    assert answer.json()["insights"][0]["state"] == "shown"
