"""A throwaway person with 180 days of plausible check-ins, so that a newcomer sees everything."""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
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
# Days ago: a week by the sea, a hard fortnight, and what the person noted as events.
AWAY, HARD, COUNSELLING = range(69, 76), range(14), 45
FACTORS = (
    ("Friends", "People"), ("Family", "People"), ("Work", "Day"), ("Outdoors", "Day"),
    ("Poor sleep", "Body"), ("Coffee", "Body"),
)  # fmt: skip
GROUPS = ("Morning", "Evening")
PLEASANT = ("joyful", "hopeful", "energetic", "calm", "content", "grateful", "relaxed")
UNPLEASANT = ("anxious", "stressed", "overwhelmed", "restless", "tired", "lonely")
NOTES = (
    "A slow morning, and the walk did me good.",
    "Too many things at once. Tomorrow I start with one.",
    "Slept well for the first time this week.",
    "Laughed a lot at dinner.",
    "The long meeting took all my energy.",
    "Rain on the roof and an early night.",
)
EVENT_NOTE = "First talk went better than I feared. Look again at how the evenings feel."

Likely = Callable[[date, int], bool]


@dataclass(frozen=True, slots=True)
class Practice:
    """A habit of the demo person: how likely it is done on the days on which it is likely."""

    name: str
    icon: str
    chance: float
    fields: dict[str, Any] = field(default_factory=dict)
    group: str = ""
    likely: Likely = lambda _day, _n: True


def _on(*weekdays: int) -> Likely:
    return lambda day, _: day.weekday() in weekdays


HABITS = (
    Practice("Walk outside", "🌿", 0.72, {
        "colour": 1, "planWhen": "I have eaten lunch", "planThen": "walk round the block",
    }),
    Practice("Stretch", "🧘", 0.8, {
        "colour": 2, "weekdays": 0b0010101, "planWhen": "the kettle is on",
        "planThen": "stretch for two minutes",
    }, "Morning", _on(0, 2, 4)),
    Practice("Drink water", "💧", 0.75, {
        "colour": 4, "kind": "at_least", "target": 6, "unit": "glasses", "step": 1,
    }),
    Practice("Coffee", "☕", 0.7, {"colour": 7, "kind": "at_most", "target": 2, "unit": "cups"}),
    Practice("Go for a run", "🏃", 0.8, {
        "colour": 6, "schedule": "per_week", "times": 3,
    }, "Morning", _on(1, 3, 5)),
    Practice("Cook something fresh", "🥕", 0.62, {
        "colour": 3, "schedule": "rolling", "times": 4, "days": 7,
    }, "Evening"),
    Practice("Read ten pages", "📖", 0.55, {
        "colour": 4, "planWhen": "I am in bed", "planThen": "read instead of scrolling",
    }, "Evening"),
    Practice("No phone in bed", "🌙", 0.7, {"colour": 0, "kind": "avoid"}, "Evening"),
    Practice("Water the plants", "🪴", 0.9, {
        "colour": 1, "schedule": "interval", "days": 4,
    }, likely=lambda _, n: n % 4 == 0),
    Practice("Call a friend", "📞", 0.85, {
        "colour": 5, "schedule": "per_month", "times": 2,
    }, likely=lambda day, _: day.day in (6, 20)),
)  # fmt: skip


class DemoPerson(msgspec.Struct):
    """The account that is made."""

    email: str = EMAIL
    password: str = PASSWORD
    zone: str = "UTC"
    language: str = "en"
    adult: bool = True


def local_zone() -> str:
    """The time zone of this machine, whose evenings are the demo person's; UTC when unsure."""
    name = os.environ.get("TZ") or str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    try:
        clock.zone(name)
    except clock.UnknownZone:
        return "UTC"
    return "UTC" if name.startswith("Etc/") else name


async def fill(vault: Vault) -> tuple[str, str]:
    """Makes the demo person with their data; e-mail and password to sign in with."""
    zone = local_zone()
    user_id = await accounts.create_person(DemoPerson(zone=zone), "admin")
    operations = list(Diary(user_id, zone).operations())
    for start in range(0, len(operations), MAX_OPERATIONS):
        batch = operations[start : start + MAX_OPERATIONS]
        await sync.synchronise(vault, user_id, 0, 1, batch)
    return EMAIL, PASSWORD


