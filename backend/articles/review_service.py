"""What happens between a draft and its readers: submit, return, publish, withdraw; the queue."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database
from backend.accounts import service as accounts
from backend.articles import editing, reports, review, review_views, versions_queries
from backend.articles import versions_recording as recording
from backend.articles.links import TROUBLED
from backend.articles.queries import StoredArticle
from backend.articles.reports import OpenReport
from backend.articles.review import Act
from backend.articles.review_views import AdminArticle
from backend.errors import Problem, conflict


class Queue(msgspec.Struct, rename="camel"):
    """What waits for an admin."""

    in_review: list[AdminArticle]
    review_due: list[AdminArticle]
    links: list[AdminArticle]
    reports: list[OpenReport]


async def take(
    act: Act, article_id: UUID, me: UUID, note: str = "", seen: int | None = None
) -> AdminArticle:
    """The article after a step of its review; `seen` is the `updated_at` of what was reviewed.

    409 `wrong-status`, `second-admin` or `changed-meanwhile`; 422 `not-ready` names each missing
    field.
    """

    async def work(db: BaseDBAsyncClient) -> StoredArticle:
        known = await recording.locked(db, article_id)
        step = review.STEPS[act]
        if step.must_be_complete:
            require_ready(known)
        if known.status not in step.before:
            raise conflict("wrong-status", "This step is for articles of another status.")
        if seen not in (None, known.updated_at):
            raise conflict("changed-meanwhile", "Somebody changed the article after it was read.")
        if act == "publish":
            await _require_second(db, known, me)
        values = {"status": step.after, **_marks(act, known, me)}
        return await recording.revise(db, known, values, me, step.change, note.strip())

    return await review_views.one(await database.transaction(work), me)


def _marks(act: Act, known: StoredArticle, me: UUID) -> Mapping[str, Any]:
    """Who and when, as far as a step sets it."""
    now = clock.now_ms()
    if act == "submit":
        return {"submitted_by": me, "submitted_at": now}
    return {"published_at": known.published_at or now} if act == "publish" else {}


def require_ready(article: StoredArticle) -> None:
    """422 `not-ready` with an error for each field that publishing still needs."""
    missing = editing.missing_fields(article)
    if missing:
        errors = [{"field": name, "message": editing.NEEDED[name]} for name in missing]
        raise Problem(422, "not-ready", "Some fields are still missing.", errors)


def after_edit(known: StoredArticle, gate: str, me: UUID) -> dict[str, Any]:
    """What any edit does to an article's status and marks; readers get no unreviewed gate."""
    status = review.status_after_edit(known.status, {known.gate, gate})
    marks: dict[str, Any] = {"status": status, "edited_by": me, "starter_hash": ""}
    if status == "in_review":
        marks["submitted_by"] = me
    if status != known.status:
        marks["submitted_at"] = clock.now_ms()
    return marks


def require_complete(changed: StoredArticle) -> None:
    """422 `not-ready` when readers would see an incomplete article."""
    if changed.status == "published":
        require_ready(changed)


async def _require_second(db: BaseDBAsyncClient, known: StoredArticle, me: UUID) -> None:
    admins = await accounts.count_admins(db)
    guarded = known.gate != review.NONE or known.id in await versions_queries.opened(db)
    if review.needs_second(guarded, admins, me, known.submitted_by, known.edited_by):
        detail = "Another admin has to publish this: you submitted it or edited it last."
        raise conflict("second-admin", detail)


async def queue(me: UUID) -> Queue:
    """What waits for an admin: the longest waiting first."""
    known = await review_views.around(me)
    today = clock.now().date()
    views = {a.id: review_views.view(a, known) for a in known.articles}
    waiting = [a for a in known.articles if a.status == "in_review"]
    published = [a for a in known.articles if a.status == "published"]
    due = [a for a in published if a.review_due is None or a.review_due < today]
    return Queue(
        in_review=[views[a.id] for a in sorted(waiting, key=lambda a: a.submitted_at or 0)],
        review_due=[views[a.id] for a in sorted(due, key=lambda a: a.review_due or date.min)],
        links=[views[a.id] for a in published if _troubled(views[a.id])],
        reports=await reports.still_open(database.connection()),
    )


def _troubled(view: AdminArticle) -> bool:
    return view.link is not None and view.link.status in TROUBLED
