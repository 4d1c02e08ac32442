"""HTTP of the library: /api/articles."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.articles import service
from backend.articles.cards import ArticleCard, ArticlePage
from backend.security import CurrentUser

Search = Annotated[str, QueryParameter(max_length=200, pattern=r"^[^\x00]*\Z")]


class ArticleController(Controller):
    """What members read."""

    path = "/api/articles"
    tags = ("articles",)

    @get()
    async def library(
        self, user: NamedDependency[CurrentUser], search: Search = ""
    ) -> list[ArticleCard]:
        """The published articles, in the reader's language."""
        return await service.library(user.id, search)

    @get("/{slug:str}")
    async def article(self, user: NamedDependency[CurrentUser], slug: FromPath[str]) -> ArticlePage:
        """One published article."""
        return await service.article(user.id, slug)
