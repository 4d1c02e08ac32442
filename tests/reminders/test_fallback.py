"""E-mail in place of a notification that no device could be given."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend import database, messages
from backend.app import Machinery, create_app
from backend.mail import Mailer
from backend.reminders import service
from backend.reminders.fallback import Fallback
from backend.settings import Settings
from tests.conftest import browser
from tests.postbox import Postbox, open_postbox
from tests.reminders.line import DAY, Line, at, ms
from tests.support import dump


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[Postbox]:
    """The operator's mail server."""
    async with open_postbox(tmp_path) as running:
        yield running


@pytest.fixture
def mailing(settings: Settings, box: Postbox) -> Settings:
    """The settings with that mail server."""
    given = {"smtp_host": "localhost", "smtp_port": box.port, "smtp_from": "keel@example.org"}
    return msgspec.structs.replace(settings, smtp_security="none", **given)


@pytest.fixture
async def fallback(mailing: Settings, line: Line) -> Fallback:
    """The mailing half, for a person who wants letters."""
    await line.wish(mail_fallback=True)
    mailer = Mailer.of(mailing)
    assert mailer
    return Fallback(mailer, mailing.origin)


async def _fail(line: Line, time: str = "08:00", day: str = DAY) -> None:
    """A reminder comes due and reaches nobody."""
    hour, minute = (int(part) for part in time.split(":"))
    before = f"{hour - (minute == 0):02}:{(minute - 1) % 60:02}:45"
    await line.tick(before, day)
    await line.tick(f"{time}:00", day)


async def _mail(line: Line, fallback: Fallback, time: str, day: str = DAY) -> None:
    line.time.move_to(at(time, day))
    await fallback.tick()


