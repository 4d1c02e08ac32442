"""What people's phones show of the messages that arrived, judged against what was due."""

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.crowd import Base, Human, Rows, key_of
from tests.bench.push_sink import Arrival


@dataclass
class Shown:
    """One phone: it shows a message silently when it knows its delivery id or its tag.

    `by_id` and `by_tag` count what a phone that knew only one of the two would show twice.
    """

    alerts: int = 0
    by_id: int = 0
    by_tag: int = 0
    ids: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)

    def take(self, notification: dict[str, Any]) -> None:
        """A message has arrived."""
        known_id = notification["data"]["did"] in self.ids
        known_tag = notification["tag"] in self.tags
        self.alerts += not known_id and not known_tag
        self.by_id += known_tag and not known_id
        self.by_tag += known_id and not known_tag
        self.ids.add(notification["data"]["did"])
        self.tags.add(notification["tag"])


@dataclass
class Verdict:
    """What became of all reminders."""

    reminders: int
    lost: int
    doubles: int
    early: int
    repeats: int
    repeats_by_kill: list[int]

    def figures(self) -> dict[str, float]:
        """The same as numbers for the report."""
        return {
            "reminders": self.reminders,
            "lost": self.lost,
            "shown_twice": self.doubles,
            "early": self.early,
            "repeats": self.repeats,
            "most_repeats_by_kill": max(self.repeats_by_kill, default=0),
        }


def judge(
    people: Sequence[Human], base: Base, arrivals: Sequence[Arrival], kills: Sequence[float]
) -> Verdict:
    """Lost: a phone never got a reminder. Doubles: a phone alerts twice for one notification.

    A repeat belongs to the first kill after the first copy has arrived.
    """
    phones: defaultdict[str, Shown] = defaultdict(Shown)
    first: dict[tuple[str, str], float] = {}
    repeats: Counter[int] = Counter()
    found = base.rows("SELECT id, user_id, state, grouped_with, due_at FROM deliveries")
    for arrival in arrivals:
        notification = json.loads(key_of(arrival.path).open(arrival.body))["notification"]
        phones[arrival.path].take(notification)
        message = arrival.path, notification["data"]["did"]
        if message in first:
            repeats[bisect_right(kills, first[message])] += 1
        else:
            first[message] = arrival.at
    reminders = sum(len(human.dues) for human in people)
    return Verdict(
        reminders,
        _lost(people, found, phones),
        sum(shown.by_id + shown.by_tag for shown in phones.values()) + _too_many(people, phones),
        _early(found, first),
        sum(repeats.values()),
        [repeats[number] for number in range(len(kills))],
    )


def _early(deliveries: Rows, first: Mapping[tuple[str, str], float]) -> int:
    """Messages that arrived before they were due."""
    due = {str(row["id"]): row["due_at"] / 1_000 for row in deliveries}
    return sum(at < due[did] for (_, did), at in first.items())


def _lost(people: Sequence[Human], deliveries: Rows, phones: defaultdict[str, Shown]) -> int:
    """Reminders that are not `sent`, or whose notification is not on every phone."""
    found: defaultdict[str, Rows] = defaultdict(list)
    for row in deliveries:
        found[str(row["user_id"])].append(row)
    lost = 0
    for human in people:
        rows = found[str(human.id)]
        lost += max(0, len(human.dues) - len(rows))
        for row in rows:
            carrier = str(row["grouped_with"] or row["id"])
            there = all(carrier in phones[path].ids for path in human.paths)
            lost += row["state"] != "sent" or not there
    return lost


def _too_many(people: Sequence[Human], phones: defaultdict[str, Shown]) -> int:
    """Alerts beyond one for each reminder of a person."""
    return sum(
        max(0, phones[path].alerts - len(human.dues)) for human in people for path in human.paths
    )
