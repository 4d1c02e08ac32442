"""The demo person's habits, and how likely each is done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

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

WALK, READ = HABITS[0], HABITS[6]
