"""Push services that want quiet."""

from backend.push.origins import BREAKS_AFTER, LONGEST_BREAK_S, Origins
from backend.push.rules import Reading, Verdict

FCM, APPLE = "https://fcm.googleapis.com", "https://web.push.apple.com"


def _failing(origins: Origins, times: int, now_s: float) -> None:
    for _ in range(times):
        origins.note(FCM, Reading(Verdict.RETRY, 500), now_s)


def test_a_pause_holds_for_its_origin_alone() -> None:
    origins = Origins()
    origins.note(FCM, Reading(Verdict.PAUSE, 429, 17.5), 1_000)
    assert origins.wait_s(FCM, 1_000) == 17.5
    assert origins.wait_s(FCM, 1_017.5) == 0
    assert origins.wait_s(APPLE, 1_000) == 0


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    origins = Origins()
    origins.note(FCM, Reading(Verdict.PAUSE, 429, 60), 1_000)
    origins.note(FCM, Reading(Verdict.PAUSE, 429, 5), 1_000)
    assert origins.wait_s(FCM, 1_000) == 60


def test_ten_failures_in_a_row_break_the_circuit() -> None:
    origins = Origins()
    _failing(origins, BREAKS_AFTER - 1, 1_000)
    assert origins.wait_s(FCM, 1_000) == 0
    _failing(origins, 1, 1_000)
    assert origins.wait_s(FCM, 1_000) == 30


def test_one_success_starts_the_count_anew() -> None:
    origins = Origins()
    _failing(origins, BREAKS_AFTER - 1, 1_000)
    origins.note(FCM, Reading(Verdict.SENT, 201), 1_000)
    _failing(origins, BREAKS_AFTER - 1, 1_000)
    assert origins.wait_s(FCM, 1_000) == 0


def test_each_break_is_twice_as_long_up_to_a_limit() -> None:
    origins, now_s, breaks = Origins(), 1_000.0, []
    _failing(origins, BREAKS_AFTER, now_s)
    for _ in range(7):
        breaks.append(origins.wait_s(FCM, now_s))
        now_s += breaks[-1]
        _failing(origins, 1, now_s)
    assert breaks == [30, 60, 120, 240, 480, LONGEST_BREAK_S, LONGEST_BREAK_S]


def test_after_a_break_one_request_probes_and_the_others_wait() -> None:
    origins = Origins()
    _failing(origins, BREAKS_AFTER, 1_000)
    assert [origins.wait_s(FCM, 1_030) for _ in range(3)] == [0, 10, 10]
    origins.note(FCM, Reading(Verdict.SENT, 201), 1_031)
    assert [origins.wait_s(FCM, 1_031) for _ in range(3)] == [0, 0, 0]


def test_a_probe_that_never_answers_is_followed_by_another() -> None:
    origins = Origins()
    _failing(origins, BREAKS_AFTER, 1_000)
    assert [origins.wait_s(FCM, at) for at in (1_030, 1_039, 1_040, 1_041)] == [0, 1, 0, 9]


def test_late_answers_do_not_lengthen_a_break() -> None:
    origins = Origins()
    _failing(origins, BREAKS_AFTER + 50, 1_000)
    assert origins.wait_s(FCM, 1_000) == 30


def test_a_dead_subscription_is_no_failure() -> None:
    origins = Origins()
    for _ in range(50):
        origins.note(FCM, Reading(Verdict.GONE, 410), 1_000)
    assert origins.wait_s(FCM, 1_000) == 0


def test_many_refused_signatures_rest_the_origin() -> None:
    origins = Origins()
    for _ in range(19):
        origins.note(FCM, Reading(Verdict.MISMATCH, 403), 1_000)
    assert origins.wait_s(FCM, 1_000) == 0
    origins.note(FCM, Reading(Verdict.MISMATCH, 403), 1_000)
    assert origins.wait_s(FCM, 1_000) == 600


def test_few_refused_signatures_among_many_answers_do_not() -> None:
    origins = Origins()
    for number in range(1_000):
        verdict = Verdict.MISMATCH if number % 40 == 0 else Verdict.SENT
        origins.note(FCM, Reading(verdict), 1_000)
    assert origins.wait_s(FCM, 1_000) == 0
