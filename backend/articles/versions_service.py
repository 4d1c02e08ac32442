"""The history of an article: every version with who and when, and the way back to one."""

from itertools import pairwise
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.accounts import service as accounts
from backend.articles import queries, review, review_service, review_views, versions
from backend.articles import versions_queries as stored
from backend.articles import versions_recording as recording
from backend.articles.queries import StoredArticle
from backend.articles.review_views import AdminArticle
from backend.articles.versions import VersionText
from backend.articles.versions_queries import StoredVersion
from backend.errors import invalid, not_found


class Version(msgspec.Struct):
    """An article as a change left it; `changed` names the fields that differ from before."""

    number: int
    at: int
    by: str | None
    change: str
    note: str
    changed: list[str]
    article: VersionText


async def history(article_id: UUID) -> list[Version]:
    """Every version of an article, newest first; 404."""
    db = database.connection()
    if await queries.by_id(db, article_id) is None:
        raise not_found("There is no such article.")
    found = await stored.of_article(db, article_id)
    people = {version.by_user for version in found if version.by_user}
    emails = await accounts.emails(db, list(people))
    return [_version(new, old, emails) for new, old in pairwise([*found, None]) if new]


def _version(new: StoredVersion, old: StoredVersion | None, emails: dict[UUID, str]) -> Version:
    return Version(
        new.number,
        new.at,
        emails.get(new.by_user) if new.by_user else None,
        new.change,
        new.note,
        versions.changed(old.snapshot if old else None, new.snapshot),
        versions.shown(new.snapshot),
    )


async def restore(article_id: UUID, number: int, me: UUID) -> AdminArticle:
    """The article as it was in a version: an edit like any other; 404."""

    async def work(db: BaseDBAsyncClient) -> StoredArticle:
        known = await recording.locked(db, article_id)
        version = await stored.numbered(db, article_id, number)
        if version is None:
            raise not_found("There is no such version.")
        values = versions.restored(version.snapshot)
        if values["gate"] not in review.gates_for(values["topic"]):
            raise invalid("looser-gate", "The topic has a gate of its own now.", "gate")
        values |= review_service.after_edit(known, values["gate"], me)
        changed = await recording.revise(db, known, values, me, "restored", f"{number}")
        review_service.require_complete(changed)
        return changed

    return await review_views.one(await database.transaction(work), me)
