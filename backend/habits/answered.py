"""Whether a habit still asks for something on a day: for reminders, many at once."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.checkins import service as checkins
from backend.database import Row, as_uuid
from backend.habits import queries, reads, rules
from backend.habits.numbers import rule_of
from backend.habits.rules import Rule

Pair = tuple[UUID, date]


async def answered(db: BaseDBAsyncClient, pairs: Collection[Pair]) -> dict[Pair, str]:
    """Why each of the (habit, day) pairs that ask for nothing does so, the first that holds.

    gone: archived or deleted · skipped · paused · done: done or slipped that day, or done as often
    as its week, month or days ask for.
    """
    asked = {habit for habit, _ in pairs}
    kept = {as_uuid(row["id"]): _rule(row) for row in await queries.kept(db, asked)}
    found = {pair: "gone" for pair in pairs if pair[0] not in kept}
    left = [pair for pair in pairs if pair not in found]
    done = await _done(db, left, kept)
    skipped, paused = await checkins.skipped_on(db, left), await checkins.paused_on(db, left)
    for reason, those in (("done", done), ("paused", paused), ("skipped", skipped)):
        found |= dict.fromkeys(those, reason)
    return found


def _rule(row: Row) -> Rule:
    week_starts_on = row.pop("week_starts_on")
    return rule_of(reads.of_row(row), week_starts_on)


async def _done(
    db: BaseDBAsyncClient, pairs: Collection[Pair], kept: Mapping[UUID, Rule]
) -> set[Pair]:
    """Those that are done; what asks for one day and what asks for a period are read apart.

    A month of a daily habit would be read for nothing.
    """
    single = {pair for pair in pairs if _first(kept, pair) == pair[1]}
    return await _done_of(db, single, kept) | await _done_of(db, set(pairs) - single, kept)


def _first(kept: Mapping[UUID, Rule], pair: Pair) -> date:
    """The first day that counts for a pair."""
    first, _ = rules.period_of(kept[pair[0]].schedule, rules.number(pair[1]))
    return rules.day_of(first)


async def _done_of(
    db: BaseDBAsyncClient, pairs: Collection[Pair], kept: Mapping[UUID, Rule]
) -> set[Pair]:
    if not pairs:
        return set()
    first, last = min(_first(kept, pair) for pair in pairs), max(day for _, day in pairs)
    answers = await checkins.answers(db, {habit for habit, _ in pairs}, first, last)
    done: dict[UUID, set[int]] = {}
    for (habit, day), reached in answers.items():
        if reached:
            done.setdefault(habit, set()).add(rules.number(day))
    slipped = {pair for pair, reached in answers.items() if not reached and kept[pair[0]].limits}
    return {
        (habit, day)
        for habit, day in pairs
        if (habit, day) in slipped
        or rules.reached(kept[habit].schedule, done.get(habit, ()), rules.number(day))
    }
