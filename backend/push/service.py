"""Subscriptions: what happens to them, and what other rooms may ask of this one."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import clock, database, messages
from backend.errors import Problem, conflict, invalid, not_found
from backend.keys import VapidKeys
from backend.push import encoder, queries
from backend.push.courier import Courier, Parcel
from backend.push.encoder import Device, MalformedKeysError
from backend.push.rules import Message, Reading, Verdict

__all__ = ["Courier", "Device", "Message", "Parcel", "Reading", "Verdict"]

MAX_SUBSCRIPTIONS = 10
MAX_ENDPOINT = 2_048
TOMBSTONE_MS = 30 * 24 * 3_600_000
TEST_LIFETIME_MS = 60_000


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """What a browser handed out, with the person's name for the device.

    `key_id` is the VAPID key it was made with; `key_known` is False where that is only assumed.
    """

    endpoint: str
    p256dh: str
    auth: str
    label: str
    key_id: str = ""
    key_known: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """A working subscription in the settings."""

    id: UUID
    label: str
    created_at: int
    last_delivered_at: int | None
    trouble: str


def key_of(keys: VapidKeys, public: str) -> tuple[str, bool]:
    """The id of the VAPID key that a browser names and True; without a name the newest's, False.

    422 `outdated-key` for a key that is not one of ours any more: subscribe again.
    """
    if not public:
        return keys.newest().id, False
    found = keys.id_of(public)
    if found is None:
        raise invalid(
            "outdated-key", "Subscribe again with the newest key.", "applicationServerKey"
        )
    return found, True


async def save(user_id: UUID, new: NewSubscription, courier: Courier) -> UUID:
    """The id of the stored subscription; a known endpoint is renewed, not added."""
    values = _checked(new, courier)

    async def work(db: BaseDBAsyncClient) -> UUID:
        others = await queries.count_others(db, user_id, values["endpoint_hash"])
        if others >= MAX_SUBSCRIPTIONS:
            raise conflict("too-many", f"At most {MAX_SUBSCRIPTIONS} devices can be reminded.")
        row = {"id": database.uuid7(), "user_id": user_id, **values, "created_at": clock.now_ms()}
        saved = await queries.upsert(db, row, key_known=new.key_known)
        if saved is None:
            raise conflict("subscription-taken", "This device belongs to another account.")
        return saved

    return await database.transaction(work)


def _checked(new: NewSubscription, courier: Courier) -> dict[str, str]:
    """Columns of a subscription for which a message could be encrypted; raises Problem."""
    origin = courier.hosts.origin(new.endpoint) if len(new.endpoint) <= MAX_ENDPOINT else None
    if origin is None:
        raise invalid("push-host-not-allowed", "This push service is not allowed here.", "endpoint")
    keys = new.p256dh.rstrip("="), new.auth.rstrip("=")
    _require_usable(Device(user_id := UUID(int=0), user_id, new.endpoint, origin, *keys))
    digest = hashlib.sha256(new.endpoint.encode()).digest()
    return {
        "endpoint": new.endpoint,
        "endpoint_hash": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "p256dh": keys[0],
        "auth": keys[1],
        "origin": origin,
        "label": new.label,
        "key_id": new.key_id,
    }


def _require_usable(device: Device) -> None:
    """Raise 422 unless the keys are well formed and a trial message can be encrypted."""
    try:
        encoder.check_keys(device.p256dh, device.auth)
        encoder.encode(device, b"{}")
    except MalformedKeysError as error:
        raise _malformed() from error
    except Exception as error:  # pywebpush raises many kinds
        raise _malformed() from error


def _malformed() -> Problem:
    return invalid("malformed-subscription", "These subscription keys cannot be used.", "keys")


async def listed(user_id: UUID) -> list[Listed]:
    """A person's working subscriptions, oldest first."""
    found = await queries.of_user(database.connection(), user_id)
    return [Listed(**{**row, "id": database.as_uuid(row["id"])}) for row in found]


async def remove(user_id: UUID, subscription_id: UUID) -> None:
    """Forget a device; 404 when the person has no such one."""
    if not await queries.delete(database.connection(), user_id, subscription_id):
        raise not_found("There is no such device.")


async def device_of(user_id: UUID, subscription_id: UUID) -> Device:
    """A person's working subscription; 404 when there is none."""
    found = await queries.device(database.connection(), user_id, subscription_id)
    if found is None:
        raise not_found("There is no such device.")
    return found


async def send_test(device: Device, language: str, navigate: str, courier: Courier) -> None:
    """Send the test notification to one device now and remember what came of it."""
    note = messages.catalogue(language).test
    message_id = str(database.uuid7())
    message = Message(message_id, "test", note.title, note.body, language, navigate)
    parcel = courier.pack(device, message, clock.now_ms() + TEST_LIFETIME_MS)
    if parcel is not None:
        await note_readings(database.connection(), {device.id: await courier.deliver(parcel)})


async def devices(db: BaseDBAsyncClient, user_ids: Sequence[UUID]) -> dict[UUID, list[Device]]:
    """The working subscriptions of each of these people."""
    grouped: dict[UUID, list[Device]] = {}
    for found in await queries.devices(db, user_ids):
        grouped.setdefault(found.user_id, []).append(found)
    return grouped


async def still_active(db: BaseDBAsyncClient, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the subscriptions that still work."""
    return await queries.active(db, ids)


async def note_readings(db: BaseDBAsyncClient, readings: Mapping[UUID, Reading]) -> None:
    """Remember for each subscription what its push service said; only the dead are ended."""

    def having(verdict: Verdict) -> list[UUID]:
        return [found for found, reading in readings.items() if reading.verdict is verdict]

    ended = [(found, _reason(readings[found])) for found in having(Verdict.GONE)]
    now_ms = clock.now_ms()
    await queries.delivered(db, having(Verdict.SENT), now_ms)
    await queries.troubled(db, having(Verdict.MISMATCH), Verdict.MISMATCH)
    await queries.end(db, ended, now_ms)


def _reason(reading: Reading) -> str:
    return str(reading.status) if reading.status else "permanently-removed"


async def forget_keys(keys: VapidKeys) -> None:
    """Remove VAPID keys that were retired 90 days ago and that no device needs any more."""
    keys.forget(await queries.used_keys(database.connection()))


async def prune() -> int:
    """Remove tombstones older than 30 days; how many."""
    return await queries.prune(database.connection(), clock.now_ms() - TOMBSTONE_MS)
