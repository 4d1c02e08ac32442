"""What push services answer, and what the dispatcher makes of it."""

import pytest

from backend import database
from backend.outbound import PushSender
from backend.push.courier import Courier
from backend.reminders import service
from backend.reminders.dispatcher import Dispatcher
from tests.reminders.line import Line, ms
from tests.support import dump


async def _due(line: Line, *phones: str) -> None:
    """A reminder for eight o'clock, claimed and encrypted, for these phones."""
    for phone in phones:
        await line.subscribe(phone)
    await line.remind("08:00")
    await line.tick("07:59:45")


async def _active(line: Line) -> list[str]:
    found = await database.rows(
        line.db, "SELECT label FROM subscriptions WHERE active = ? ORDER BY label", True
    )
    return [row["label"] for row in found]


@pytest.mark.parametrize("answer", ["404 Not Found", "410 Gone"])
async def test_a_dead_device_ends_and_the_others_get_it(line: Line, answer: str) -> None:
    await _due(line, "a", "b")
    line.sink.answers["a"] = [answer]
    assert [message.phone for message in await line.tick("08:00:00")] == ["b"]
    assert await _active(line) == ["b"]
    assert await line.states() == ["sent"]
    ended = next(r for r in await dump(line.db, "subscriptions") if r["label"] == "a")
    assert (ended["ended_at"], ended["ended_reason"]) == (ms("08:00:00"), answer[:3])


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("400 Bad Request", "rejected"),
        ("401 Unauthorized", "key-mismatch"),
        ("403 Forbidden", "key-mismatch"),
        ("406 Not Acceptable", "rejected"),
    ],
)
async def test_a_refusal_ends_the_delivery_but_not_the_device(
    line: Line, answer: str, outcome: str
) -> None:
    await _due(line, "a")
    line.sink.answers["a"] = [answer] * 5
    assert await line.tick("08:00:00") == []
    assert await line.tick("08:10:00") == []
    delivery = await line.delivery()
    assert (delivery["state"], delivery["outcome"]) == ("failed", outcome)
    assert await _active(line) == ["a"]
    assert line.sink.requests == 1


async def test_a_key_mismatch_is_noted_until_a_message_is_taken(line: Line) -> None:
    await _due(line, "a")
    line.sink.answers["a"] = ["403 Forbidden"]
    await line.tick("08:00:00")
    (row,) = await dump(line.db, "subscriptions")
    assert row["trouble"] == "key-mismatch"
    await line.tick("07:59:45", "2026-03-03")
    await line.tick("08:00:00", "2026-03-03")
    (row,) = await dump(line.db, "subscriptions")
    assert row["trouble"] == ""


async def test_a_message_called_too_large_goes_again_smaller(line: Line) -> None:
    await _due(line, "a")
    line.sink.answers["a"] = ["413 Content Too Large"]
    (message,) = await line.tick("08:00:00")
    assert len(message.plain) < 400
    assert message.notification["data"]["did"] == str((await line.delivery())["id"])
    assert await line.states() == ["sent"]


async def test_a_message_still_too_large_is_given_up(line: Line) -> None:
    await _due(line, "a")
    line.sink.answers["a"] = ["413 Content Too Large"] * 5
    await line.tick("08:00:00")
    assert (await line.delivery())["outcome"] == "rejected"
    assert line.sink.requests == 2
    assert await _active(line) == ["a"]


@pytest.mark.parametrize(
    "retry_after", ["Retry-After: 90", "Retry-After: Mon, 02 Mar 2026 08:01:30 GMT"]
)
async def test_a_push_service_that_asks_for_quiet_gets_it(line: Line, retry_after: str) -> None:
    await _due(line, "a")
    await line.remind("08:01")
    line.sink.answers["a"] = [f"429 Too Many Requests\n{retry_after}"]
    assert await line.tick("08:00:00") == []
    first = min(await dump(line.db, "deliveries"), key=lambda row: row["due_at"])
    assert (first["attempt"], first["not_before"]) == (0, ms("08:01:30"))
    await line.tick("08:00:45")
    assert await line.tick("08:01:00") == []
    assert line.sink.requests == 1
    await line.tick("08:01:15")
    assert len(await line.tick("08:01:31")) == 1, "what has waited comes as one notification"
    assert await line.states() == ["sent", "sent"]


