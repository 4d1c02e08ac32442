"""Half a year of one person as their phone would have sent it, and two months of moods before."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from backend import clock, database
from backend.checkins import instruments
from backend.demo.habits import HABITS, READ, WALK, Practice
from backend.sync import service as sync

DAYS, EARLIER = 180, 60
# Days ago: a week by the sea, a hard fortnight, and what the person noted as events.
AWAY, HARD, COUNSELLING, LIGHT = range(69, 76), range(14), 45, 213
# What a day with a walk, and one after a poor night, really differ by. Reading makes no difference.
WALK_GIVES, POOR_SLEEP_TAKES, POOR_SLEEP = 1.0, 0.5, "Poor sleep"
# Totals of the questionnaires, a fortnight apart: the newest is of last week.
TOTALS = {"phq8": (12, 11, 11, 9, 8, 8, 6, 5, 6, 6, 9), "gad7": (11, 9, 10, 8, 6, 7, 5, 4, 5, 5, 9)}
LAST_FILLED, FORTNIGHT = 6, 14
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


class Diary:
    """Half a year of one person, the same at every start; today is still open."""

    def __init__(self, user_id: UUID, zone: str) -> None:
        self.user_id, self.zone = user_id, clock.zone(zone)
        self.today = clock.today(zone, 3)
        self.first = self.today - timedelta(days=DAYS - 1)
        self.dice = random.Random(11)  # noqa: S311 - plausible, not secret
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

    def operations(self, shelf: Mapping[str, UUID]) -> Iterator[sync.Operation]:
        """Everything the person ever wrote; `shelf` has the articles that there are by topic."""
        yield from self._things()
        yield from self._events()
        yield from self._readings(shelf)
        yield from self._earlier()
        yield from self._days()
        for instrument in TOTALS:
            yield from self._screenings(instrument)

    def _earlier(self) -> Iterator[sync.Operation]:
        """The person began with moods alone."""
        for ago in range(DAYS + EARLIER - 1, DAYS - 1, -1):
            if self.dice.random() < 0.85:
                yield from self._moods(self.today - timedelta(days=ago), 3.0, 0.3, poor=False)

    def _days(self) -> Iterator[sync.Operation]:
        calm = 0.0
        for n in range(DAYS - 1):
            day, ago = self.first + timedelta(days=n), DAYS - 1 - n
            calm = 0.6 * calm + self.dice.gauss(0, 0.4)
            if ago not in AWAY and (n % 31 in (12, 13) or self.dice.random() < 0.06):
                continue  # days off: gaps are part of every real diary
            strain = 0.9 if ago in HARD else 0.0
            walked = False
            if ago not in AWAY:
                done = [habit for habit in HABITS if self._happens(habit, day, n, strain)]
                yield from self._day(day, done)
                walked = WALK in done
            poor = self.dice.random() < 0.22 + 0.2 * strain
            mean = 3.0 + calm + WALK_GIVES * walked - POOR_SLEEP_TAKES * poor + 0.6 * (ago in AWAY)
            yield from self._moods(day, mean, strain, poor)

    def _things(self) -> Iterator[sync.Operation]:
        parts = ["emotions", "energy", "anxiety", "confidence", "sleep", "factors", "note"]
        focus = [f"habit:{self.id(WALK.name)}", f"factor:{self.id(POOR_SLEEP)}",
                 f"habit:{self.id(READ.name)}"]  # fmt: skip
        yield self.op(
            "profile", str(self.user_id), moodParts=parts, welcomed=True, focus=focus,
            questionnaires=list(TOTALS), interests=["habits", "emotional_control"],
        )  # fmt: skip
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
        light = {"name": "Began light therapy", "kind": "treatment", "day": self.ago(LIGHT)}
        yield self.op("event", self.id("light"), **light)

    def _readings(self, shelf: Mapping[str, UUID]) -> Iterator[sync.Operation]:
        """An article read a while ago, and one kept for later."""
        done: dict[str, dict[str, Any]] = {
            "habits": {"readOn": self.ago(20), "saved": True},
            "self_confidence": {"saved": True},
        }
        for topic, fields in done.items():
            if topic in shelf:
                yield self.op("reading", str(shelf[topic]), **fields)

    def _screenings(self, instrument: str) -> Iterator[sync.Operation]:
        """A questionnaire every fortnight, on a morning."""
        asked, totals = instruments.shipped()[instrument], TOTALS[instrument]
        for place, total in enumerate(reversed(totals)):
            ago = LAST_FILLED + FORTNIGHT * place
            points = self.dice.sample(list(range(asked.items)) * 3, total)
            yield self.op(
                "screening", self.id(f"{instrument} {ago}"), instrument=instrument,
                version=asked.version, language="en", day=self.ago(ago),
                at=self.at(self.today - timedelta(days=ago), 9),
                answers=[points.count(item) for item in range(asked.items)],
            )  # fmt: skip

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

    def _moods(self, day: date, mean: float, strain: float, poor: bool) -> Iterator[sync.Operation]:
        """One or two moods of a day, evening last."""
        for hour in (8, 21) if self.dice.random() < 0.5 else (21,):
            weekend = 0.3 if day.weekday() >= 5 else 0.0
            level = self._rating(mean + weekend - 0.5 * strain, 0.3)
            others = [name for name, _ in FACTORS if name != POOR_SLEEP]
            factors = [*self.dice.sample(others, self.dice.randrange(3)), *([POOR_SLEEP] * poor)]
            words = PLEASANT if level + self.dice.random() > 3.5 else UNPLEASANT
            yield self.op(
                "mood", str(database.uuid7()), day=day.isoformat(), at=self.at(day, hour),
                level=level, energy=self._rating(0.5 * level + 1.3, 0.6),
                anxiety=self._rating(2.4 + 1.3 * strain, 0.5),
                confidence=self._rating(3.3 - 0.5 * strain, 0.5),
                sleep=self._rating(3.8 - 0.5 * strain - 1.5 * poor, 0.6) if hour < 12 else None,
                emotions=self.dice.sample(words, self.dice.randrange(3)),
                factors=[self.id(name) for name in factors],
                note=self.dice.choice(NOTES) if self.dice.random() < 0.08 else "",
            )  # fmt: skip

    def _rating(self, mean: float, spread: float) -> int:
        return max(1, min(5, round(mean + self.dice.gauss(0, spread))))
