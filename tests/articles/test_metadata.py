"""Plain text from pages, and one spelling for each address."""

import time

import pytest

from backend.articles.metadata import (
    NotAnAddress,
    canonical_url,
    extract,
    is_plain,
    page_text,
    plain_text,
    url_key,
)

PAGE = """<!doctype html><html lang="de-AT"><head>
<title>Seite &amp; <b>Titel</b></title>
<meta name="Description" content="  Was   drin steht ">
<meta property="og:site_name" content="Ein Haus">
<link rel="canonical" href="/stück?utm_source=x&amp;id=7#oben">
</head><body><svg><title>No</title></svg></body></html>"""


def test_it_reads_what_a_page_says_of_itself() -> None:
    found = extract("https://WWW.Example.org/a?b=1", PAGE)
    assert found.title == "Seite & Titel"
    assert found.description == "Was drin steht"
    assert found.publisher == "Ein Haus"
    assert found.language == "de"
    assert found.url == "https://www.example.org/stück?id=7"


def test_an_empty_page_has_an_empty_title_and_its_host_as_publisher() -> None:
    found = extract("https://www.example.org/", "")
    assert (found.title, found.description) == ("", "")
    assert (found.publisher, found.language) == ("example.org", "en")


@pytest.mark.parametrize(
    "href", ["https://evil.example/", "javascript:alert(1)", "//[bad", "http://user@example.org/"]
)
def test_a_page_cannot_pass_itself_off_as_another_site(href: str) -> None:
    page = f'<link rel="canonical" href="{href}"><title>x</title>'
    assert extract("https://example.org/a", page).url == "https://example.org/a"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Tea <script>alert(1)</script>time", "Tea time"),
        ("<img src=x onerror=alert(1)>Hello", "Hello"),
        ("a\x00b\x07c", "a b c"),
        ("safe\u202eeflas\u2066x", "safe eflas x"),
        ("  one \n two\t", "one two"),
        ("p < 0.05 & n > 3", "p < 0.05 & n > 3"),
        ("&#x202e;abc &#0;", "abc"),
    ],
)
def test_text_becomes_plain(text: str, plain: str) -> None:
    assert plain_text(text, 200).replace("\ufffd", "").strip() == plain


def test_text_is_cut() -> None:
    assert len(plain_text("word " * 100, 200)) <= 200
    assert len(extract("https://a.org/", f"<title>{'x' * 999}</title>").title) == 200


def test_it_tells_plain_text_from_markup() -> None:
    assert is_plain("Two lines\nof text, p < 0.05 & more")
    assert not is_plain("<b>bold</b>")
    assert not is_plain("a\x00b")
    assert not is_plain("a\u202eb")


@pytest.mark.parametrize(
    "url",
    [
        "https://Example.org/a?id=1&utm_source=x#top",
        "https://example.org:443/a?id=1&fbclid=abc",
        "http://www.example.org/a/?utm_medium=y&id=1".replace("/a/?", "/a?"),
        "  https://example.org/a?gclid=1&id=1  ",
    ],
)
def test_spellings_of_one_address_have_one_key(url: str) -> None:
    assert url_key(canonical_url(url)) == url_key("https://example.org/a?id=1")


def test_different_addresses_have_different_keys() -> None:
    urls = ["https://example.org/a", "https://example.org/A", "https://example.org/a?id=1",
            "https://example.org:8443/a", "https://sub.example.org/a"]  # fmt: skip
    assert len({url_key(canonical_url(url)) for url in urls}) == len(urls)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "ftp://example.org/", "javascript:alert(1)", "https://", "//a.org",
        "https://a:b@example.org/", "https://exa mple.org/", "https://example.org/\x00",
        "https://example.org:99999/", "https://[::1", "https://example.org/" + "a" * 2000,
        "https://" + "ü" * 70 + ".org/", "https://a..b/",
    ],
)  # fmt: skip
def test_other_text_is_no_address(url: str) -> None:
    with pytest.raises(NotAnAddress):
        canonical_url(url)


@pytest.mark.parametrize(
    "tag", ["<div>", "<nav>", "<b>", "<div ", "<", "&lt;div&gt;", "<svg><title>"]
)
def test_a_megabyte_of_one_tag_takes_no_long_time(tag: str) -> None:
    page = "<title>Calm</title><main>Words to begin with. " + tag * (900_000 // len(tag))
    began = time.process_time()
    assert extract("https://example.org/", page).title == "Calm"
    assert "Words to begin with." in page_text(page)
    assert time.process_time() - began < 5  # it was a minute and more


def test_tags_that_are_not_read_part_words_and_take_nothing_with_them() -> None:
    page = "<body><my-tag x='1'>One<br>two <b>three</b></my-tag><header>menu</header><p>four</p>"
    assert page_text(page) == "One two three four"