async def test_what_a_device_has_had_is_not_joined_by_something_new(line: Line) -> None:
    await _due(line, "a", "b")
    await line.remind("08:01")
    line.sink.answers["b"] = ["429 Too Many Requests\nRetry-After: 60"]
    assert [message.phone for message in await line.tick("08:00:00")] == ["a"]
    await line.tick("08:00:45")
    found = [message.phone for message in await line.tick("08:01:00")]
    assert sorted(found) == ["a", "b", "b"]


@pytest.mark.parametrize("answer", ["500 Server Error", "503 Unavailable", "307 Moved", "reset"])
async def test_trouble_is_tried_again_with_the_same_topic(line: Line, answer: str) -> None:
    await _due(line, "a")
    line.sink.answers["a"] = [answer] * 2
    assert await line.tick("08:00:00") == []
    delivery = await line.delivery()
    assert await line.will_try_again()
    assert delivery["attempt"] == 1
    assert ms("08:00:00") < delivery["not_before"] < ms("08:00:02")
    assert await line.tick("08:00:02") == []
    assert (await line.delivery())["attempt"] == 2
    (message,) = await line.tick("08:00:05")
    assert message.headers["topic"] == message.notification["tag"]
    assert message.notification["data"]["did"] == str(delivery["id"])
    assert await line.states() == ["sent"]


async def test_only_the_device_in_trouble_is_tried_again(line: Line) -> None:
    await _due(line, "a", "b")
    line.sink.answers["a"] = ["500 Server Error"]
    assert [message.phone for message in await line.tick("08:00:00")] == ["b"]
    assert await line.will_try_again()
    assert [message.phone for message in await line.tick("08:00:02")] == ["a"]
    assert await line.states() == ["sent"]
    assert line.sink.requests == 3


async def test_a_change_takes_back_what_would_be_tried_again(line: Line) -> None:
    await _due(line, "a")
    (reminder,) = await dump(line.db, "reminders")
    line.sink.answers["a"] = ["503 Unavailable\nRetry-After: 10"]
    await line.tick("08:00:00")
    await line.tick("08:00:05")
    assert await line.states() == ["leased"]
    await service.update(line.person.id, database.as_uuid(reminder["id"]), {"weekdays": 127})
    assert await line.tick("08:00:12") == []
    assert await line.states() == ["cancelled"]


async def test_trouble_until_the_end_expires(line: Line) -> None:
    await _due(line, "a")
    line.sink.answers["a"] = ["500 Server Error"] * 9
    for moment in ("08:00:00", "09:00:00", "10:59:59"):
        await line.tick(moment)
    assert await line.states() == ["expired"]
    assert (await line.delivery())["outcome"] == "retry"
    assert await _active(line) == ["a"]


async def test_ten_failures_in_a_row_stop_the_knocking(line: Line) -> None:
    await line.subscribe("a")
    await line.wish(reminder_limit=20)
    for minute in range(20):
        await line.remind(f"08:{minute:02}")
    line.sink.answers["a"] = ["500 Server Error"] * 1_000
    for minute in range(19):
        await line.tick(f"08:{minute:02}:00")
    before = line.sink.requests
    assert before < 30
    await line.tick("08:19:00")
    assert line.sink.requests <= before + 2
    assert await _active(line) == ["a"]


async def test_a_hanging_push_service_is_cut_off_and_tried_again(line: Line) -> None:
    sender = PushSender(line.courier.hosts, timeout_s=0.2)
    hasty = Courier(sender, line.courier.authorizations)
    line.dispatcher = Dispatcher(hasty, "http://localhost:8765")
    await _due(line, "a", "b")
    line.sink.answers["a"] = ["hang"]
    assert [message.phone for message in await line.tick("08:00:00")] == ["b"]
    assert await line.will_try_again()
    assert [message.phone for message in await line.tick("08:00:02")] == ["a"]
    await hasty.close()
