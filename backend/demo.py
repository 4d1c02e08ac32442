"""A throwaway person with 180 days of plausible check-ins, so that a newcomer sees everything."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec

from backend import clock, database
from backend.accounts import service as accounts
from backend.sync import service as sync
from backend.sync.service import MAX_OPERATIONS
from backend.vault import Vault

EMAIL = "demo@example.org"
PASSWORD = "calm harbour violet lantern"  # noqa: S105 - a throwaway instance on loopback
DAYS = 180
HABITS = (
    ("Walk outside", "🌿", 1, 127, 0.72),
    ("Read ten pages", "📖", 4, 127, 0.55),
    ("Stretch", "🧘", 2, 0b0010101, 0.8),
    ("Call a friend", "☎️", 5, 0b1000000, 0.65),
)
TAGS = ("coffee", "friends", "work", "outdoors", "poor sleep")


class DemoPerson(msgspec.Struct):
    """The account that is made."""

    email: str = EMAIL
    password: str = PASSWORD
    zone: str = "UTC"
    language: str = "en"
    adult: bool = True


async def fill(vault: Vault) -> tuple[str, str]:
    """Makes the demo person with their data; e-mail and password to sign in with."""
    user_id = await accounts.create_person(DemoPerson(), "admin")
    operations = list(_operations(user_id, clock.today("UTC", 3)))
    for start in range(0, len(operations), MAX_OPERATIONS):
        batch = operations[start : start + MAX_OPERATIONS]
        await sync.synchronise(vault, user_id, 0, 1, batch)
    return EMAIL, PASSWORD


def _operations(user_id: UUID, today: date) -> Iterator[sync.Operation]:
    dice = random.Random(7)  # noqa: S311 - the same plausible half year every time
    device = uuid5(user_id, "demo")
    first = today - timedelta(days=DAYS - 1)
    habits = [uuid5(user_id, name) for name, *_ in HABITS]

    def op(entity: str, entity_id: Any, fields: dict[str, Any]) -> sync.Operation:
        stamp = f"{clock.now_ms():015d}:0000:{device}"
        return sync.Operation(database.uuid7(), entity, str(entity_id), fields, stamp)

    for place, (habit, (name, icon, colour, weekdays, _)) in enumerate(
        zip(habits, HABITS, strict=True)
    ):
        fields = {"name": name, "icon": icon, "colour": colour, "weekdays": weekdays}
        yield op("habit", habit, {**fields, "position": place, "createdOn": first.isoformat()})
    calm = 0.0
    for n in range(DAYS):
        day = first + timedelta(days=n)
        calm = 0.6 * calm + dice.gauss(0, 0.6)
        if n % 31 in (12, 13) or dice.random() < 0.06:
            continue  # days off: gaps are part of every real diary
        strain = 0.9 if n >= DAYS - 14 else 0.0
        done = []
        for habit, (_, _, _, weekdays, chance) in zip(habits, HABITS, strict=True):
            if weekdays >> day.weekday() & 1 and dice.random() < chance - 0.2 * strain:
                done.append(habit)
                if day < today:
                    yield op("entry", f"{habit}:{day}", {"value": 1})
        if day < today:
            for fields in _moods(dice, day, 3.4 + calm + 0.35 * (habits[0] in done), strain):
                yield op("mood", database.uuid7(), fields)


def _moods(dice: random.Random, day: date, mean: float, strain: float) -> Iterator[dict[str, Any]]:
    """One or two moods of a day, evening last."""
    for hour in (8, 20) if dice.random() < 0.5 else (20,):
        at = datetime.combine(day, time(hour, dice.randrange(60)), UTC)
        weekend = 0.3 if day.weekday() >= 5 else 0.0
        yield {
            "day": day.isoformat(),
            "at": int(at.timestamp() * 1000),
            "level": _rating(mean + weekend - 0.7 * strain + dice.gauss(0, 0.3)),
            "anxiety": _rating(2.4 + 1.3 * strain + dice.gauss(0, 0.5)),
            "confidence": _rating(3.3 - 0.5 * strain + dice.gauss(0, 0.5)),
        }


def _rating(value: float) -> int:
    return max(1, min(5, round(value)))
