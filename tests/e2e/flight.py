"""Twelve and more different things that a person does while the server is gone."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests.e2e.hands import Hand
from tests.e2e.walk import PASSWORD

NOTE = "Rain on the roof, and tea."
_POST = """async () => {{
  const answer = await fetch('{path}', {{
    method: 'POST', body: JSON.stringify({body}), headers: {{'Content-Type': 'application/json'}},
  }});
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}}"""
_CONTROLLED = """() => navigator.serviceWorker.controller ? Promise.resolve(true) : new Promise(
  done => navigator.serviceWorker.addEventListener('controllerchange', () => done(true)))"""

_KEPT = """async () => !Object.keys(localStorage).some(
  key => key.startsWith('everkeel.journal.'))"""
_SENT = """async () => {
  if (Object.keys(localStorage).some(key => key.startsWith('everkeel.journal.'))) return false;
  const own = (await indexedDB.databases()).find(({ name }) => name.startsWith('everkeel-'));
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open(own.name);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = fail;
  });
  const count = db.transaction('outbox').objectStore('outbox').count();
  const waiting = await new Promise(done => { count.onsuccess = () => done(count.result); });
  db.close();
  return waiting === 0;
}"""

Kinds = dict[str, list[dict[str, Any]]]


async def post(hand: Hand, path: str, body: Mapping[str, Any]) -> Any:
    """The JSON of an answer, as the page itself gets it."""
    return await hand.call(_POST.format(path=path, body=json.dumps(body)))


async def leave_for(hand: Hand, path: str) -> None:
    """Opens an address once what was tapped is kept."""
    async with asyncio.timeout(15):
        while not await hand.call(_KEPT):  # noqa: ASYNC110 - asks another process
            await asyncio.sleep(0.1)
    await hand.open(path)


async def arrive(hand: Hand, link: str, zone: str = "Europe/Berlin") -> None:
    """Signs up, waits until the app is kept on the device, and lets the welcome go."""
    await hand.open("/help")
    body = {
        "token": link.partition("#")[2], "email": "flight@example.org", "password": PASSWORD,
        "zone": zone, "language": "en", "adult": True,
    }  # fmt: skip
    await post(hand, "/api/sign-up", body)
    await hand.open("/")
    await hand.call(_CONTROLLED)
    await hand.see("How are you right now?")
    await hand.see("Saved")


async def act(hand: Hand) -> None:
    """Makes habits, checks them in in every way, notes a mood in all detail, and tidies up."""
    await hand.open("/")
    await hand.tap("Write your own", "link")
    await _new_habit(hand, "Walk")
    await hand.tap("Add", "link")
    await _new_habit(hand, "Read")
    await hand.tap("Add", "link")
    await _new_measured_habit(hand, "Water")
    await hand.tap("Walk")
    await hand.tap("Water")
    await hand.see("1 of 2 l")
    await hand.tap("Water")
    await hand.see("2 of 2 l")
    await hand.tap("More for Read")
    await hand.tap("Skip this day")
    await hand.see("Skipped")
    await _back_fill(hand)
    await _mood(hand)
    await _event(hand)
    await hand.tap("More for Read")
    await hand.tap("Pause")
    await hand.see("Until I end it")
    await hand.tap("Pause")
    await hand.see("Paused")
    await _order(hand)


async def _new_habit(hand: Hand, name: str) -> None:
    await hand.fill("Name", name)
    await hand.tap("Save")
    await hand.see("Today's habits")
    await hand.see(name)


async def _new_measured_habit(hand: Hand, name: str) -> None:
    await hand.see("Kind, plan, group and look")
    await hand.tap("Kind, plan, group and look", "text")
    await hand.tap("At least", "radio")
    await hand.fill("How much", "2")
    await hand.fill("Unit", "l")
    await _new_habit(hand, name)


async def _back_fill(hand: Hand) -> None:
    """Yesterday is checked in today."""
    await hand.tap("Yesterday", "link")
    await hand.see("Mood on this day")
    await hand.tap("Walk")
    await leave_for(hand, "/")
    await hand.see("How are you right now?")


async def _mood(hand: Hand) -> None:
    """One tap on a face, then words for it, a note, and what played a part."""
    await hand.tap("Good")
    await hand.see("Noted: Good")
    await hand.tap("Feelings")
    await hand.tap("Pleasant, low energy")
    await hand.tap("Calm")
    await hand.tap("Note")
    await hand.fill("Note", NOTE)
    await hand.tap("What played a part")
    await hand.fill("Your own", "Long walk")
    await hand.tap("Add")
    await hand.see("Long walk")


async def _event(hand: Hand) -> None:
    await hand.tap("Something happened today?", "link")
    await hand.fill("Name", "First tablet")
    await hand.tap("Save")
    await hand.see("First tablet")
    await leave_for(hand, "/")
    await hand.see("Today: First tablet")


async def _order(hand: Hand) -> None:
    """Water comes first, and there is a group for the morning."""
    await leave_for(hand, "/habits/order")
    await hand.tap("Move Water up")
    await hand.tap("Move Water up")
    await hand.tap("Add a group")
    await hand.fill("Name of the group", "Morning")
    await hand.tap("Save")
    await hand.see("No habit in this group yet.")


async def sent(hand: Hand) -> None:
    """Returns once nothing waits on the device any more."""
    async with asyncio.timeout(30):
        while not await hand.call(_SENT):  # noqa: ASYNC110 - asks another process
            await asyncio.sleep(0.2)


async def feed(hand: Hand) -> Kinds:
    """What the server has, by kind; asked as a device that knows nothing."""
    body = {"device": str(uuid4()), "cursor": 0, "limit": 1000, "ops": []}
    kinds: Kinds = {}
    for change in (await post(hand, "/api/sync", body))["changes"]:
        kinds.setdefault(change["entity"], []).append(change)
    return kinds


def one(changes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The fields of the only thing of its kind."""
    [change] = changes
    found: dict[str, Any] = change["fields"]
    return found


def everything_is_there_once(kinds: Kinds, today: date) -> None:
    """Fails unless the server has each of the actions, and each once."""
    habits = {change["fields"]["name"]: change for change in kinds["habit"]}
    assert len(kinds["habit"]) == 3
    places = sorted(habits, key=lambda name: habits[name]["fields"]["position"])
    assert places == ["Water", "Walk", "Read"]
    days = {change["entityId"]: change["fields"] for change in kinds["entry"]}
    ids = {name: change["entityId"] for name, change in habits.items()}
    assert set(days) == {
        f"{ids['Walk']}:{today}", f"{ids['Walk']}:{today - timedelta(1)}", f"{ids['Read']}:{today}",
    }  # fmt: skip
    assert days[f"{ids['Read']}:{today}"]["skipped"]
    assert sum(day["value"] for day in days.values()) == 2
    assert [change["fields"]["amount"] for change in kinds["amount"]] == [1, 1]
    mood, factor = one(kinds["mood"]), one(kinds["factor"])
    assert (mood["level"], mood["emotions"], mood["note"]) == (4, ["calm"], NOTE)
    assert (factor["name"], mood["factors"]) == ("Long walk", [kinds["factor"][0]["entityId"]])
    assert one(kinds["event"])["name"] == "First tablet"
    pause = one(kinds["pause"])
    assert (pause["habitId"], pause["lastDay"]) == (ids["Read"], None)
    assert one(kinds["group"])["name"] == "Morning"
