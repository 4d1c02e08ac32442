"""Who may call what: every route is in the table, and the table is what the server does."""

from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.app import create_app
from backend.settings import Settings
from tests import schema
from tests.support import OWN_PAGE, Person

ACCESS = {
    "public": """
        GET /api/meta
        GET /api/health/live
        GET /api/health/ready
        GET /api/invites/{token}
        POST /api/session
        POST /api/sign-up
        GET /api/openapi.json
    """,
    "user": """
        GET /api/me
        DELETE /api/session
        POST /api/sync
        GET /api/versions/{entity}/{entity_id}
        GET /api/reminders
        POST /api/reminders
        GET /api/reminders/log
        POST /api/reminders/snooze
        PATCH /api/reminders/{reminder_id}
        DELETE /api/reminders/{reminder_id}
        POST /api/push/shown
        PUT /api/push/subscription
        GET /api/push/subscriptions
        DELETE /api/push/subscriptions/{subscription_id}
        POST /api/push/subscriptions/{subscription_id}/test
        GET /api/articles
        GET /api/articles/{slug}
        GET /api/articles/must-show
        GET /api/articles/suggestions
        POST /api/articles/{slug}/reports
        GET /api/trends
        GET /api/insights
        GET /api/insights/{kind}/{subject_id}/looks
        GET /api/history
        GET /api/habits/numbers
    """,
    "admin": """
        GET /api/admin/invites
        POST /api/admin/invites
        DELETE /api/admin/invites/{invite_id}
        GET /api/admin/articles
        POST /api/admin/articles
        PATCH /api/admin/articles/{article_id}
        POST /api/admin/articles/preview
        POST /api/admin/articles/{article_id}/publish
        POST /api/admin/articles/{article_id}/withdraw
        POST /api/admin/articles/{article_id}/submit
        POST /api/admin/articles/{article_id}/return
        POST /api/admin/articles/{article_id}/check-link
        GET /api/admin/articles/{article_id}/versions
        POST /api/admin/articles/{article_id}/versions/{number}/restore
        POST /api/admin/articles/explain
        GET /api/admin/articles/export
        POST /api/admin/articles/import
        GET /api/admin/queue
        POST /api/admin/reports/{report_id}/close
        GET /api/admin/audit
    """,
}
BODIES = {"POST", "PUT", "PATCH"}


def listed(access: str) -> list[str]:
    """The routes of the table with that access."""
    return [line.strip() for line in ACCESS[access].split("\n") if line.strip()]


def routes(app: Litestar) -> set[str]:
    """Every route of the app but the automatic OPTIONS."""
    return {
        f"{method} {route.path_format}"
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS"}
    }


async def call(http: httpx.AsyncClient, route: str) -> httpx.Response:
    """The answer of a route; ids in its path are those of `tests.schema.ROWS`."""
    method, _, path = route.partition(" ")
    names = ("token", "reminder_id", "subscription_id", "invite_id", "article_id", "report_id")
    filled = {name: str(schema.ONE) for name in (*names, "entity_id")}
    filled |= {"slug": "sleep", "entity": "mood", "kind": "habit", "subject_id": str(schema.ONE)}
    filled |= {"number": "1"}
    content = b"{}" if method in BODIES else None
    headers = {"Content-Type": "application/json"} if content else {}
    return await http.request(method, path.format(**filled), content=content, headers=headers)


def test_every_route_is_in_the_table_once(settings: Settings) -> None:
    table = [route for access in ACCESS for route in listed(access)]
    assert len(table) == len(set(table))
    assert routes(create_app(settings, jobs=())) == set(table)


@pytest.mark.parametrize("route", [*listed("user"), *listed("admin")])
async def test_nobody_gets_in_without_signing_in(client: httpx.AsyncClient, route: str) -> None:
    answer = await call(client, route)
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:everkeel:not-signed-in"


@pytest.mark.parametrize("route", listed("admin"))
async def test_members_are_no_admins(member: Person, route: str) -> None:
    answer = await call(member.http, route)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:everkeel:forbidden"


async def test_whoever_signs_in_gets_past_the_door(member: Person, admin: Person) -> None:
    for person, access in ((member, "user"), (admin, "user"), (admin, "admin")):
        for route in listed(access):
            if route != "DELETE /api/session":
                assert (await call(person.http, route)).status_code not in (401, 403), route


@pytest.mark.parametrize("route", listed("public"))
async def test_public_routes_ask_for_nobody(client: httpx.AsyncClient, route: str) -> None:
    assert (await call(client, route)).status_code not in (403, 500)


@pytest.mark.parametrize(
    "route", [route for route in listed("user") if "_id}" in route or route.endswith("shown")]
)
async def test_what_is_someone_elses_is_not_found_and_stays(
    db: BaseDBAsyncClient, other: Person, route: str
) -> None:
    await schema.fill(db)
    before = await schema.contents(db)
    method, _, path = route.partition(" ")
    url = path.format(
        reminder_id=schema.ONE, subscription_id=schema.ONE, entity="mood", entity_id=schema.ONE,
        kind="habit", subject_id=schema.ONE,
    )  # fmt: skip
    body = {"POST": {"did": str(schema.ONE)}, "PATCH": {"enabled": False}}.get(method)
    answer = await other.http.request(method, url, json=body, headers=OWN_PAGE)
    assert answer.status_code == (204 if route.endswith("shown") else 404)
    assert await schema.contents(db) == before


async def test_lists_show_only_what_is_ones_own(db: BaseDBAsyncClient, other: Person) -> None:
    await schema.fill(db)
    for path in ("/api/reminders", "/api/push/subscriptions"):
        assert (await other.http.get(path)).json() == []
    feed = (await other.sync())["changes"]
    assert [UUID(change["entityId"]) for change in feed] == [other.id]
