"""What a look at a page says about a link, and when to look again."""

import random
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.articles import links
from backend.articles.links import DAY_MS, Link, Seen, judged, next_check
from backend.articles.links_fingerprint import differs, fingerprint

URL = "https://example.org/calm"
CALM = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} calm" for n in range(300))
OTHER = " ".join(f"term{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} storm" for n in range(300))
FINE = Link("ok", 200, URL, fingerprint(CALM), 0)


def look(known: Link | None, seen: Seen, *, by_hand: bool = False, online: bool = True) -> Link:
    return judged(known, seen, by_hand=by_hand, online=online)


def page(text: str = CALM, same_page: bool = True) -> Seen:
    return Seen(200, URL, same_page, fingerprint(text))


def test_the_first_look_takes_the_page_as_it_is() -> None:
    assert look(None, page()) == FINE


def test_small_changes_of_every_night_are_no_change() -> None:
    touched = CALM.replace("wordaa calm", "17 readers") + " 4,211 views, 3 comments"
    assert look(FINE, page(touched)) == FINE


def test_another_text_is_a_change_until_somebody_looks() -> None:
    changed = look(FINE, page(OTHER))
    assert (changed.status, changed.content_hash) == ("changed", FINE.content_hash)
    assert look(changed, page(OTHER)).status == "changed"
    assert look(changed, page()).status == "ok"
    known = look(changed, page(OTHER), by_hand=True)
    assert (known.status, known.content_hash) == ("ok", fingerprint(OTHER))
    assert look(known, page(OTHER)).status == "ok"


def test_a_page_without_text_says_nothing_about_its_content() -> None:
    for known in (None, FINE):
        seen = look(known, page(""))
        assert seen.status == "ok"
        assert seen.content_hash == (known.content_hash if known else "")


def test_a_page_that_moved_is_redirected_whatever_its_text() -> None:
    for text in (CALM, OTHER):
        assert look(FINE, page(text, same_page=False)).status == "redirected"


@pytest.mark.parametrize("http_status", [404, 410])
def test_a_page_that_its_site_calls_gone_is_dead(http_status: int) -> None:
    dead = look(FINE, Seen(http_status, URL))
    assert (dead.status, dead.failures, dead.content_hash) == ("dead", 1, FINE.content_hash)
    assert look(dead, page()) == FINE


@pytest.mark.parametrize("http_status", [401, 402, 403, 405, 406, 429, 451])
def test_a_site_that_lets_no_programme_in_is_not_dead(http_status: int) -> None:
    link: Link | None = FINE
    for _ in range(9):
        link = look(link, Seen(http_status, URL))
    assert (link and link.status, link and link.failures) == ("refused", 9)


@pytest.mark.parametrize("http_status", [None, 500, 502, 503, 400, 418])
def test_silence_is_dead_after_three_times_in_a_row(http_status: int | None) -> None:
    link: Link | None = look(FINE, Seen(429, URL))
    seen = []
    for _ in range(4):
        link = look(link, Seen(http_status))
        seen.append(link.status)
    assert seen == ["unsure", "unsure", "dead", "dead"]


def test_silence_is_no_proof_while_no_site_answers() -> None:
    link: Link | None = FINE
    for _ in range(9):
        link = look(link, Seen(None), online=False)
    assert link
    assert link.status == "unsure"
    assert look(link, Seen(None), online=True).status == "dead"


def test_an_answer_in_between_begins_the_count_anew() -> None:
    link = look(look(FINE, Seen(None)), Seen(None))
    link = look(look(link, page()), Seen(None))
    assert (link.status, link.failures) == ("unsure", 1)


def nights(link: Link, article_id: UUID, now: int) -> float:
    return (next_check(link, article_id, now) - now) / DAY_MS


@given(st.integers(0, 4_102_444_800_000), st.uuids(), st.sampled_from(["ok", "unsure", "changed"]))
def test_the_next_look_is_in_the_next_night(now: int, article_id: UUID, status: str) -> None:
    link = Link(status, 200, URL, "", 2)  # type: ignore[arg-type]
    at = next_check(link, article_id, now)
    assert 0.5 <= (at - now) / DAY_MS < 1.5
    assert 2 <= datetime.fromtimestamp(at / 1000, UTC).hour < 5


def test_a_look_at_night_leads_to_the_same_minute_of_the_next() -> None:
    article_id = UUID(int=5_000_000)
    first = next_check(FINE, article_id, 0)
    assert next_check(FINE, article_id, first) == first + DAY_MS


@pytest.mark.parametrize("status", ["dead", "refused"])
def test_what_is_dead_or_closed_is_asked_ever_less_often(status: str) -> None:
    now, pauses = 90 * DAY_MS, []
    for failures in (1, 2, 3, 4, 5, 6, 5000):
        link = Link(status, 404, URL, "", failures)  # type: ignore[arg-type]
        pauses.append(nights(link, UUID(int=0), now + 2 * 3_600_000))
    assert pauses == [2, 4, 8, 16, 30, 30, 30]


def test_a_fingerprint_is_of_words_alone() -> None:
    assert fingerprint(CALM) == fingerprint(CALM.upper().replace(" ", "\n 7 "))
    assert len(fingerprint(CALM)) == 64
    assert fingerprint("too short") == ""
    assert not differs("", fingerprint(CALM))


def test_a_twentieth_of_the_words_is_no_change_and_a_third_is_one() -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghij", k=5)) for _ in range(800)]
    for share, changed in ((0.03, False), (0.33, True)):
        new = ("".join(chance.choices("klmno", k=6)) for _ in words)
        edited = [n if chance.random() < share else w for n, w in zip(new, words, strict=True)]
        assert differs(fingerprint(" ".join(words)), fingerprint(" ".join(edited))) is changed


def test_troubles_are_those_an_admin_can_end() -> None:
    assert sorted(links.TROUBLED) == ["changed", "dead", "redirected"]
