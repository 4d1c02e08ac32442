"""New rules of time zones, and clocks that were wrong."""

import pytest

from backend import database
from backend.reminders import jobs, planning, recompute, zones
from backend.reminders.clockwatch import ClockWatch
from tests.reminders.line import Line, at, ms
from tests.support import dump


async def _next(line: Line) -> dict[str, int | None]:
    return {row["zone"]: row["next_fire_at"] for row in await dump(line.db, "reminders")}


async def _forget(line: Line, zone: str) -> None:
    """As if an older tzdata had put the zone, and by mistake every reminder, an hour off."""
    await database.rows(
        line.db, "UPDATE zones SET print = 'old' WHERE name IN (?, 'version')", zone
    )
    await database.rows(line.db, "UPDATE reminders SET next_fire_at = next_fire_at + 3600000")


async def test_every_zone_has_a_print_of_its_own_rules() -> None:
    prints = zones.prints()
    assert prints["Asia/Calcutta"] == prints["Asia/Kolkata"]
    assert prints["Europe/Berlin"] != prints["Europe/London"]
    assert len(prints) > 590
    assert {len(found) for found in prints.values()} == {16}


async def test_only_the_reminders_of_changed_zones_are_computed_anew(line: Line) -> None:
    await line.remind("08:00", zone="Africa/Casablanca", follow=False)
    await line.remind("08:00", zone="Europe/Berlin", follow=False)
    right = await _next(line)
    await jobs.zones()
    assert await _next(line) == right
    await _forget(line, "Africa/Casablanca")
    await jobs.zones()
    wrong = ms("08:00:00", "2026-03-03")
    assert (await _next(line))["Africa/Casablanca"] == right["Africa/Casablanca"]
    assert (await _next(line))["Europe/Berlin"] == (right["Europe/Berlin"] or wrong) + 3_600_000


async def test_with_the_same_tzdata_nothing_is_looked_at(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await jobs.zones()

    async def never(*_: object) -> int:
        raise AssertionError("computed again")

    monkeypatch.setattr(recompute, "recompute_zones", never)
    await jobs.zones()


async def test_a_crash_in_between_begins_again(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    await line.remind("08:00")
    right = await _next(line)
    await jobs.zones()
    await _forget(line, "UTC")

    async def down(*_: object) -> None:
        raise ConnectionError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr("backend.reminders.plan_queries.advance", down)
        with pytest.raises(ConnectionError):
            await jobs.zones()
    assert await _next(line) != right
    await jobs.zones()
    assert await _next(line) == right


async def test_many_are_computed_in_batches(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recompute, "BATCH", 7)
    for minute in range(50):
        await line.remind(f"08:{minute:02}")
    before = [row["next_fire_at"] for row in await dump(line.db, "reminders")]
    await _forget(line, "UTC")
    assert await recompute.recompute_zones(["UTC"]) == 50
    assert [row["next_fire_at"] for row in await dump(line.db, "reminders")] == before
    assert await recompute.recompute_zones([]) == 0


async def test_new_rules_bring_nothing_twice(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:45")
    assert len(await line.tick("08:00:00")) == 1
    await recompute.recompute_zones(["UTC"])
    assert await line.tick("08:00:30") == []
    assert await _next(line) == {"UTC": ms("08:00:00", "2026-03-03")}


async def test_new_rules_in_the_last_seconds_lose_nothing(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:45")
    await recompute.recompute_zones(["UTC"])
    await line.tick("07:59:50")
    assert len(await line.tick("08:00:00")) == 1


@pytest.mark.parametrize(
    ("wall", "jump"), [(1_000, 0), (61_000, 0), (61_001, 60_001), (-59_000, 0), (-59_001, -60_001)]
)
def test_a_jump_of_over_a_minute_is_noticed(wall: int, jump: int) -> None:
    watch = ClockWatch()
    assert watch.jump(0, 0) == 0
    watch.accept(0, 0)
    assert watch.jump(wall, 1_000) == jump


def test_what_was_accepted_is_no_jump_any_more() -> None:
    watch = ClockWatch()
    watch.accept(0, 0)
    watch.accept(5_000_000, 1_000)
    assert watch.jump(5_001_000, 2_000) == 0


async def test_a_clock_set_back_leaves_no_reminder_in_the_future(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    watch = ClockWatch()
    line.time.move_to(at("07:59:30", "2030-03-02"))
    await jobs.notice_clock(watch, ms("07:59:30", "2030-03-02"), 0)
    await planning.plan()
    assert (await line.delivery())["local_key"] == "2030-03-02T08:00"
    line.time.move_to(at("07:59:30"))
    await jobs.notice_clock(watch, ms("07:59:30"), 1_000)
    assert "the clock was moved by -" in caplog.text
    assert await _next(line) == {"UTC": ms("08:00:00")}
    await line.tick("07:59:45")
    assert len(await line.tick("08:00:00")) == 1


async def test_what_a_wrong_clock_has_sent_does_not_count(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    assert len(await line.tick("08:00:00", "2030-03-02")) == 1
    line.time.move_to(at("07:59:30"))
    assert await recompute.after_wrong_clock() == 1
    assert len(await line.tick("08:00:00")) == 1


async def test_a_clock_set_back_a_little_brings_nothing_twice(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:59:45")
    assert len(await line.tick("08:00:00")) == 1
    watch = ClockWatch()
    watch.accept(ms("08:02:00"), 0)
    line.time.move_to(at("07:59:00"))
    await jobs.notice_clock(watch, ms("07:59:00"), 1_000)
    assert await line.tick("07:59:50") == []
    assert await line.tick("08:00:00") == []
    assert await _next(line) == {"UTC": ms("08:00:00", "2026-03-03")}


async def test_a_clock_set_forward_still_brings_the_catch_up(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    await line.subscribe("a")
    await line.remind("08:00")
    await line.tick("07:00:00")
    assert len(await line.tick("09:45:00")) == 1
    assert "the clock was moved by +" in caplog.text
