"""HTTP of the library: /api/articles."""

from typing import Annotated, Literal

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from backend.articles import service
from backend.articles.cards import ArticleCard, ArticlePage
from backend.security import CurrentUser

Search = Annotated[str, QueryParameter(max_length=200, pattern=r"^[^\x00]*\Z")]


class Report(msgspec.Struct, forbid_unknown_fields=True):
    """What is wrong with an article."""

    kind: Literal["dead_link", "wrong", "unsafe", "other"]
    text: Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*\Z")] = ""


class ArticleController(Controller):
    """What members read."""

    path = "/api/articles"
    tags = ("articles",)

    @get()
    async def library(
        self, user: NamedDependency[CurrentUser], search: Search = ""
    ) -> list[ArticleCard]:
        """The published articles, in the reader's language; a search puts the best first."""
        return await service.library(user.id, search)

    @get("/must-show")
    async def must_show(self, user: NamedDependency[CurrentUser], search: Search = "") -> list[str]:
        """The cards and lines to show with a search: help, or why something is not there."""
        return await service.must_show(user.id, search)

    @get("/{slug:str}")
    async def article(self, user: NamedDependency[CurrentUser], slug: FromPath[str]) -> ArticlePage:
        """One published article."""
        return await service.article(user.id, slug)

    @post("/{slug:str}/reports", status_code=204)
    async def report(
        self, user: NamedDependency[CurrentUser], slug: FromPath[str], data: JSONBody[Report]
    ) -> None:
        """Tells the admins that something is wrong; they do not learn who said so."""
        await service.report(user.id, slug, data.kind, data.text)
