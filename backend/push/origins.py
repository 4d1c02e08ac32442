"""Which push services want quiet: pauses they asked for, and a breaker for failing ones."""

from dataclasses import dataclass

from backend.push.rules import MAX_PAUSE_S, Reading, Verdict

BREAKS_AFTER = 10  # failures in a row
FIRST_BREAK_S = 30
LONGEST_BREAK_S = 900
PROBE_S = 10  # a request takes no longer
_ALARM_AFTER = 20  # refused signatures, and more than 5 % of the answers: our key is wrong
_ALARM_SHARE = 0.05


@dataclass(slots=True)
class _Origin:
    quiet_until_s: float = 0.0
    probe_until_s: float = 0.0
    failures: int = 0
    break_s: float = FIRST_BREAK_S
    answers: int = 0
    mismatches: int = 0


class Origins:
    """What this process knows about each push service; times are seconds since 1970."""

    def __init__(self) -> None:
        self._known: dict[str, _Origin] = {}

    def wait_s(self, origin: str, now_s: float) -> float:
        """Seconds to wait before asking again; 0 lets one request go.

        After a break a single request probes the origin while the others go on waiting.
        """
        known = self._known.get(origin)
        if known is None:
            return 0.0
        if known.failures >= BREAKS_AFTER and known.quiet_until_s <= now_s:
            if known.probe_until_s > now_s:
                return known.probe_until_s - now_s
            known.probe_until_s = now_s + PROBE_S
        return max(0.0, known.quiet_until_s - now_s)

    def note(self, origin: str, reading: Reading, now_s: float) -> None:
        """Learn from an answer, or from its absence."""
        known = self._known.get(origin) or self._known.setdefault(origin, _Origin())
        known.answers += 1
        if reading.pause_s:
            known.quiet_until_s = max(known.quiet_until_s, now_s + reading.pause_s)
        if reading.verdict is Verdict.RETRY:
            _fail(known, now_s)
        elif reading.verdict is Verdict.MISMATCH:
            _mismatch(known, now_s)
        elif reading.verdict is not Verdict.PAUSE:
            known.failures, known.break_s = 0, FIRST_BREAK_S


def _fail(known: _Origin, now_s: float) -> None:
    """One more failure; from the tenth on the origin rests, each time twice as long."""
    known.failures += 1
    resting = known.quiet_until_s > now_s  # answers to requests sent before the break
    if known.failures < BREAKS_AFTER or resting:
        return
    known.quiet_until_s = now_s + known.break_s
    known.break_s = min(known.break_s * 2, LONGEST_BREAK_S)


def _mismatch(known: _Origin, now_s: float) -> None:
    """One more refused signature; when they are many the origin rests and counting restarts."""
    known.mismatches += 1
    if known.mismatches >= _ALARM_AFTER and known.mismatches > known.answers * _ALARM_SHARE:
        known.quiet_until_s = max(known.quiet_until_s, now_s + MAX_PAUSE_S)
        known.answers = known.mismatches = 0
