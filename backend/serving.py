"""Starting and stopping: first-start preparation, the web server, the worker."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import uvloop
from filelock import FileLock, Timeout
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from backend import app, database, demo, frontend, keys, migrate
from backend import settings as settings_module
from backend.accounts import service as accounts
from backend.accounts.api import invite_url
from backend.accounts.rules import is_address
from backend.articles import starters
from backend.settings import Settings
from backend.vault import Vault

SAFE_SQLITE = (3, 51, 3)
QUIET = ("tortoise", "aiosqlite", "asyncpg", "aiohttp", "httpx", "apscheduler", "_granian")


class CannotServe(RuntimeError):
    """The server cannot start; the text says why and what to do."""


class Person(msgspec.Struct):
    """A new account from the console."""

    email: str
    password: str
    zone: str = "UTC"
    language: str = "en"
    adult: bool = True


def serve(data_dir: Path | None, options: dict[str, Any]) -> None:
    """Runs the web server and the scheduler until SIGINT or SIGTERM."""
    if options.get("demo"):
        with tempfile.TemporaryDirectory(prefix="everkeel-demo-") as folder:
            _serve(_settings(Path(folder), options))
    else:
        _serve(_settings(data_dir, options))


def _settings(data_dir: Path | None, options: dict[str, Any]) -> Settings:
    given = {name: options.get(name) for name in ("host", "port")}
    if options.get("demo"):
        # Nothing of the operator's own instance may leak in, least of all its database.
        return settings_module.load({}, data_dir=data_dir, demo=True, **given)
    return settings_module.load(data_dir=data_dir, **given)


def _serve(settings: Settings) -> None:
    _log_to_stderr(settings)
    static = frontend.folder()
    _require_free_port(settings)
    keys.prepare(settings)
    with _sole_user(settings):
        uvloop.run(_run_web(settings, static))


async def _run_web(settings: Settings, static: Path) -> None:
    for line in await prepare(settings):
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()  # a log file or a pipe must not hold back the first-admin link
    server = Server(
        app.asgi(settings, static),
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=30_000),
        websockets=False,
        log_enabled=False,
    )
    collect_rarely()
    with _on_signals(server.stop):
        await server.serve()


def collect_rarely() -> None:
    """Requests and messages make hardly any cycles: looking less often saves a tenth of the CPU."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


async def prepare(settings: Settings) -> list[str]:
    """Migrates, loads the starter articles; the lines to greet the operator with."""
    async with database.opened(settings) as db:
        await migrate.migrate(db)
        await starters.load_starters()
        lines = [f"Everkeel is at {settings.origin}"]
        if settings.demo:
            email, password = await demo.fill(Vault.of(settings))
            return [*lines, f"Sign in as {email} with the password: {password}"]
        if invite := await accounts.first_admin_invite():
            link = invite_url(settings, invite.token)
            lines.append(f"Create the first admin here (7 days, once): {link}")
        return lines


def work(settings: Settings) -> None:
    """Runs only the scheduler until SIGINT or SIGTERM; PostgreSQL only."""
    if settings.sqlite:
        raise CannotServe("A worker needs PostgreSQL; with SQLite `everkeel serve` does it all.")
    _log_to_stderr(settings)
    keys.prepare(settings)
    uvloop.run(_run_worker(settings))


async def _run_worker(settings: Settings) -> None:
    stopped = asyncio.Event()
    async with database.opened(settings) as db:
        await migrate.require_current(db)
        async with app.Machinery(settings).running(ticking=True):
            sys.stdout.write("Everkeel's worker is running.\n")
            sys.stdout.flush()
            collect_rarely()
            with _on_signals(stopped.set):
                await stopped.wait()


async def migrate_only(settings: Settings) -> list[str]:
    """Applies what is pending; the names of what was applied."""
    keys.prepare(settings)
    with _sole_user(settings):
        async with database.opened(settings) as db:
            return await migrate.migrate(db)


async def admin(settings: Settings, action: str, email: str, ask: Callable[[], str]) -> str:
    """Makes an admin account, or gives an account a new password; what was done, in words."""
    if not is_address(email):
        raise CannotServe(f"{email!r} is not an e-mail address, such as ada@example.org.")
    keys.prepare(settings)
    with _sole_user(settings, "stop it, run this again, and start it afterwards."):
        password = ask()
        async with database.opened(settings) as db:
            await migrate.migrate(db)
            if action == "reset":
                await accounts.reset_password(email, password)
                return f"{email} has a new password and is signed out everywhere."
            await accounts.create_person(Person(email, password), "admin")
            return f"{email} is an admin now and can sign in at {settings.origin}"


def rotate_vapid(settings: Settings) -> str:
    """Makes a new VAPID key, also under a running server; what happens next, in words."""
    keys.prepare(settings)
    made = keys.vapid(settings).rotate()
    return (
        f"The new public key is {made.public}\n"
        "Each device moves to it when it opens the app; until then the old key, kept for at least"
        f" {keys.KEEP_RETIRED.days} days, still reaches it."
    )


def openapi(settings: Settings) -> dict[str, Any]:
    """The API's description."""
    keys.prepare(settings)
    return app.create_app(settings).openapi_schema.to_schema()


def _sole_user(
    settings: Settings, advice: str = "stop it first, or use another --data-dir."
) -> contextlib.AbstractContextManager[Any]:
    """On SQLite the data folder's lock: a second process would corrupt what it relies on."""
    if not settings.sqlite:
        return contextlib.nullcontext()
    lock = FileLock(settings.data_dir / "everkeel.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise CannotServe(f"Another Everkeel uses {settings.data_dir}; {advice}") from None
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        logging.getLogger("everkeel").debug(
            "SQLite %s is in use; it is safe with one process, which Everkeel makes sure of",
            sqlite3.sqlite_version,
        )
    return lock


def _require_free_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotServe(
                f"Port {settings.port} on {settings.host} cannot be used ({error.strerror});"
                " choose another with --port."
            ) from None


@contextlib.contextmanager
def _on_signals(stop: Callable[[], Any]) -> Any:
    # Windows' loop has no signal handlers: there Ctrl+C ends the process without this.
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(number)


def _log_to_stderr(settings: Settings) -> None:
    """Our own lines at the chosen level; libraries that print people's data stay at WARNING."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("everkeel").setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
