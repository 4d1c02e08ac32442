"""A page on loopback that an admin can add as an article."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TITLE = "Slow breathing & steady days"
HTML = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{TITLE.replace("&", "&amp;")}</title>
<meta name="description" content="What slow breathing does, and what it does not.">
<meta property="og:site_name" content="The Example Review"></head>
<body><script>document.title = 'never run'</script><h1>Hello</h1></body></html>"""


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    body = HTML.encode()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}"
    )
    writer.write(f"{head}\r\nConnection: close\r\n\r\n".encode() + body)
    await writer.drain()
    writer.close()


@asynccontextmanager
async def published() -> AsyncIterator[str]:
    """The address of the page."""
    async with await asyncio.start_server(_answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/breathing"
