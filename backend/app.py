"""The composition root: the only place that knows every room."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import msgspec
from litestar import Litestar, Router, get
from litestar.config.compression import CompressionConfig
from litestar.di import NamedDependency, Provide
from litestar.logging.config import LoggingConfig
from litestar.openapi import OpenAPIConfig
from litestar.types import ASGIApp, ControllerRouterHandler

from backend import __version__, database, frontend, health, keys, metrics, migrate, security
from backend.accounts import api as accounts_api
from backend.accounts import jobs as accounts_jobs
from backend.accounts import service as accounts
from backend.addresses import PushHosts
from backend.articles import admin_api as articles_admin_api
from backend.articles import api as articles_api
from backend.articles import jobs as articles_jobs
from backend.articles import review_api
from backend.errors import HANDLERS
from backend.habits import api as habits_api
from backend.mail import Mailer
from backend.metrics import Metrics
from backend.openapi import JsonOnly, document_problems
from backend.outbound import Guard
from backend.push import api as push_api
from backend.push import jobs as push_jobs
from backend.push.courier import Courier
from backend.reminders import api as reminders_api
from backend.reminders import jobs as reminders_jobs
from backend.reminders.backlog import backlog
from backend.reminders.dispatcher import Dispatcher
from backend.reminders.fallback import Fallback
from backend.scheduler import Tick, Ticker
from backend.settings import Settings
from backend.sync import api as sync_api
from backend.sync import jobs as sync_jobs
from backend.trends import api as trends_api
from backend.trends import jobs as trends_jobs
from backend.vault import Vault

BODY_LIMIT = 256_000


class Meta(msgspec.Struct, rename="camel"):
    """What the app needs to know before anybody signs in."""

    version: str
    vapid_public_key: str
    sign_up_open: bool
    demo: bool
    mail: bool


@get("/api/meta", opt={"public": True}, tags=["meta"], sync_to_thread=False)
def meta(settings: NamedDependency[Settings]) -> Meta:
    """Facts about this instance."""
    key, mail = keys.vapid_public_key(settings), bool(settings.smtp_host)
    return Meta(__version__, key, sign_up_open=False, demo=settings.demo, mail=mail)


def api_handlers() -> list[ControllerRouterHandler]:
    """Every room's HTTP handlers."""
    return [
        meta, health.live, health.ready,
        accounts_api.AccountController, accounts_api.InviteController,
        reminders_api.ReminderController, reminders_api.shown, push_api.PushController,
        articles_api.ArticleController, articles_admin_api.AdminArticleController,
        *review_api.HANDLERS,
        habits_api.history, habits_api.numbers, trends_api.trends,
        trends_api.insights, trends_api.looks, trends_api.suggestions,
    ]  # fmt: skip


class Machinery:
    """What works beside the requests: the courier to push services, the scheduler's ticks."""

    def __init__(self, settings: Settings, jobs: Sequence[Tick] | None = None) -> None:
        self.vapid = keys.vapid(settings)
        self.courier = Courier.of(settings, self.vapid)
        self.dispatcher = Dispatcher(self.courier, settings.origin)
        mailer = Mailer.of(settings)
        self.fallback = Fallback(mailer, settings.origin) if mailer else None
        self.ticker = Ticker(self._ticks(settings) if jobs is None else jobs)
        self.metrics = Metrics(PushHosts().patterns)
        if settings.metrics:
            self.courier.on_answer = self.metrics.pushed
            self.dispatcher.on_sent = self.metrics.delivered

    def _ticks(self, settings: Settings) -> list[Tick]:
        guard = Guard.of(settings.outbound_allow_cidrs)
        look = Tick("articles.links", 900, partial(articles_jobs.check_links, guard))
        return [
            Tick("reminders.plan", 1, reminders_jobs.plan),
            Tick("reminders.dispatch", 1, self.dispatcher.tick),
            Tick("reminders.reap", 2, reminders_jobs.reap),
            Tick("reminders.zones", 60, reminders_jobs.zones),
            Tick("reminders.prune", 3600, reminders_jobs.prune),
            Tick("push.forget_keys", 3600, partial(push_jobs.forget_keys, self.vapid)),
            Tick("accounts.purge", 3600, accounts_jobs.purge),
            Tick("sync.forget", 3600, sync_jobs.forget),
            Tick("trends.look", 300, trends_jobs.look),
            *([] if settings.demo else [look]),  # a demo calls nobody
            *([Tick("reminders.mail", 2, self.fallback.tick)] if self.fallback else []),
        ]

    def routes(self, settings: Settings) -> list[ControllerRouterHandler]:
        """GET /metrics, where the operator wants it."""
        if not settings.metrics:
            return []
        ages = self.ticker.ages if settings.scheduler else dict
        return [metrics.route(settings, self.metrics, backlog, ages)]

    @asynccontextmanager
    async def running(self, *, ticking: bool) -> AsyncIterator[None]:
        """Ticks for the length of the block; at its end nothing new starts, all else finishes."""
        if ticking:
            await self.dispatcher.take_over()
            self.ticker.start()
        try:
            yield
        finally:
            await self.ticker.drain()
            await self.dispatcher.drain()
            await self.courier.close()


def create_app(
    settings: Settings, *, static: Path | None = None, jobs: Sequence[Tick] | None = None
) -> Litestar:
    """The ASGI app; `static` is the built PWA's folder, `jobs` replaces the scheduler's ticks."""
    machinery = Machinery(settings, jobs)
    ticker = machinery.ticker if settings.scheduler else None
    made = Litestar(
        route_handlers=[
            *api_handlers(),
            *sync_api.routes(Vault.of(settings)),
            *machinery.routes(settings),
            *(frontend.routes(static) if static else []),
        ],
        dependencies={
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "ticker": Provide(lambda: ticker, sync_to_thread=False),
            "vapid": Provide(lambda: machinery.vapid, sync_to_thread=False),
            "courier": Provide(lambda: machinery.courier, sync_to_thread=False),
            "user": Provide(security.current_user, sync_to_thread=False),
        },
        middleware=[
            security.SameOrigin(settings),
            security.Authentication(settings, accounts.find_session),
            security.BodyTimeout(),
        ],
        exception_handlers=HANDLERS,
        lifespan=[lambda _: _lifespan(settings, machinery)],
        request_max_body_size=BODY_LIMIT,
        compression_config=CompressionConfig(
            backend="brotli", brotli_quality=4, minimum_size=1000, exclude_opt_key="is_file"
        ),
        openapi_config=_openapi(),
        logging_config=LoggingConfig(log_exceptions="never", configure_root_logger=False),
    )
    document_problems(made.openapi_schema)
    return made


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Everkeel",
        version=__version__,
        render_plugins=[JsonOnly(path="/openapi.json")],
        openapi_router=Router("/api", route_handlers=[], opt={"public": True}),
        use_handler_docstrings=True,
    )


@asynccontextmanager
async def _lifespan(settings: Settings, machinery: Machinery) -> AsyncIterator[None]:
    async with database.opened(settings) as db:
        await migrate.require_current(db)
        async with machinery.running(ticking=settings.scheduler):
            yield


def asgi(settings: Settings, static: Path | None = None) -> ASGIApp:
    """The app inside the wrapper that puts the security headers on every answer."""
    app: ASGIApp = create_app(settings, static=static)
    return security.SecureHeaders(app, settings)