async def test_without_a_device_a_letter_comes_once(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    await line.remind("08:00")
    await _fail(line)
    for time in ("08:00:01", "08:00:03", "08:05:00"):
        await _mail(line, fallback, time)
    [got] = box.letters
    delivery = await line.delivery()
    assert (delivery["state"], delivery["outcome"]) == ("sent", "mailed")
    assert delivery["sent_at"] == ms("08:00:01")
    assert box.recipients == [line.person.email]
    assert got["Message-ID"] == f"<{delivery['id']}@localhost>"
    assert got["List-Unsubscribe"] == "<http://localhost:8765/settings>"
    texts = messages.catalogue("en")
    assert got["Subject"] == texts.mail_subject
    assert "http://localhost:8765/settings" in got.get_content()


async def test_the_letter_is_in_the_reader_s_language_and_names_nothing(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    habit = await line.person.add_habit("Evening walk")
    await line.wish(language="de", open_texts=True)
    await line.remind("08:00", habit_id=database.as_uuid(habit))
    await _fail(line)
    await _mail(line, fallback, "08:00:01")
    [got] = box.letters
    assert got["Subject"] == messages.catalogue("de").mail_subject
    assert "Evening walk" not in got.as_string()
    assert "Erinnerung" in got.get_content()


@pytest.mark.parametrize("answer", ["404 Not Found", "410 Gone", "403 Forbidden", "400 Bad"])
async def test_when_every_device_fails_a_letter_comes(
    line: Line, fallback: Fallback, box: Postbox, answer: str
) -> None:
    await line.subscribe("a")
    await line.subscribe("b")
    line.sink.answers = {"a": [answer], "b": [answer]}
    await line.remind("08:00")
    await _fail(line)
    await _mail(line, fallback, "08:00:01")
    assert len(box.letters) == 1
    assert (await line.delivery())["outcome"] == "mailed"


async def test_one_device_is_enough_for_no_letter(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    await line.subscribe("a")
    await line.subscribe("b")
    line.sink.answers = {"a": ["410 Gone"]}
    await line.remind("08:00")
    await _fail(line)
    await _mail(line, fallback, "08:00:01")
    assert box.letters == []


async def test_who_does_not_want_letters_gets_none(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    await line.wish(mail_fallback=False)
    await line.remind("08:00")
    await _fail(line)
    await _mail(line, fallback, "08:00:01")
    assert box.letters == []
    assert (await line.delivery())["outcome"] == "no-device"


async def test_several_at_one_instant_are_one_letter(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    await line.wish(reminder_limit=5)
    habit = database.as_uuid(await line.person.add_habit())
    await line.remind("08:00")
    await line.remind("08:00", habit_id=habit)
    await _fail(line)
    await _mail(line, fallback, "08:00:01")
    assert len(box.letters) == 1
    found = await dump(line.db, "deliveries")
    assert [(row["state"], row["outcome"]) for row in found] == [("sent", "mailed")] * 2


async def test_a_letter_that_has_to_wait_comes_later_with_the_same_id(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    await line.remind("08:00")
    await _fail(line)
    box.answers[line.person.email] = ["451 try later"] * 2
    await _mail(line, fallback, "08:00:01")
    assert (await line.delivery())["outcome"] == "mail-waiting"
    await _mail(line, fallback, "08:00:01")
    assert len(box.answers[line.person.email]) == 1
    await _mail(line, fallback, "08:00:10")
    await _mail(line, fallback, "08:00:30")
    assert len(box.letters) == 1
    assert (await line.delivery())["outcome"] == "mailed"


async def test_a_crash_while_mailing_repeats_it_recognisably(
    line: Line, fallback: Fallback, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await line.remind("08:00")
    await _fail(line)

    async def crash(*_: Any) -> None:
        raise SystemError("as planned")

    with monkeypatch.context() as patch:
        patch.setattr("backend.reminders.fallback._store", crash)
        with pytest.raises(SystemError):
            await _mail(line, fallback, "08:00:01")
    await _mail(line, fallback, "08:02:00")
    assert len(box.letters) == 1
    await _mail(line, fallback, "08:02:02")
    first, second = box.letters
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_refused_letter_is_given_up(line: Line, fallback: Fallback, box: Postbox) -> None:
    await line.remind("08:00")
    await _fail(line)
    box.answers[line.person.email] = ["550 no such user"]
    await _mail(line, fallback, "08:00:01")
    await _mail(line, fallback, "08:10:00")
    delivery = await line.delivery()
    assert (delivery["state"], delivery["outcome"]) == ("failed", "mail-failed")
    assert box.letters == []


async def test_a_letter_that_waited_too_long_is_given_up(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    await line.remind("08:00")
    await _fail(line)
    box.answers[line.person.email] = ["451 try later"] * 99
    await _mail(line, fallback, "08:00:01")
    await _mail(line, fallback, "10:59:59")
    await _mail(line, fallback, "11:02:00")
    delivery = await line.delivery()
    assert (delivery["state"], delivery["outcome"]) == ("failed", "mail-failed")
    assert box.letters == []


async def test_what_was_done_meanwhile_needs_no_letter(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    await line.remind("08:00")
    await _fail(line)
    await line.person.check_in(4, DAY)
    await _mail(line, fallback, "08:00:01")
    delivery = await line.delivery()
    assert (delivery["state"], delivery["outcome"]) == ("silent", "done")
    assert box.letters == []


async def test_a_reminder_switched_off_meanwhile_sends_no_letter(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    reminder = await line.remind("08:00")
    await _fail(line)
    await service.update(line.person.id, reminder, {"enabled": False})
    await _mail(line, fallback, "08:00:01")
    assert box.letters == []


async def test_letters_that_nobody_answers_become_rarer(
    line: Line, fallback: Fallback, box: Postbox
) -> None:
    await line.remind("08:00")
    days = [f"2026-03-{day:02}" for day in range(2, 12)]
    for day in days:
        await _fail(line, "08:00", day)
        await _mail(line, fallback, "08:00:01", day)
    came = [letter["Date"].split(",")[1].split()[0] for letter in box.letters]
    assert came == ["02", "03", "04", "06", "08", "10"]


async def test_a_mail_server_that_is_away_leaves_the_rest_alone(
    line: Line, mailing: Settings
) -> None:
    await line.wish(mail_fallback=True)
    await line.remind("08:00")
    await line.remind("08:01")
    await _fail(line)
    away = msgspec.structs.replace(mailing, smtp_port=1)
    await _mail(line, Fallback(Mailer(away), away.origin), "08:00:01")
    outcomes = [row["outcome"] for row in await dump(line.db, "deliveries")]
    assert "mail-waiting" in outcomes
    await line.subscribe("a")
    await line.tick("08:00:45")
    assert len(await line.tick("08:01:00")) == 1


async def test_letters_are_off_unless_there_is_a_mail_server(
    settings: Settings, mailing: Settings
) -> None:
    names = [
        {tick.name for tick in Machinery(chosen).ticker.ticks} for chosen in (settings, mailing)
    ]
    assert names[1] - names[0] == {"reminders.mail"}


async def test_the_app_hears_whether_there_is_a_mail_server(
    settings: Settings, mailing: Settings
) -> None:
    said = []
    for chosen in (settings, mailing):
        async with browser(create_app(chosen, jobs=()), chosen) as http:
            said.append((await http.get("/api/meta")).json()["mail"])
    assert said == [False, True]
