"""HTTP of push: /api/push/subscription, /api/push/subscriptions."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, post, put
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, UnsetType

from backend import database
from backend.accounts import service as accounts
from backend.keys import VapidKeys
from backend.push import service
from backend.push.courier import Courier
from backend.push.service import NewSubscription
from backend.reminders import service as reminders
from backend.security import CurrentUser
from backend.settings import Settings

TESTS_A_MINUTE = 5
Plain = Annotated[str, Meta(pattern=r"^[^\x00]*\Z")]


class Keys(msgspec.Struct, forbid_unknown_fields=True):
    """The browser's two keys, base64url."""

    p256dh: Annotated[str, Meta(max_length=200)]
    auth: Annotated[str, Meta(max_length=100)]


class SubscriptionIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A push subscription as `PushSubscription.toJSON()` gives it, its label and our key in it."""

    endpoint: Annotated[Plain, Meta(max_length=8_192)]
    keys: Keys
    label: Annotated[Plain, Meta(max_length=80)] = ""
    application_server_key: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET


class SavedOut(msgspec.Struct):
    """The id of a stored subscription."""

    id: UUID


class SubscriptionOut(msgspec.Struct, rename="camel"):
    """A device that receives notifications; times in milliseconds."""

    id: UUID
    label: str
    created_at: int
    last_delivered_at: int | None
    last_shown_at: int | None
    trouble: str


class PushController(Controller):
    """The signed-in person's devices."""

    path = "/api/push"
    tags = ("push",)

    @put("/subscription", summary="Store this browser's subscription")
    async def save(
        self,
        data: JSONBody[SubscriptionIn],
        user: NamedDependency[CurrentUser],
        courier: NamedDependency[Courier],
        vapid: NamedDependency[VapidKeys],
    ) -> SavedOut:
        """Adds or renews the subscription of one browser."""
        key = service.key_of(vapid, data.application_server_key or "")
        new = NewSubscription(data.endpoint, data.keys.p256dh, data.keys.auth, data.label, *key)
        return SavedOut(await service.save(user.id, new, courier))

    @get("/subscriptions", summary="List my devices")
    async def listed(self, user: NamedDependency[CurrentUser]) -> list[SubscriptionOut]:
        """Devices that receive notifications, oldest first."""
        shown = await reminders.last_shown(user.id)
        return [
            SubscriptionOut(**asdict(found), last_shown_at=shown.get(found.id))
            for found in await service.listed(user.id)
        ]

    @delete("/subscriptions/{subscription_id:uuid}", summary="Forget a device")
    async def remove(
        self, subscription_id: FromPath[UUID], user: NamedDependency[CurrentUser]
    ) -> None:
        """Stops notifications to one device."""
        await service.remove(user.id, subscription_id)

    @post("/subscriptions/{subscription_id:uuid}/test", status_code=202, summary="Send a test now")
    async def test(
        self,
        subscription_id: FromPath[UUID],
        user: NamedDependency[CurrentUser],
        courier: NamedDependency[Courier],
        settings: NamedDependency[Settings],
    ) -> Response[None]:
        """Sends one test notification after this answer; 429 after five in a minute."""
        device = await service.device_of(user.id, subscription_id)
        await accounts.take_turn(user.id, "push-test", TESTS_A_MINUTE, 60)
        profile = (await accounts.reminder_profiles(database.connection(), [user.id]))[user.id]
        task = BackgroundTask(
            service.send_test, device, profile.language, f"{settings.origin}/", courier
        )
        return Response(None, status_code=202, background=task)
