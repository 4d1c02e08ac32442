"""Takes messages to devices: encrypted beforehand, signed, posted, the answer understood."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from backend import clock
from backend.addresses import PushHosts
from backend.keys import VapidKeys
from backend.outbound import Guard, OutboundError, PushSender
from backend.push import encoder, rules
from backend.push.encoder import Device
from backend.push.lines import Lines
from backend.push.origins import Origins
from backend.push.rules import Message, Reading, Verdict
from backend.push.vapid import Authorizations
from backend.settings import Settings

log = logging.getLogger("everkeel.push")


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message encrypted for one device; `expires_at` in ms."""

    device: Device
    message: Message
    topic: str
    body: bytes
    expires_at: int


class Courier:
    """Sends parcels; few at once to one push service, none while it wants quiet."""

    def __init__(self, sender: PushSender, authorizations: Authorizations) -> None:
        self.hosts = sender.hosts
        self._sender = sender
        self.authorizations = authorizations
        self._origins = Origins()
        self.on_answer: Callable[[str, str], None] = lambda *_: None  # origin, verdict
        self._lines = Lines(self._safely)

    @classmethod
    def of(cls, settings: Settings, keys: VapidKeys) -> Self:
        """A courier with the operator's hosts and keys."""
        hosts = PushHosts.of(settings.push_extra_hosts, settings.push_host_map)
        sender = PushSender(hosts, Guard.of(settings.outbound_allow_cidrs))
        return cls(sender, Authorizations(keys.signer, settings.push_contact))

    async def close(self) -> None:
        """End the kept connections."""
        self._sender.close()

    def pack(self, device: Device, message: Message, expires_at: int) -> Parcel | None:
        """The message encrypted for the device; None (and a log line) when its keys are bad."""
        try:
            body = encoder.encode(device, rules.payload(message))
        except Exception:  # pywebpush raises many kinds; one bad row must not stop a batch
            log.exception("cannot encrypt for subscription %s", device.id)
            return None
        return Parcel(device, message, rules.topic(message.key), body, expires_at)

    def put(self, parcel: Parcel) -> asyncio.Future[Reading]:
        """What will come of one parcel, posted as soon as its push service has room for it."""
        return self._lines.put(parcel.device.origin, parcel)

    async def deliver(self, parcel: Parcel) -> Reading:
        """Post one parcel and say what came of it; never raises but for cancellation."""
        return await self.put(parcel)

    async def _safely(self, parcel: Parcel) -> Reading:
        """The reading of one parcel, whatever happens: a defect must not cost the others theirs."""
        try:
            return await self._deliver(parcel)
        except Exception:
            log.exception("delivery to subscription %s failed", parcel.device.id)
            return Reading(Verdict.RETRY)

    async def _deliver(self, parcel: Parcel) -> Reading:
        """Post unless the origin wants quiet; a message called too large goes again, smaller."""
        wait_s = self._origins.wait_s(parcel.device.origin, _now_s())
        if wait_s:
            return Reading(Verdict.PAUSE, 0, wait_s)
        reading = await self._post(parcel, parcel.body)
        if reading.verdict is not Verdict.TOO_LARGE:
            return reading
        body = encoder.encode(parcel.device, rules.payload(parcel.message, small=True))
        again = await self._post(parcel, body)
        if again.verdict is Verdict.TOO_LARGE:
            return Reading(Verdict.REJECTED, again.status)
        return again

    async def _post(self, parcel: Parcel, body: bytes) -> Reading:
        """One request; the origin's state learns from its answer."""
        origin, now_s = parcel.device.origin, _now_s()
        fields = rules.headers(
            parcel.topic,
            origin,
            int(parcel.expires_at / 1000 - now_s),
            self.authorizations.header(origin, now_s, parcel.device.key_id),
        )
        try:
            answer = await self._sender.post(parcel.device.endpoint, body, fields)
        except OutboundError as error:
            reading = _without_answer(origin, error)
        else:
            reading = rules.classify(origin, answer.status, answer.headers, clock.now())
            _log_refusal(origin, reading, answer.body)
        self._origins.note(origin, reading, _now_s())
        self.on_answer(origin, reading.verdict)
        return reading


def _now_s() -> float:
    return clock.now_ms() / 1000


def _without_answer(origin: str, error: OutboundError) -> Reading:
    """The reading when nothing came back: the host is not allowed, or it may work later."""
    if origin == rules.REMOVED:
        return Reading(Verdict.GONE)
    return Reading(Verdict.REJECTED if error.code == "blocked-address" else Verdict.RETRY)


def _log_refusal(origin: str, reading: Reading, body: bytes) -> None:
    """One line for what an operator can do something about."""
    if reading.verdict in (Verdict.REJECTED, Verdict.MISMATCH, Verdict.TOO_LARGE):
        log.warning("%s answered %d: %r", origin, reading.status, body[:200])
