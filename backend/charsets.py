"""The text of a page's bytes, whatever character set it claims (pure)."""

import re

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


def decode(body: bytes, charset: str | None) -> str:
    """The text of a page by its declared character set, else UTF-8; never fails."""
    found = _META_CHARSET.search(body[:2_048])
    names = (charset, found and found[1].decode("ascii"), "utf-8")
    for name in filter(None, names):
        try:
            return body.decode(name, "replace")
        except (LookupError, ValueError):  # unknown names, and codecs that are not text
            continue
    return ""
