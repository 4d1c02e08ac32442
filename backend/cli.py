"""The `everkeel` command."""

import argparse
import asyncio
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from backend import settings as settings_module
from backend.settings import DESCRIPTIONS, PREFIX, SECRET, Settings, SettingsError


def parser() -> argparse.ArgumentParser:
    """Everything that can be said on the command line."""
    top = argparse.ArgumentParser(prog="everkeel", description="The Everkeel server.")
    top.add_argument("--data-dir", type=Path, help="folder of database, secrets and .env")
    commands = top.add_subparsers(dest="command")
    serve = commands.add_parser("serve", help="run the app (the default)")
    serve.add_argument("--demo", action="store_true", help="a throwaway instance with demo data")
    serve.add_argument("--host", help=DESCRIPTIONS["host"])
    serve.add_argument("--port", type=int, help=DESCRIPTIONS["port"])
    commands.add_parser("worker", help="run only the scheduler (PostgreSQL)")
    commands.add_parser("migrate", help="bring the database to this version")
    admin = commands.add_parser("admin", help="make an admin, or reset a password")
    admin.add_argument("action", choices=["create", "reset"])
    admin.add_argument("email")
    vapid = commands.add_parser("vapid", help="the key that signs for push services")
    vapid.add_argument("action", choices=["rotate"])
    commands.add_parser("settings", help="every setting with its value")
    commands.add_parser("openapi", help="print the API's description as JSON")
    articles = commands.add_parser("articles", help="look into the articles")
    articles.add_argument("action", choices=["explain"])
    articles.add_argument("file", type=Path, help="a JSON file with one state")
    insights = commands.add_parser("insights", help="what a diary says about habits and mood")
    insights.add_argument("action", choices=["analyse"])
    insights.add_argument("file", type=Path, help="a CSV file: date,mood, up to three habits")
    return top


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command; exits 2 with one plain line when it cannot."""
    args = parser().parse_args(arguments)
    try:
        run(args)
    except KeyboardInterrupt:
        sys.exit(130)
    except SettingsError as error:
        stop(str(error))


def stop(text: str) -> None:
    """Ends the process with a line that says why."""
    print(f"everkeel: {text}", file=sys.stderr)
    sys.exit(2)


def run(args: argparse.Namespace) -> None:
    """Carries out parsed arguments."""
    from backend import serving
    from backend.database import DatabaseUnusable
    from backend.errors import Problem
    from backend.frontend import FrontendMissing
    from backend.keys import SecretsError
    from backend.migrate import SchemaError

    try:
        match args.command:
            case None | "serve":
                serving.serve(args.data_dir, vars(args))
            case "worker":
                serving.work(load(args))
            case "migrate":
                print("\n".join(asyncio.run(serving.migrate_only(load(args)))) or "Nothing to do.")
            case "admin":
                done = serving.admin(load(args), args.action, args.email, ask_password)
                print(asyncio.run(done))
            case "vapid":
                print(serving.rotate_vapid(load(args)))
            case "settings":
                print_settings(load(args))
            case "openapi":
                print(json.dumps(serving.openapi(load(args)), indent=2, sort_keys=True))
            case "articles" | "insights":
                answer(args.command, args.file)
    except (
        SecretsError, SchemaError, DatabaseUnusable, FrontendMissing, Problem, serving.CannotServe,
    ) as error:  # fmt: skip
        stop(str(error))


def load(args: argparse.Namespace) -> Settings:
    """The settings for a command."""
    return settings_module.load(data_dir=args.data_dir)


def ask_password() -> str:
    """A password from the terminal, or the first line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass("Password (15 characters or more): ")
    return sys.stdin.readline().rstrip("\n")


def print_settings(settings: Settings) -> None:
    """Prints each setting as a line of a .env file, with what it is for."""
    for name, purpose in DESCRIPTIONS.items():
        value = getattr(settings, name)
        text = ",".join(value) if isinstance(value, tuple) else str(value)
        if name in SECRET:
            text = text and "(set)"
        if name == "database_url":
            from backend.database import location

            text = location(text)
        print(f"# {purpose}\n{PREFIX}{name.upper()}={text}\n")


def answer(command: str, path: Path) -> None:
    """Prints as JSON which articles a state leads to and why, or what a diary says of habits."""
    from backend.articles.explain import explain
    from backend.trends.analysis import analyse

    ask: dict[str, Callable[[Path], Any]] = {"articles": explain, "insights": analyse}
    try:
        print(json.dumps(ask[command](path), indent=2, allow_nan=False))
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        stop(f"{path}: {error}")


if __name__ == "__main__":
    main()
