"""HTTP of curating articles: /api/admin/articles."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter
from msgspec import UNSET, Meta, UnsetType

from backend.articles import curation, forms, links_service, review_service, versions_service
from backend.articles.cards import EvidenceLevel, Source
from backend.articles.metadata import Metadata
from backend.articles.review_views import AdminArticle
from backend.articles.versions_service import Version
from backend.security import CurrentUser, requires_admin
from backend.settings import Settings
from backend.synced import given

Number = Annotated[int, PathParameter(ge=1, le=2**31 - 1)]


class PageAddress(msgspec.Struct, forbid_unknown_fields=True):
    """The page to look at."""

    url: forms.Url


class NewArticle(msgspec.Struct, forbid_unknown_fields=True):
    """A new draft."""

    url: forms.Url
    topic: forms.Topic
    title: forms.Title
    summary: forms.Summary = ""
    publisher: forms.Publisher = ""
    language: forms.Language = "en"


class ArticleEdit(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """Changes of an article; what is not named stays."""

    url: forms.Url | UnsetType = UNSET
    title: forms.Title | UnsetType = UNSET
    summary: forms.Summary | UnsetType = UNSET
    key_points: forms.KeyPoints | UnsetType = UNSET
    cautions: forms.Cautions | UnsetType = UNSET
    evidence_level: EvidenceLevel | UnsetType = UNSET
    evidence_note: forms.EvidenceNote | UnsetType = UNSET
    sources: Annotated[list[Source], Meta(max_length=30)] | UnsetType = UNSET
    topic: forms.Topic | UnsetType = UNSET
    gate: forms.Gate | UnsetType = UNSET
    minutes: forms.Minutes | UnsetType = UNSET
    publisher: forms.Publisher | UnsetType = UNSET
    reviewed_on: date | UnsetType = UNSET
    content_warnings: forms.Warnings | UnsetType = UNSET


class Note(msgspec.Struct, forbid_unknown_fields=True):
    """What is said with a step of the review."""

    note: forms.NoteText = ""


class Verdict(Note, forbid_unknown_fields=True):
    """A publication; `seen` is the article's `updatedAt` when the admin read it."""

    seen: Annotated[int, Meta(ge=0, le=2**53)] | None = None


class NeededNote(msgspec.Struct, forbid_unknown_fields=True):
    """What is to be changed."""

    note: Annotated[str, Meta(max_length=500, pattern=forms.NOTE_PATTERN, min_length=1)]


class AdminArticleController(Controller):
    """What admins curate."""

    path = "/api/admin/articles"
    tags = ("articles",)
    guards = (requires_admin,)

    @get()
    async def articles(self, user: NamedDependency[CurrentUser]) -> list[AdminArticle]:
        """Every article, whatever its status."""
        return await curation.articles(user.id)

    @post("/preview", status_code=200)
    async def preview(
        self, data: JSONBody[PageAddress], settings: NamedDependency[Settings]
    ) -> Metadata:
        """Title, description, publisher and language of a page."""
        return await curation.preview(data.url, settings)

    @post()
    async def create(
        self,
        data: JSONBody[NewArticle],
        user: NamedDependency[CurrentUser],
        settings: NamedDependency[Settings],
    ) -> AdminArticle:
        """Adds a draft."""
        return await curation.create(msgspec.structs.asdict(data), user.id, settings)

    @patch("/{article_id:uuid}")
    async def edit(
        self,
        article_id: FromPath[UUID],
        data: JSONBody[ArticleEdit],
        user: NamedDependency[CurrentUser],
        settings: NamedDependency[Settings],
    ) -> AdminArticle:
        """Changes an article."""
        return await curation.edit(article_id, given(data), user.id, settings)

    @post("/{article_id:uuid}/submit", status_code=200)
    async def submit(
        self,
        article_id: FromPath[UUID],
        user: NamedDependency[CurrentUser],
        data: JSONBody[Note | None] = None,
    ) -> AdminArticle:
        """Asks the other admins to review an article."""
        return await review_service.take("submit", article_id, user.id, _said(data))

    @post("/{article_id:uuid}/return", status_code=200)
    async def send_back(
        self,
        article_id: FromPath[UUID],
        user: NamedDependency[CurrentUser],
        data: JSONBody[NeededNote],
    ) -> AdminArticle:
        """Makes an article in review a draft again, and says why."""
        return await review_service.take("return", article_id, user.id, data.note)

    @post("/{article_id:uuid}/publish", status_code=200)
    async def publish(
        self,
        article_id: FromPath[UUID],
        user: NamedDependency[CurrentUser],
        data: JSONBody[Verdict | None] = None,
    ) -> AdminArticle:
        """Shows a reviewed article to readers."""
        seen = data.seen if data else None
        return await review_service.take("publish", article_id, user.id, _said(data), seen)

    @post("/{article_id:uuid}/withdraw", status_code=200)
    async def withdraw(
        self,
        article_id: FromPath[UUID],
        user: NamedDependency[CurrentUser],
        data: JSONBody[Note | None] = None,
    ) -> AdminArticle:
        """Takes an article away from readers."""
        return await review_service.take("withdraw", article_id, user.id, _said(data))

    @post("/{article_id:uuid}/check-link", status_code=200)
    async def check_link(
        self,
        article_id: FromPath[UUID],
        user: NamedDependency[CurrentUser],
        settings: NamedDependency[Settings],
    ) -> AdminArticle:
        """Looks at the linked page now and takes it as it is for known."""
        return await links_service.check_now(article_id, user.id, settings)

    @get("/{article_id:uuid}/versions")
    async def versions(self, article_id: FromPath[UUID]) -> list[Version]:
        """The whole history of an article, newest first."""
        return await versions_service.history(article_id)

    @post("/{article_id:uuid}/versions/{number:int}/restore", status_code=200)
    async def restore(
        self, article_id: FromPath[UUID], number: Number, user: NamedDependency[CurrentUser]
    ) -> AdminArticle:
        """Brings an article back as it was."""
        return await versions_service.restore(article_id, number, user.id)


def _said(note: Note | None) -> str:
    return note.note if note else ""
