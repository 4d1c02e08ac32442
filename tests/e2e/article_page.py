"""A page on loopback that an admin can add as an article, and that can go away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

TITLE = "Slow breathing & steady days"
HTML = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{TITLE.replace("&", "&amp;")}</title>
<meta name="description" content="What slow breathing does, and what it does not.">
<meta property="og:site_name" content="The Example Review"></head>
<body><script>document.title = 'never run'</script><h1>Hello</h1></body></html>"""


@dataclass
class LinkedPage:
    """Where the page is, and whether it is gone."""

    url: str = ""
    gone: bool = False

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        await reader.readuntil(b"\r\n\r\n")
        body = HTML.encode()
        status = "410 Gone" if self.gone else "200 OK"
        head = (
            f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def published() -> AsyncIterator[LinkedPage]:
    """The page, there until it is said to be gone."""
    page = LinkedPage()
    async with await asyncio.start_server(page.answer, "127.0.0.1", 0) as server:
        page.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/breathing"
        yield page
