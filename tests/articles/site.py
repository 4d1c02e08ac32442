"""A web site on loopback whose pages come, change, move and go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

CALM = " ".join(f"calm word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(300))
STORM = " ".join(f"storm term{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(300))
ENDLESS_BYTES = 200_000_000


@dataclass(frozen=True)
class Answer:
    """What the site says to a request."""

    status: str = "200 OK"
    body: str = f"<title>Calm</title><nav>Menu</nav><main>{CALM}</main>"
    kind: str = "text/html; charset=utf-8"
    location: str = ""
    endless: bool = False


@dataclass
class Site:
    """Its pages by path, who asked for what, and how much of it was taken."""

    origin: str = ""
    pages: dict[str, Answer] = field(default_factory=dict)
    hits: list[str] = field(default_factory=list)
    sent: int = 0

    def put(self, path: str, answer: Answer | None = None) -> str:
        """Puts a page there and gives its address."""
        self.pages[path] = answer or Answer()
        return self.origin + path

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            self.hits.append(path)
            known = self.pages.get(path.partition("?")[0], Answer("404 Not Found", "gone"))
            await self._send(writer, known)
        writer.close()

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer) -> None:
        body = answer.body.encode()
        size = ENDLESS_BYTES if answer.endless else len(body)
        moved = f"Location: {answer.location}\r\n" if answer.location else ""
        head = f"HTTP/1.1 {answer.status}\r\nContent-Type: {answer.kind}\r\n{moved}"
        writer.write(f"{head}Content-Length: {size}\r\nConnection: close\r\n\r\n".encode())
        writer.write(body)
        while answer.endless and self.sent < ENDLESS_BYTES:
            writer.write(b"0" * 100_000)
            self.sent += 100_000
            await writer.drain()
        await writer.drain()


@asynccontextmanager
async def serving(host: str) -> AsyncIterator[Site]:
    """The site on a free port of this address."""
    site = Site()
    async with await asyncio.start_server(site.serve, host, 0) as server:
        site.origin = f"http://{host}:{server.sockets[0].getsockname()[1]}"
        yield site
