"""A real SMTP server on loopback that keeps what it is given and refuses as it is told."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.e2e.certificate import write_certificate

USER, PASSWORD = "keel", "a password"


@dataclass
class Postbox:
    """What arrived; `answers` holds per recipient what to say next, then it is taken again."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    connections: int = 0
    certificate: Path = Path()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        """Takes a recipient, or answers as told; `hang` says nothing for a minute."""
        planned = self.answers.get(address)
        answer = planned.pop(0) if planned else "250 OK"
        if answer == "hang":
            await asyncio.sleep(60)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keeps a letter."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(message_from_bytes(content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        return "250 kept"

    def tls(self) -> ssl.SSLContext:
        """What trusts this server alone."""
        return ssl.create_default_context(cafile=str(self.certificate))


def _signed_in(_: SMTP, __: Session, ___: Envelope, ____: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword)
    known = known and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


@asynccontextmanager
async def open_postbox(
    folder: Path, *, starttls: bool = True, tls: bool = False, sign_in: bool = False
) -> AsyncIterator[Postbox]:
    """The server on a free port; `starttls` offers it, `tls` begins with it."""
    box = Postbox(certificate=folder / "localhost.crt")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*write_certificate(folder))

    def session() -> SMTP:
        box.connections += 1
        return SMTP(
            box, hostname="localhost", enable_SMTPUTF8=True, loop=loop,
            tls_context=context if starttls and not tls else None,
            auth_required=sign_in, auth_require_tls=not tls, authenticator=_signed_in,
        )  # fmt: skip

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=context if tls else None)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
