"""The one door for e-mail: plain text through the operator's own mail server."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

import aiosmtplib
from aiosmtplib import (
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from backend import clock
from backend.settings import Settings

log = logging.getLogger("everkeel.mail")

STEP_TIMEOUT_S = 10.0
BATCH_TIMEOUT_S = 60.0


class Fate(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    REFUSED = "refused"  # this letter will never be taken
    LATER = "later"  # trouble that may pass


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain-text e-mail; `key` is the same for every repeat, `unsubscribe` a page's address."""

    key: str
    to: str
    subject: str
    text: str
    unsubscribe: str


class Mailer:
    """Sends letters over one connection at a time, encrypted unless the operator says `none`."""

    def __init__(self, settings: Settings, tls: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._host = urlsplit(settings.origin).hostname or "localhost"
        self._tls = tls or ssl.create_default_context()

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The mailer of the configured server; None when there is none."""
        return cls(settings) if settings.smtp_host else None

    async def send(self, letters: Sequence[Letter]) -> list[Fate]:
        """What became of each; never raises but for cancellation."""
        fates: list[Fate] = []
        try:
            async with asyncio.timeout(BATCH_TIMEOUT_S), self._connected() as client:
                for letter in letters:
                    fates.append(await self._send(client, letter))
        except (SMTPException, OSError) as error:  # TimeoutError is an OSError
            log.warning("The mail server took %d of %d: %s", len(fates), len(letters), _why(error))
        return fates + [Fate.LATER] * (len(letters) - len(fates))

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A session with the server, signed in where there is a name to sign in with."""
        chosen = self._settings
        client = aiosmtplib.SMTP(
            hostname=chosen.smtp_host, port=chosen.smtp_port, local_hostname=self._host,
            username=chosen.smtp_user or None, password=chosen.smtp_password or None,
            use_tls=chosen.smtp_security == "tls", start_tls=chosen.smtp_security == "starttls",
            tls_context=None if chosen.smtp_security == "none" else self._tls,
            timeout=STEP_TIMEOUT_S,
        )  # fmt: skip
        try:
            await client.connect()
            yield client
            with suppress(SMTPException, OSError):
                await client.quit()
        finally:
            client.close()

    async def _send(self, client: aiosmtplib.SMTP, letter: Letter) -> Fate:
        """One letter; raises SMTPServerDisconnected when the rest has to wait too."""
        try:
            await client.send_message(self._message(letter))
        except (ValueError, SMTPNotSupported):  # an address that no e-mail, or not this one, has
            return Fate.REFUSED
        except (SMTPRecipientsRefused, SMTPResponseException) as error:
            log.warning("A letter was not taken: %s", _why(error))
            return Fate.REFUSED if _code(error) >= 500 else Fate.LATER
        return Fate.SENT

    def _message(self, letter: Letter) -> EmailMessage:
        """The letter with its headers; raises ValueError for an address that cannot be."""
        made = EmailMessage()
        name, sender = parseaddr(self._settings.smtp_from)
        made["From"] = Address(name, addr_spec=sender)
        made["To"] = _address(letter.to)
        made["Subject"] = letter.subject
        made["Date"] = format_datetime(clock.now())
        made["Message-ID"] = f"<{letter.key}@{self._host}>"
        made["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(letter.text)
        return made


def _address(text: str) -> Address:
    """The parts of an address, quoted where they need it; ValueError when one is missing."""
    local, _, domain = text.rpartition("@")
    if not local or not domain:
        raise ValueError("no e-mail address")
    return Address(username=local, domain=domain)


def _code(error: SMTPRecipientsRefused | SMTPResponseException) -> int:
    """The SMTP reply code behind a refusal."""
    if isinstance(error, SMTPRecipientsRefused):
        return error.recipients[0].code
    return error.code


def _why(error: Exception) -> str:
    """The kind of trouble and its reply code; replies may name people, so no text."""
    if isinstance(error, SMTPRecipientsRefused | SMTPResponseException):
        return f"{type(error).__name__} {_code(error)}"
    return type(error).__name__
