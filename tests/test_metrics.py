"""GET /metrics: what it counts, who may read it, and that it names nobody."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families

from backend import database
from backend.app import Machinery, create_app
from backend.metrics import Metrics
from backend.reminders import jobs
from backend.reminders.backlog import backlog
from backend.scheduler import Tick
from backend.settings import Settings
from tests.conftest import browser
from tests.push.fixtures import courier, settings, sink
from tests.push.sink import ORIGIN, Sink
from tests.reminders.conftest import line
from tests.reminders.line import Line, at
from tests.support import Person, add_person

__all__ = ["courier", "line", "settings", "sink"]

KNOWN = ("fcm.googleapis.com", "*.push.apple.com")
Samples = dict[tuple[str, ...], float]


def samples(text: str) -> Samples:
    """Values by name and the values of the labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def counted(metrics: Metrics) -> Samples:
    """What a process would answer."""
    return samples(metrics.text((0, 0), {}).decode())


@asynccontextmanager
async def serving(settings: Settings, **more: Any) -> AsyncIterator[tuple[Any, httpx.AsyncClient]]:
    """An app with metrics, and a client on the same machine."""
    chosen = msgspec.structs.replace(settings, metrics=True, **more)
    app: Any = create_app(chosen, jobs=[Tick("a.tick", 60, jobs.plan)])
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 4711))
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url=settings.origin) as http,
    ):
        yield app, http


async def test_it_is_off_unless_asked_for(client: httpx.AsyncClient) -> None:
    assert (await client.get("/metrics")).status_code == 404


async def test_answers_of_push_services_are_counted_by_origin(
    settings: Settings, sink: Sink
) -> None:
    async with serving(settings) as (app, http), AsyncExitStack() as stack:
        person = await _person(stack, app, settings)
        saved = await person.http.put("/api/push/subscription", json=sink.phone("a").subscription())
        path = f"/api/push/subscriptions/{saved.json()['id']}/test"
        sink.answers["a"] = ["201 Created", "201 Created", "403 Forbidden"]
        for _ in range(3):
            assert (await person.http.post(path)).status_code == 202
        answer = await http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = samples(answer.text)
    host = ORIGIN.removeprefix("https://")
    assert found["everkeel_pushes_sent_total", host] == 2
    assert found["everkeel_pushes_failed_total", host, "key-mismatch"] == 1
    assert found["everkeel_tick_age_seconds", "a.tick"] >= 0
    for private in (str(person.id), person.email, saved.json()["id"], "/fcm/send"):
        assert private not in answer.text


async def _person(stack: AsyncExitStack, app: Any, settings: Settings) -> Person:
    http = await stack.enter_async_context(browser(app, settings))
    return await add_person(database.connection(), settings, http)


async def test_what_is_due_and_late_is_counted_in_the_database(line: Line) -> None:
    names = ("everkeel_deliveries_due", "everkeel_deliveries_late")
    await line.remind("08:00")
    await line.remind("08:01")
    line.time.move_to(at("08:00:30"))
    await jobs.plan()
    metrics = Metrics(KNOWN)
    expected = {"07:59:59": (0, 0), "08:00:30": (1, 0), "08:01:00": (2, 1), "08:02:00": (2, 2)}
    for moment, values in expected.items():
        line.time.move_to(at(moment))
        found = samples(metrics.text(await backlog(), {}).decode())
        assert tuple(found[name,] for name in names) == values, moment


async def test_the_lateness_of_each_delivery_is_noted(line: Line) -> None:
    metrics = Metrics(KNOWN)
    line.dispatcher.on_sent = metrics.delivered
    await line.subscribe("a")
    await line.remind("08:00")
    await line.remind("09:00")
    await line.tick("08:00:00")
    await line.tick("09:00:07")
    found = counted(metrics)
    name = "everkeel_delivery_lateness_seconds"
    assert found[f"{name}_count",] == 2
    assert found[f"{name}_sum",] == 7
    assert [found[f"{name}_bucket", limit] for limit in ("0.1", "5.0", "10.0")] == [1, 1, 2]


def test_only_known_push_services_are_named() -> None:
    metrics = Metrics(KNOWN)
    for host in ("fcm.googleapis.com", "web.push.apple.com", "push.ada.example", "push.apple.com"):
        metrics.pushed(f"https://{host}", "sent")
    found = {key[1]: value for key, value in counted(metrics).items() if "_sent_total" in key[0]}
    assert found == {"fcm.googleapis.com": 1, "*.push.apple.com": 1, "other": 2}


async def test_without_a_token_only_this_machine_reads_it(settings: Settings) -> None:
    async with serving(settings) as (app, http):
        assert (await http.get("/metrics")).status_code == 200
        for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
            answer = await http.get("/metrics", headers={name: "127.0.0.1"})
            assert answer.status_code == 403
        async with browser(app, settings) as elsewhere:
            assert (await elsewhere.get("/metrics")).status_code == 403


async def test_a_request_through_a_proxy_of_this_machine_is_not_local(settings: Settings) -> None:
    public = msgspec.structs.replace(settings, origin="https://keel.example.org")
    async with serving(public) as (_, http):
        assert (await http.get("/metrics")).status_code == 403


async def test_with_a_token_whoever_has_it_reads_it(settings: Settings) -> None:
    tokens = {
        "": 401,
        "Bearer": 401,
        "Bearer let me": 401,
        "let me in": 401,
        "Bearer let me in": 200,
    }
    async with (
        serving(settings, metrics_token="let me in") as (app, http),
        browser(app, settings) as elsewhere,
    ):
        for given, expected in tokens.items():
            for client in (http, elsewhere):
                answer = await client.get("/metrics", headers={"Authorization": given})
                assert answer.status_code == expected


async def test_every_process_counts_for_itself(settings: Settings) -> None:
    chosen = msgspec.structs.replace(settings, metrics=True)
    one, two = Machinery(chosen), Machinery(chosen)
    one.courier.on_answer(ORIGIN, "sent")
    assert ("everkeel_pushes_sent_total", ORIGIN.removeprefix("https://")) in counted(one.metrics)
    assert not any("_sent_total" in key[0] for key in counted(two.metrics))


@pytest.mark.parametrize("verdict", ["retry", "gone", "rejected"])
def test_what_did_not_arrive_says_why(verdict: str) -> None:
    metrics = Metrics(KNOWN)
    metrics.pushed("https://fcm.googleapis.com", verdict)
    found = counted(metrics)
    assert found["everkeel_pushes_failed_total", "fcm.googleapis.com", verdict] == 1
