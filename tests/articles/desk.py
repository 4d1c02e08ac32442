"""What an admin does over HTTP, for tests of curation."""

from typing import Any

import httpx

from tests.support import Person

BASE = "/api/admin/articles"
NEW = {
    "url": "https://www.example.org/calm", "topic": "emotional_control", "title": "A calm page",
    "summary": "What calm is.", "publisher": "Example", "language": "en",
}  # fmt: skip
COMPLETE: dict[str, Any] = {
    "keyPoints": ["One.", "Two.", "Three."],
    "cautions": ["Only under supervision."],
    "evidenceLevel": "cohort",
    "evidenceNote": "One study of 90 people.",
    "sources": [
        {"title": "A study", "url": "https://doi.org/10.1000/x", "doi": "10.1000/x",
         "year": 2020, "n": 90, "kind": "cohort"}
    ],
    "reviewedOn": "2026-11-01",
}  # fmt: skip


def good(answer: httpx.Response) -> dict[str, Any]:
    """The answer's JSON, which is no problem."""
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["type"].removeprefix("urn:everkeel:")


async def step(
    admin: Person, act: str, article: dict[str, Any], note: str | None = None
) -> httpx.Response:
    """The answer to a step of the review."""
    body = None if note is None else {"note": note}
    return await admin.http.post(f"{BASE}/{article['id']}/{act}", json=body)


async def edit(admin: Person, article: dict[str, Any], **changes: Any) -> httpx.Response:
    """The answer to an edit."""
    return await admin.http.patch(f"{BASE}/{article['id']}", json=changes)


async def complete(admin: Person, **changes: Any) -> dict[str, Any]:
    """A draft that lacks nothing."""
    made = good(await admin.http.post(BASE, json={**NEW, **changes}))
    return good(await edit(admin, made, **COMPLETE))


async def published(admin: Person, **changes: Any) -> dict[str, Any]:
    """An article that readers see; with one admin, or on an open topic."""
    article = await complete(admin, **changes)
    good(await step(admin, "submit", article))
    return good(await step(admin, "publish", article))


async def listed(admin: Person, article: dict[str, Any]) -> dict[str, Any]:
    """The article as it is now."""
    found = {one["id"]: one for one in (await admin.http.get(BASE)).json()}
    here: dict[str, Any] = found[article["id"]]
    return here


async def history(admin: Person, article: dict[str, Any]) -> list[dict[str, Any]]:
    """Every version, newest first."""
    answer = await admin.http.get(f"{BASE}/{article['id']}/versions")
    assert answer.status_code == 200, answer.text
    versions: list[dict[str, Any]] = answer.json()
    return versions


async def audit(admin: Person, **query: Any) -> list[dict[str, Any]]:
    """The audit log, newest first."""
    answer = await admin.http.get("/api/admin/audit", params=query)
    assert answer.status_code == 200, answer.text
    entries: list[dict[str, Any]] = answer.json()
    return entries


async def queue(admin: Person) -> dict[str, list[dict[str, Any]]]:
    """What waits for an admin."""
    return good(await admin.http.get("/api/admin/queue"))
