"""Settings from EVERKEEL_* environment variables and the .env file of the data folder."""

import os
import re
from collections.abc import Mapping
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from dotenv import dotenv_values
from msgspec import Meta
from platformdirs import user_data_path

PREFIX = "EVERKEEL_"
DATABASES = ("sqlite", "asyncpg", "postgres", "postgresql")
SMTP_PORTS = {"starttls": 587, "tls": 465, "none": 25}
HOST_MAP = re.compile(r"^[a-z0-9.-]+=(127\.[0-9.]+|\[::1\]):\d+\Z")


class SettingsError(ValueError):
    """A setting that cannot be used; the text names it and says why."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be configured; `DESCRIPTIONS` says what each one is for."""

    data_dir: Path
    origin: str = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535)] = 8765
    database_url: str = ""
    scheduler: bool = True
    push_contact: str = ""
    push_extra_hosts: tuple[str, ...] = ()
    push_host_map: tuple[str, ...] = ()
    outbound_allow_cidrs: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    smtp_host: str = ""
    smtp_port: Annotated[int, Meta(ge=0, le=65535)] = 0
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = ""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    metrics: bool = False
    metrics_token: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    demo: bool = False

    def __post_init__(self) -> None:
        """Fills in what depends on other settings and refuses an origin that is no origin."""
        force = msgspec.structs.force_setattr
        if not self.origin:
            force(self, "origin", f"http://localhost:{self.port}")
        parts = urlsplit(self.origin)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
            raise SettingsError(
                f"EVERKEEL_ORIGIN must look like https://example.org, not {self.origin!r}"
            )
        force(self, "origin", f"{parts.scheme}://{parts.netloc}".lower())
        self._check_networks()
        self._check_mail()
        if not self.push_contact:
            contact = self.origin if self.secure else "mailto:postmaster@example.org"
            force(self, "push_contact", contact)
        if not self.smtp_port:
            force(self, "smtp_port", SMTP_PORTS[self.smtp_security])
        if not self.database_url:
            path = self.data_dir / "everkeel.sqlite3"
            force(self, "database_url", f"sqlite://{path}")
        self._check_database()

    def _check_database(self) -> None:
        """Refuses a malformed address; its text may hold a password and is not repeated."""
        try:
            parts = urlsplit(self.database_url)
            known = parts.scheme in DATABASES and (parts.port or True)
        except ValueError:  # what should be a port is none, or half an IPv6 address
            known = False
        if not known:
            raise SettingsError(
                f"{PREFIX}DATABASE_URL must look like asyncpg://user:password@host:5432/name"
                " for PostgreSQL, or sqlite:///path/of/the/file"
            )

    def _check_networks(self) -> None:
        for name in ("outbound_allow_cidrs", "trusted_proxies"):
            for network in getattr(self, name):
                try:
                    ip_network(network, strict=False)
                except ValueError as error:
                    raise SettingsError(f"{PREFIX}{name.upper()}: {error}") from error
        for pair in self.push_host_map:
            if not HOST_MAP.match(pair):
                raise SettingsError(f"{PREFIX}PUSH_HOST_MAP: {pair!r} is not host=127.0.0.1:port")

    def _check_mail(self) -> None:
        """Refuses an e-mail account that could send nothing, or its password in the clear."""
        if not self.smtp_host:
            return
        sender = parseaddr(self.smtp_from)[1]
        if "@" not in sender or any(ord(sign) < 32 for sign in self.smtp_from):
            raise SettingsError(f"{PREFIX}SMTP_FROM must be an e-mail address to send from")
        if self.smtp_user and self.smtp_security == "none":
            raise SettingsError(f"{PREFIX}SMTP_SECURITY=none would send the password in the clear")

    @property
    def secure(self) -> bool:
        """True when people reach the app by https."""
        return self.origin.startswith("https://")

    @property
    def sqlite(self) -> bool:
        """True when the database is the SQLite file."""
        return self.database_url.startswith("sqlite:")

    @property
    def secrets_dir(self) -> Path:
        """Where keys live; never part of a backup."""
        return self.data_dir / "secrets"


DESCRIPTIONS = {
    "data_dir": "folder of the database, the secrets and the .env file",
    "origin": "the address in people's browsers, such as https://keel.example.org",
    "host": "address to listen on; 0.0.0.0 for every interface",
    "port": "port to listen on",
    "database_url": "asyncpg://user:password@host/name for PostgreSQL; empty for SQLite",
    "scheduler": "whether this process also runs the scheduler",
    "push_contact": "mailto: or https: address that push services may contact",
    "push_extra_hosts": "further push services to allow, by host name, comma-separated",
    "push_host_map": "for tests: push host=loopback address, comma-separated",
    "outbound_allow_cidrs": "private networks that article links may point to",
    "trusted_proxies": "networks of reverse proxies whose X-Forwarded-For counts",
    "smtp_host": "mail server for reminders that no device can receive; empty for none",
    "smtp_port": "its port; 587, 465 or 25 by smtp_security",
    "smtp_user": "name to sign in with there; empty for no sign-in",
    "smtp_password": "password to sign in with there",
    "smtp_from": "sender, such as Everkeel <everkeel@example.org>",
    "smtp_security": "starttls, tls or none",
    "metrics": "whether GET /metrics answers Prometheus",
    "metrics_token": "bearer token for /metrics; without one it answers this machine alone",
    "log_level": "DEBUG, INFO, WARNING or ERROR",
    "demo": "marks a throwaway instance with demo data",
}

# Never printed.
SECRET = frozenset({"smtp_password", "metrics_token"})


def default_data_dir() -> Path:
    """The folder used when EVERKEEL_DATA_DIR is not set."""
    return user_data_path("everkeel", appauthor=False)


def load(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Settings from the environment, then the data folder's .env; raises SettingsError."""
    environ = os.environ if environ is None else environ
    data_dir = Path(
        overrides.pop("data_dir", None) or environ.get(f"{PREFIX}DATA_DIR") or default_data_dir()
    ).expanduser()
    merged = {**dotenv_values(data_dir / ".env"), **environ}
    values: dict[str, Any] = {}
    for name in Settings.__struct_fields__:
        text = merged.get(PREFIX + name.upper())
        if text is not None and name not in ("data_dir", "demo"):
            values[name] = _parse(name, text)
    values.update({name: value for name, value in overrides.items() if value is not None})
    try:
        return msgspec.convert({**values, "data_dir": data_dir}, Settings, strict=False)
    except msgspec.ValidationError as error:
        cause = error.__cause__
        raise SettingsError(str(cause if isinstance(cause, SettingsError) else error)) from error


def _parse(name: str, text: str) -> Any:
    if Settings.__annotations__[name] == tuple[str, ...]:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text
