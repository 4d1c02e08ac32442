"""HTTP of curating articles: /api/admin/articles."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, UnsetType

from backend.articles import curation
from backend.articles.cards import AdminArticle, EvidenceLevel, Source
from backend.articles.metadata import Metadata
from backend.security import CurrentUser, requires_admin
from backend.settings import Settings
from backend.synced import given

Topic = Literal[
    "habits", "emotional_control", "self_confidence", "diet_anxiety", "ketamine_therapy",
    "psilocybin", "serotonin_syndrome",
]  # fmt: skip
Url = Annotated[str, Meta(min_length=1, max_length=2000)]
Title = Annotated[str, Meta(max_length=200, pattern=r"\S")]
Summary = Annotated[str, Meta(max_length=1000)]
Line = Annotated[str, Meta(max_length=500, pattern=r"\S")]
Publisher = Annotated[str, Meta(max_length=120)]
Warning = Annotated[str, Meta(max_length=40, pattern=r"\S")]


class PageAddress(msgspec.Struct, forbid_unknown_fields=True):
    """The page to look at."""

    url: Url


class NewArticle(msgspec.Struct, forbid_unknown_fields=True):
    """A new draft."""

    url: Url
    topic: Topic
    title: Title
    summary: Summary = ""
    publisher: Publisher = ""
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}\Z")] = "en"


class ArticleEdit(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """Changes of an article; what is not named stays."""

    title: Title | UnsetType = UNSET
    summary: Summary | UnsetType = UNSET
    key_points: Annotated[list[Line], Meta(max_length=5)] | UnsetType = UNSET
    cautions: Annotated[list[Line], Meta(max_length=10)] | UnsetType = UNSET
    evidence_level: EvidenceLevel | UnsetType = UNSET
    evidence_note: Annotated[str, Meta(max_length=3000)] | UnsetType = UNSET
    sources: Annotated[list[Source], Meta(max_length=30)] | UnsetType = UNSET
    topic: Topic | UnsetType = UNSET
    minutes: Annotated[int, Meta(ge=0, le=240)] | UnsetType = UNSET
    publisher: Publisher | UnsetType = UNSET
    reviewed_on: date | UnsetType = UNSET
    content_warnings: Annotated[list[Warning], Meta(max_length=10)] | UnsetType = UNSET


class AdminArticleController(Controller):
    """What admins curate."""

    path = "/api/admin/articles"
    tags = ("articles",)
    guards = (requires_admin,)

    @get()
    async def articles(self) -> list[AdminArticle]:
        """Every article, whatever its status."""
        return await curation.articles()

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
    async def edit(self, article_id: FromPath[UUID], data: JSONBody[ArticleEdit]) -> AdminArticle:
        """Changes an article."""
        return await curation.edit(article_id, given(data))

    @post("/{article_id:uuid}/publish", status_code=200)
    async def publish(self, article_id: FromPath[UUID]) -> AdminArticle:
        """Shows an article to readers, once it is complete."""
        return await curation.publish(article_id)

    @post("/{article_id:uuid}/withdraw", status_code=200)
    async def withdraw(self, article_id: FromPath[UUID]) -> AdminArticle:
        """Takes an article away from readers."""
        return await curation.withdraw(article_id)