class Diary:
    """Half a year of one person, the same at every start; today is still open."""

    def __init__(self, user_id: UUID, zone: str) -> None:
        self.user_id, self.zone = user_id, clock.zone(zone)
        self.today = clock.today(zone, 3)
        self.first = self.today - timedelta(days=DAYS - 1)
        self.dice = random.Random(7)  # noqa: S311 - plausible, not secret
        self.device = uuid5(user_id, "demo")

    def id(self, name: str) -> str:
        """The id of what has that name."""
        return str(uuid5(self.user_id, name))

    def op(self, entity: str, id_: str, **fields: Any) -> sync.Operation:
        """An operation as the person's phone would send it."""
        stamp = f"{clock.now_ms():015d}:0000:{self.device}"
        return sync.Operation(database.uuid7(), entity, id_, fields, stamp)

    def at(self, day: date, hour: int) -> int:
        """A moment of that hour, in ms."""
        wall = datetime.combine(day, time(hour, self.dice.randrange(60)), self.zone)
        return int(wall.timestamp() * 1000)

    def ago(self, days: int) -> str:
        """The date so many days ago."""
        return (self.today - timedelta(days=days)).isoformat()

    def operations(self) -> Iterator[sync.Operation]:
        """Everything the person ever wrote."""
        yield from self._things()
        yield from self._events()
        calm = 0.0
        for n in range(DAYS - 1):
            day, ago = self.first + timedelta(days=n), DAYS - 1 - n
            calm = 0.6 * calm + self.dice.gauss(0, 0.6)
            if ago not in AWAY and (n % 31 in (12, 13) or self.dice.random() < 0.06):
                continue  # days off: gaps are part of every real diary
            strain = 0.9 if ago in HARD else 0.0
            walked = False
            if ago not in AWAY:
                done = [habit for habit in HABITS if self._happens(habit, day, n, strain)]
                yield from self._day(day, done)
                walked = HABITS[0] in done
            mean = 3.4 + calm + 0.35 * walked + 0.6 * (ago in AWAY)
            yield from self._moods(day, mean, strain)

    def _things(self) -> Iterator[sync.Operation]:
        parts = ["emotions", "energy", "anxiety", "confidence", "sleep", "factors", "note"]
        yield self.op("profile", str(self.user_id), moodParts=parts, welcomed=True)
        for place, name in enumerate(GROUPS):
            yield self.op("group", self.id(name), name=name, position=place)
        for place, habit in enumerate(HABITS):
            own = {"groupId": self.id(habit.group) if habit.group else None, **habit.fields}
            yield self.op(
                "habit", self.id(habit.name), name=habit.name, icon=habit.icon, position=place,
                createdOn=self.first.isoformat(), **own,
            )  # fmt: skip
        for place, (name, group) in enumerate(FACTORS):
            yield self.op("factor", self.id(name), name=name, group=group, position=place)

    def _events(self) -> Iterator[sync.Operation]:
        first, last = self.ago(AWAY[-1]), self.ago(AWAY[0])
        yield self.op("pause", self.id("away"), habitId=None, firstDay=first, lastDay=last)
        sea = {"name": "A week by the sea", "kind": "holiday", "day": first, "endsOn": last}
        yield self.op("event", self.id("sea"), **sea)
        day, again = self.ago(COUNSELLING), self.ago(COUNSELLING - 90)
        talk = {"name": "First counselling session", "kind": "therapy", "note": EVENT_NOTE}
        yield self.op("event", self.id("talk"), day=day, followUpOn=again, **talk)

    def _happens(self, habit: Practice, day: date, n: int, strain: float) -> bool:
        chance = habit.chance - 0.2 * strain
        return habit.likely(day, n) and self.dice.random() < chance

    def _day(self, day: date, done: list[Practice]) -> Iterator[sync.Operation]:
        for habit in HABITS:
            id_, kept = self.id(habit.name), habit in done
            match habit.fields.get("kind", "yes_no"):
                case "at_least":
                    most = 7 if kept else 4
                    yield from self._amounts(id_, day, (8, 13, 19), self._split(most, 3))
                case "at_most":
                    cups = self.dice.randint(0, 2) if kept else 3
                    yield from self._amounts(id_, day, (8, 10, 15), [1] * cups or [0])
                case "avoid":
                    yield self.op("entry", f"{id_}:{day}", value=int(kept))
                case _ if kept:
                    yield self.op("entry", f"{id_}:{day}", value=1)
                case _ if habit.likely(day, 1) and self.dice.random() < 0.04:
                    yield self.op("entry", f"{id_}:{day}", value=0, skipped=True)

    def _split(self, whole: int, parts: int) -> list[int]:
        """A number as so many parts of at least one."""
        cuts = sorted(self.dice.sample(range(1, whole), parts - 1))
        return [end - start for start, end in zip([0, *cuts], [*cuts, whole], strict=True)]

    def _amounts(
        self, habit: str, day: date, hours: tuple[int, ...], amounts: list[int]
    ) -> Iterator[sync.Operation]:
        for hour, amount in zip(hours, amounts, strict=False):
            fields = {"habitId": habit, "day": day.isoformat(), "amount": amount}
            yield self.op("amount", str(database.uuid7()), at=self.at(day, hour), **fields)

    def _moods(self, day: date, mean: float, strain: float) -> Iterator[sync.Operation]:
        """One or two moods of a day, evening last."""
        for hour in (8, 21) if self.dice.random() < 0.5 else (21,):
            weekend = 0.3 if day.weekday() >= 5 else 0.0
            level = self._rating(mean + weekend - 0.7 * strain, 0.3)
            factors = self.dice.sample(FACTORS, self.dice.randrange(3))
            words = PLEASANT if level + self.dice.random() > 3.5 else UNPLEASANT
            yield self.op(
                "mood", str(database.uuid7()), day=day.isoformat(), at=self.at(day, hour),
                level=level, energy=self._rating(0.5 * level + 1.3, 0.6),
                anxiety=self._rating(2.4 + 1.3 * strain, 0.5),
                confidence=self._rating(3.3 - 0.5 * strain, 0.5),
                sleep=self._rating(3.4 - 0.8 * strain, 0.7) if hour < 12 else None,
                emotions=self.dice.sample(words, self.dice.randrange(3)),
                factors=[self.id(name) for name, _ in factors],
                note=self.dice.choice(NOTES) if self.dice.random() < 0.08 else "",
            )  # fmt: skip

    def _rating(self, mean: float, spread: float) -> int:
        return max(1, min(5, round(mean + self.dice.gauss(0, spread))))
