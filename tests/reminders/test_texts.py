"""What a notification says, and to whom it says more."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest

from backend import database, messages
from backend.accounts.service import ReminderProfile
from backend.habits.changes import Kind
from backend.habits.service import Words
from backend.push import rules as push_rules
from backend.push.rules import Message
from backend.reminders import texts
from backend.reminders.deliveries import Claimed
from tests.reminders.line import Line

DAY = date(2026, 3, 2)
WALK, READ = UUID(int=1), UUID(int=2)
WORDS = {WALK: Words("yes_no", "Walk the dog"), READ: Words("yes_no", "Read")}
HERS = UUID(int=7)


def _due(
    habit: UUID | None = WALK, kind: str = "scheduled", text: str = "", day: date = DAY,
    reminder: int = 5,
) -> Claimed:  # fmt: skip
    found = UUID(int=9)
    key = f"{day}T08:00" if kind == "scheduled" else "AAAA:hour"
    return Claimed(
        found, UUID(int=reminder), HERS, kind, key, 1, 1, 2, 0, False, found, habit, "UTC", text
    )


def _say(
    *members: Claimed,
    open_: bool = False,
    language: str = "en",
    words: Mapping[UUID, Words] | None = None,
) -> Message:
    profile = ReminderProfile(language, 3, "UTC", open_texts=open_)
    return texts.compose(members, profile, words or WORDS, DAY, 1, "https://e")


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_comes_again_within_a_week(language: str) -> None:
    days = [DAY + timedelta(days=n) for n in range(60)]
    said = [_say(_due(day=day), language=language).body for day in days]
    assert all(len(set(said[n : n + 8])) == 8 for n in range(52))


@pytest.mark.parametrize("kind", ["scheduled", "snooze", "notice"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_is_named_unless_it_may_be(kind: str, language: str) -> None:
    for members in ([_due(kind=kind, text="Take pills")], [_due(kind=kind), _due(READ, kind)]):
        plain = push_rules.payload(_say(*members, language=language)).decode()
        assert not [word for word in ("Walk", "Read", "pills") if word in plain]


def test_an_open_text_names_the_habit_and_says_its_owners_words() -> None:
    message = _say(_due(text="After coffee"), open_=True)
    assert (message.title, message.body) == ("Walk the dog", "After coffee")


def test_an_open_text_without_own_words_takes_them_from_the_bank() -> None:
    message = _say(_due(), open_=True)
    assert message.title == "Walk the dog"
    assert message.body in {note.body for note in messages.catalogue("en").reminders}


def test_an_open_check_in_asks() -> None:
    assert _say(_due(None), open_=True).body == "How are you?"
    assert _say(_due(None, text="Breathe"), open_=True).body == "Breathe"


def test_an_open_group_lists_each_thing_once() -> None:
    message = _say(_due(), _due(READ), _due(), _due(None), open_=True)
    assert (message.kind, message.body) == ("group", "Walk the dog, Read, How are you?")


def test_the_longest_open_group_still_fits() -> None:
    long = Words("avoid", "\u0001" * 80, "\u0001" * 120, "\u0001" * 120)
    words = {UUID(int=n): long for n in range(1, 51)}
    members = [_due(habit, text="\u0001" * 160) for habit in words]
    profile = ReminderProfile("de", 3, "UTC", open_texts=True)
    for chosen in (members, members[:1]):
        message = texts.compose(chosen, profile, words, DAY, 50, "https://" + "e" * 200)
        assert len(push_rules.payload(message)) <= push_rules.MAX_PLAINTEXT


def test_buttons_are_for_one_thing_and_say_little() -> None:
    assert _say(_due()).actions == (("done", "Done"), ("skip", "Skip today"))
    assert _say(_due(None)).actions == (("mood-4", "🙂"), ("mood-2", "🙁"))
    assert _say(_due(None), open_=True).actions == (("mood-4", "🙂 Good"), ("mood-2", "🙁 Low"))
    assert _say(_due(), _due(READ)).actions == ()
    assert _say(_due(kind="notice")).actions == ()


def test_each_kind_of_habit_has_the_answers_that_fit_it() -> None:
    def said(kind: Kind, language: str = "en") -> dict[str, str]:
        return dict(_say(_due(), language=language, words={WALK: Words(kind, "Walk")}).actions)

    assert said("at_least") == {"done": "Done", "skip": "Skip today"}
    assert said("avoid") == {"done": "Kept to it", "skip": "Skip today"}
    assert said("at_most") == {"skip": "Skip today"}
    assert said("avoid", "de") == {"done": "Geschafft", "skip": "Heute auslassen"}


def test_an_open_text_says_the_plan() -> None:
    planned = {WALK: Words("yes_no", "Walk", "I have had coffee,", "walk round the block.")}
    assert _say(_due(), open_=True, words=planned).body == (
        "When I have had coffee, I will walk round the block."
    )
    assert _say(_due(text="Shoes"), open_=True, words=planned).body == (
        "Shoes\nWhen I have had coffee, I will walk round the block."
    )
    german = {WALK: Words("yes_no", "Gehen", "der Kaffee getrunken ist", "gehe ich eine Runde")}
    assert _say(_due(), open_=True, language="de", words=german).body == (
        "Wenn der Kaffee getrunken ist, dann gehe ich eine Runde."
    )


def test_half_a_plan_is_none_and_no_plan_is_said_unless_it_may_be() -> None:
    half = {WALK: Words("yes_no", "Walk", "it rains {", " ")}
    assert _say(_due(text="Shoes"), open_=True, words=half).body == "Shoes"
    whole = {WALK: Words("yes_no", "Walk", "it rains", "swim")}
    assert "swim" not in push_rules.payload(_say(_due(), words=whole)).decode()


def test_a_snooze_and_a_notice_have_texts_of_their_own() -> None:
    found = messages.catalogue("de")
    assert _say(_due(kind="snooze"), language="de").body == found.again.body
    assert _say(_due(kind="notice"), language="de").body == found.stopped.body


async def test_open_texts_reach_the_phone_of_who_wants_them(line: Line) -> None:
    await line.subscribe("a")
    habit = UUID(await line.person.add_habit("Walk"))
    await line.remind("08:00", habit_id=habit, text="After coffee")
    (closed,) = await line.tick("08:00:00")
    assert "Walk" not in closed.plain.decode()
    await line.wish(open_texts=True)
    (opened,) = await line.tick("08:00:00", "2026-03-03")
    shown = opened.notification
    assert (shown["title"], shown["body"]) == ("Walk", "After coffee")


async def test_the_badge_counts_what_is_due_and_not_done(line: Line) -> None:
    await line.subscribe("a")
    await line.wish(reminder_limit=20)
    habits = [await line.person.add_habit(name) for name in ("Walk", "Read", "Rest")]
    for minute, habit in enumerate(habits):
        await line.remind(f"08:{minute:02}", habit_id=UUID(habit))
    badges = []
    for minute in range(3):
        (message,) = await line.tick(f"08:{minute:02}:00")
        badges.append(message.document["app_badge"])
        if minute == 0:
            done = line.person.op("entry", f"{habits[0]}:2026-03-02", {"value": 1})
            await line.person.sync(done)
    assert badges == [1, 1, 2]
    (tomorrow,) = await line.tick("08:00:00", "2026-03-03")
    assert tomorrow.document["app_badge"] == 1


async def test_the_badge_does_not_count_what_is_skipped_paused_or_done(line: Line) -> None:
    await line.subscribe("a")
    await line.wish(reminder_limit=20)
    walk, read, rest = [await line.person.add_habit(name) for name in ("Walk", "Read", "Rest")]
    for habit in (walk, read, rest):
        await line.remind("08:00", habit_id=UUID(habit))
    await line.remind("08:00")
    person, day = line.person, "2026-03-02"
    pause = {"habitId": read, "firstDay": day, "lastDay": day}
    await person.sync(
        person.op("entry", f"{walk}:{day}", {"skipped": True}),
        person.op("entry", f"{rest}:{day}", {"value": 1}),
        person.op("pause", str(database.uuid7()), pause),
    )
    (message,) = await line.tick("08:00:00")
    assert message.document["app_badge"] == 1
    (message,) = await line.tick("08:00:00", "2026-03-03")
    assert message.document["app_badge"] == 4


async def test_the_day_of_an_answer_is_the_personal_one(line: Line) -> None:
    await line.subscribe("a")
    await line.remind("02:00")
    (message,) = await line.tick("02:00:00", "2026-03-03")
    assert message.notification["data"]["day"] == "2026-03-02"
    found = await database.rows(line.db, "SELECT local_key FROM deliveries")
    assert found[0]["local_key"] == "2026-03-03T02:00"
