"""What becomes of a notification once its push services have answered (no I/O)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from backend.push.rules import Reading, Verdict
from backend.reminders.deliveries import Claimed, DeviceMark, Mark
from backend.reminders.rules import back_off

_AGAIN = (Verdict.RETRY, Verdict.PAUSE)
NO_DEVICE = "no-device"


def ended(delivery: Claimed, state: str, outcome: str, sent_at: int | None = None) -> Mark:
    """The end of a delivery without a further attempt."""
    return Mark(delivery.id, state, outcome, delivery.attempt, delivery.send_at, sent_at)


def device_marks(delivery: Claimed, readings: Mapping[UUID, Reading], now: int) -> list[DeviceMark]:
    """What each device has come to: sent, dead, or pending for a further attempt."""
    return [
        DeviceMark(delivery.id, device, *_device_state(reading, now))
        for device, reading in readings.items()
    ]


def _device_state(reading: Reading, now: int) -> tuple[str, int, int | None]:
    if reading.verdict is Verdict.SENT:
        return "sent", reading.status, now
    return "pending" if reading.verdict in _AGAIN else "dead", reading.status, None


def after_sending(
    members: Sequence[Claimed],
    readings: Mapping[UUID, Reading],
    *,
    reached: bool,
    now: int,
    chance: float,
) -> list[Mark]:
    """The next state of each delivery of a notification, the same for all.

    `reached` says that some device got it earlier.
    """
    lead = _lead(members[0], readings, reached=reached, now=now, chance=chance)
    tried = lead.attempt - members[0].attempt
    return [lead, *(lead._replace(id=m.id, attempt=m.attempt + tried) for m in members[1:])]


def _lead(
    delivery: Claimed,
    readings: Mapping[UUID, Reading],
    *,
    reached: bool,
    now: int,
    chance: float,
) -> Mark:
    reached = reached or any(r.verdict is Verdict.SENT for r in readings.values())
    again = [reading for reading in readings.values() if reading.verdict in _AGAIN]
    if again:
        return _later(delivery, again, reached=reached, now=now, chance=chance)
    if reached:
        return ended(delivery, "sent", "", now)
    outcome = next((str(r.verdict) for r in readings.values()), NO_DEVICE)
    return ended(delivery, "failed", outcome)


def _later(
    delivery: Claimed, again: list[Reading], *, reached: bool, now: int, chance: float
) -> Mark:
    """Back to pending, unless it would be pointless by then; quiet is not an attempt."""
    tried = any(reading.verdict is Verdict.RETRY for reading in again)
    attempt = delivery.attempt + tried
    least = back_off(attempt, chance) if tried else 1_000
    not_before = now + int(min(max(reading.pause_s * 1_000, least) for reading in again))
    if not_before < delivery.expires_at:
        return Mark(delivery.id, "pending", str(again[0].verdict), attempt, not_before)
    if reached:
        return Mark(delivery.id, "sent", "", attempt, delivery.send_at, now)
    return Mark(delivery.id, "expired", str(again[0].verdict), attempt, delivery.send_at)
