"""Plain text from fetched pages, and one spelling for each address (pure)."""

import base64
import hashlib
import html
import re
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import msgspec
import nh3
from selectolax.lexbor import LexborHTMLParser

TITLE_LENGTH = 200
DESCRIPTION_LENGTH = 500
URL_LENGTH = 2000

# Control characters, and the marks that turn the direction of text around.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_TRACKING = re.compile(
    r"(utm_.*|mtm_.*|pk_.*|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id"
    r"|_ga|_gl|_hsenc|_hsmi|mkt_tok|ref_src|cmpid|ncid|s_cid)"
)

# Building a tree takes time, and with some tags memory, that grows as the square of their number.
MOST_TAGS = 5_000
MOST_TEXT = 20_000
_FRAME = (
    "script", "style", "noscript", "template", "svg", "nav", "header", "footer", "aside", "form",
    "button", "iframe",
)  # fmt: skip
_READ = "|".join(("html", "head", "body", "title", "meta", "link", "main", "article", *_FRAME))
_READ_TAG = re.compile(rf"</?(?:{_READ})(?=[\s/>])", re.IGNORECASE)
_OTHER_TAG = re.compile(rf"</?(?!(?:{_READ})[\s/>])[a-z][^<>]*>", re.IGNORECASE)


class Metadata(msgspec.Struct, frozen=True):
    """What a page says of itself, as plain text."""

    url: str
    title: str
    description: str
    publisher: str
    language: str


class NotAnAddress(ValueError):
    """Text that is no http or https address."""


def plain_text(text: str, limit: int) -> str:
    """The text without tags, scripts, control and bidi characters, at most `limit` long."""
    text = _UNSEEN.sub(" ", text[:MOST_TEXT])
    bare = _UNSEEN.sub(" ", html.unescape(nh3.clean(text, tags=set())))
    return " ".join(bare.split())[:limit].rstrip()


def is_plain(text: str) -> bool:
    """True when `plain_text` would only tidy spaces."""
    tidy = " ".join(text.split())
    return plain_text(text.replace("\n", " ").replace("\t", " "), len(text) + 1) == tidy


def canonical_url(url: str) -> str:
    """One spelling of an address: host in lower case, no tracking, no fragment, no default port."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise NotAnAddress(url) from error
    if parts.scheme not in ("http", "https") or not host or _UNSEEN.search(url):
        raise NotAnAddress(url)
    host = f"[{host}]" if ":" in host else host
    standard = {"http": 80, "https": 443}[parts.scheme]
    netloc = host if port in (None, standard) else f"{host}:{port}"
    clean = urlunsplit((parts.scheme, netloc, parts.path or "/", _query(parts.query), ""))
    if len(clean) > URL_LENGTH or parts.username is not None or re.search(r"\s", clean):
        raise NotAnAddress(url)
    return clean


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name.lower())]
    return query if kept == pairs else urlencode(kept)


def url_key(canonical: str) -> str:
    """What is the same for every spelling of an address: http or https, with or without www."""
    rest = canonical.split("://", 1)[1].removeprefix("www.").rstrip("/")
    digest = hashlib.sha256(rest.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def extract(url: str, page: str) -> Metadata:
    """Title, description, publisher, language and canonical address of a fetched page."""
    tree = _tree(page)
    title = _meta(tree, "og:title") or _title(tree)
    description = _meta(tree, "description") or _meta(tree, "og:description")
    address = _own_address(tree, canonical_url(url))
    publisher = _meta(tree, "og:site_name") or host(address)
    return Metadata(
        url=address,
        title=plain_text(title, TITLE_LENGTH),
        description=plain_text(description, DESCRIPTION_LENGTH),
        publisher=plain_text(publisher, 120),
        language=_language(tree),
    )


def _tree(page: str) -> LexborHTMLParser:
    """The tree of a page with only the tags that are read, up to the five thousandth of them."""
    bare = _OTHER_TAG.sub(" ", page)
    last = next(islice(_READ_TAG.finditer(bare), MOST_TAGS, None), None)
    return LexborHTMLParser(bare[: last.start()] if last else bare)


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("head title") or tree.css_first("title")
    return node.text() if node else ""


def _meta(tree: LexborHTMLParser, name: str) -> str:
    for node in tree.css(f'meta[name="{name}" i], meta[property="{name}" i]'):
        if content := (node.attributes.get("content") or "").strip():
            return content
    return ""


def _own_address(tree: LexborHTMLParser, url: str) -> str:
    """The canonical address that the page names, if it is on the same host."""
    node = tree.css_first('link[rel~="canonical" i][href]')
    if node is None:
        return url
    try:
        named = canonical_url(urljoin(url, node.attributes.get("href") or ""))
    except (NotAnAddress, ValueError):
        return url
    return named if host(named) == host(url) else url


def page_text(page: str) -> str:
    """The words of a page without its frame: menus, headers, footers, forms, scripts."""
    tree = _tree(page)
    body = tree.css_first("main") or tree.css_first("article") or tree.body
    if body is None:
        return ""
    body.strip_tags(list(_FRAME))
    return " ".join(body.text(separator=" ").split())


def host(url: str) -> str:
    """The host of an address, without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _language(tree: LexborHTMLParser) -> str:
    named = (tree.root.attributes.get("lang") or "") if tree.root else ""
    primary = re.split(r"[-_]", named.strip().lower())[0]
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else "en"
