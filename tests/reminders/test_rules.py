"""Times, expiry, back-off and the choice of texts."""

import pytest

from backend.reminders import rules
from backend.reminders.rules import Occurrence

HOUR = 3_600_000


@pytest.mark.parametrize(("text", "minute"), [("00:00", 0), ("09:05", 545), ("23:59", 1_439)])
def test_a_time_is_a_minute_of_the_day(text: str, minute: int) -> None:
    assert rules.parse_time(text) == minute
    assert rules.format_time(minute) == text


@pytest.mark.parametrize(
    "text",
    [
        "24:00",
        "9:00",
        "09:60",
        "0900",
        "09:00 ",
        "09:00\n",
        "\u0660\u0669:\u0660\u0660",
        "",
        "09:00:00",
    ],
)
def test_anything_else_is_no_time(text: str) -> None:
    assert rules.parse_time(text) is None


def test_a_reminder_expires_after_three_hours_or_with_the_next_one() -> None:
    assert rules.expires_at(0, Occurrence(24 * HOUR, "k")) == 3 * HOUR
    assert rules.expires_at(0, Occurrence(2 * HOUR, "k")) == 2 * HOUR
    assert rules.expires_at(0, None) == 3 * HOUR


def test_it_is_missed_when_its_three_hours_are_over() -> None:
    assert not rules.is_missed(0, 3 * HOUR - 1)
    assert rules.is_missed(0, 3 * HOUR)


def test_back_off_doubles_up_to_a_minute() -> None:
    waits = [rules.back_off(attempt, 0.5) for attempt in (1, 2, 3, 6, 7, 8, 40)]
    assert waits == [1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000]


def test_back_off_varies_by_a_quarter() -> None:
    assert rules.back_off(3, 0) == 3_000
    assert rules.back_off(3, 1) == 5_000


def test_no_text_comes_again_within_eight_days() -> None:
    keys = [f"2027-03-{day:02}T08:00" for day in range(1, 31)]
    numbers = [rules.text_number("reminder", key, 8) for key in keys]
    for start in range(len(numbers) - 8):
        assert sorted(numbers[start : start + 8]) == list(range(8))


def test_two_reminders_may_begin_with_different_texts() -> None:
    assert len({rules.text_number(f"r{n}", "2027-03-01T08:00", 8) for n in range(50)}) > 4
