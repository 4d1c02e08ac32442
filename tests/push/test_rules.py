"""What a message looks like and what an answer means."""

import json
from datetime import UTC, datetime

import pytest

from backend.push import rules
from backend.push.rules import Message, Reading, Verdict, classify, retry_after_s, topic

FCM = "https://fcm.googleapis.com"
WINDOWS = "https://wns2-par02p.notify.windows.com"
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
MESSAGE = Message(
    "0190f5d2", "reminder|2027-03-01T08:00", "Everkeel", "Grüße", "de", "https://e/",
    kind="habit", habit_id="h", day="2027-03-01", actions=(("done", "Erledigt"),), badge=2,
)  # fmt: skip
DATA = {"did": "0190f5d2", "kind": "habit", "habitId": "h", "day": "2027-03-01"}


def test_a_topic_is_32_characters_of_base64url() -> None:
    assert len(topic("a")) == 32
    assert set(topic("a")) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )


def test_a_repeat_has_the_same_topic_and_another_occurrence_a_new_one() -> None:
    assert topic("r|2027-03-01T08:00") == topic("r|2027-03-01T08:00")
    assert topic("r|2027-03-01T08:00") != topic("r|2027-03-02T08:00")


def test_a_payload_is_what_browsers_and_the_worker_read() -> None:
    assert json.loads(rules.payload(MESSAGE)) == {
        "web_push": 8030,
        "notification": {
            "title": "Everkeel",
            "body": "Grüße",
            "navigate": "https://e/",
            "lang": "de",
            "dir": "auto",
            "tag": topic(MESSAGE.key),
            "data": DATA,
            "actions": [{"action": "done", "title": "Erledigt", "navigate": "https://e/"}],
        },
        "app_badge": 2,
        "mutable": True,
    }


def test_every_payload_has_the_same_length() -> None:
    longer = Message("0190f5d2", "k", "Everkeel", "x" * 300, "en", "https://e/")
    assert len(rules.payload(MESSAGE)) == len(rules.payload(longer)) == rules.BLOCK


def test_a_long_payload_takes_whole_blocks_up_to_the_limit() -> None:
    def size(length: int) -> int:
        return len(rules.payload(Message("d", "k", "t", "x" * length, "en", "/")))

    assert (size(1_500), size(2_650)) == (2_048, 3_000)
    with pytest.raises(ValueError, match="longer than"):
        size(3_000)


def test_a_small_payload_keeps_title_tag_and_id() -> None:
    small = json.loads(rules.payload(MESSAGE, small=True))["notification"]
    assert (small["title"], small["body"]) == ("Everkeel", "")
    assert small["data"] == DATA
    assert "actions" not in small
    assert len(rules.payload(MESSAGE, small=True)) < 350


def test_headers_never_carry_a_ttl_of_zero() -> None:
    assert rules.headers(topic(MESSAGE.key), FCM, -5, "vapid")["TTL"] == "1"
    assert rules.headers(topic(MESSAGE.key), FCM, 10_800, "vapid")["TTL"] == "10800"


def test_windows_gets_its_cache_header_and_nobody_else() -> None:
    assert rules.headers(topic(MESSAGE.key), WINDOWS, 60, "v")["X-WNS-Cache-Policy"] == "cache"
    assert "X-WNS-Cache-Policy" not in rules.headers(topic(MESSAGE.key), FCM, 60, "v")


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        *((status, Verdict.SENT) for status in (200, 201, 202, 204)),
        *((status, Verdict.RETRY) for status in (301, 302, 307, 308, 408, 500, 502, 503, 504)),
        *((status, Verdict.REJECTED) for status in (400, 402, 405, 406, 415, 422)),
        *((status, Verdict.MISMATCH) for status in (401, 403)),
        *((status, Verdict.GONE) for status in (404, 410)),
        (413, Verdict.TOO_LARGE),
        (429, Verdict.PAUSE),
    ],
)
def test_each_status_has_its_meaning(status: int, verdict: Verdict) -> None:
    assert classify(FCM, status, {}, NOW).verdict is verdict


def test_windows_says_406_for_too_many() -> None:
    assert classify(WINDOWS, 406, {"retry-after": "30"}, NOW) == Reading(Verdict.PAUSE, 406, 30)


def test_429_pauses_as_long_as_it_says_or_a_minute() -> None:
    assert classify(FCM, 429, {"retry-after": "17"}, NOW).pause_s == 17
    assert classify(FCM, 429, {}, NOW).pause_s == 60
    assert classify(FCM, 429, {"retry-after": "0"}, NOW).pause_s == 0


def test_503_pauses_only_when_it_says_so() -> None:
    assert classify(FCM, 503, {"retry-after": "17"}, NOW).pause_s == 17
    assert classify(FCM, 503, {}, NOW).pause_s == 0
    assert classify(FCM, 500, {"retry-after": "17"}, NOW).pause_s == 0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("17", 17),
        (" 17 ", 17),
        ("99999", 600),
        ("Mon, 01 Mar 2027 08:00:42 GMT", 42),
        ("Mon, 01 Mar 2027 07:00:00 GMT", 0),
        ("Mon, 01 Mar 2027 08:00:42", 42),
        ("-3", None),
        ("soon", None),
        ("", None),
        ("9" * 5_000, 600),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds
