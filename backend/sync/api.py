"""HTTP of synchronising: POST /api/sync, and the values that lost."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from backend.errors import conflict
from backend.security import CurrentUser
from backend.sync import service
from backend.sync.versions import Version, of_row
from backend.vault import Vault

# Far more than the app ever sends at once: what is over 200 is answered, not applied.
LONGEST_LIST = 2_000
# A hundred notes of the greatest length; a day's check-ins are a hundredth of it.
BODY_LIMIT = 1_000_000


class SyncRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A device's unsent operations, whose they are, how far it has read the feed."""

    device: UUID
    cursor: Annotated[int, Meta(ge=0, le=2**53)]
    ops: Annotated[list[service.Operation], Meta(max_length=LONGEST_LIST)]
    limit: Annotated[int, Meta(ge=1, le=1000)] = 500
    user: UUID | None = None


def routes(vault: Vault) -> list[HTTPRouteHandler]:
    """The handlers, with the vault of the instance.

    As a second dependency it would cost a task group for each request, a tenth of a check-in.
    """

    @post("/api/sync", status_code=200, tags=["sync"], request_max_body_size=BODY_LIMIT)
    async def sync(
        data: JSONBody[SyncRequest], user: NamedDependency[CurrentUser]
    ) -> service.Outcome:
        """Applies a device's operations and answers with what changed since its cursor."""
        # Somebody else may have signed in meanwhile, in another tab of the same browser.
        if data.user is not None and data.user != user.id:
            raise conflict("other-account", "Somebody else is signed in here.")
        return await service.synchronise(vault, user.id, data.cursor, data.limit, data.ops)

    @get("/api/versions/{entity:str}/{entity_id:str}", tags=["sync"])
    async def versions(
        entity: FromPath[str], entity_id: FromPath[str], user: NamedDependency[CurrentUser]
    ) -> list[Version]:
        """The values that lost in one of your rows, newest first."""
        return await of_row(vault, user.id, entity, entity_id)

    return [sync, versions]
