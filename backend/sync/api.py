"""HTTP of synchronising: POST /api/sync."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from backend.errors import conflict
from backend.security import CurrentUser
from backend.sync import service

MAX_OPERATIONS = 200


class SyncRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A device's unsent operations (at most 200), whose they are, how far it has read the feed."""

    device: UUID
    cursor: Annotated[int, Meta(ge=0, le=2**53)]
    ops: Annotated[list[service.Operation], Meta(max_length=MAX_OPERATIONS)]
    limit: Annotated[int, Meta(ge=1, le=1000)] = 500
    user: UUID | None = None


@post("/api/sync", status_code=200, tags=["sync"])
async def sync(data: JSONBody[SyncRequest], user: NamedDependency[CurrentUser]) -> service.Outcome:
    """Applies a device's operations and answers with what changed since its cursor."""
    # Somebody else may have signed in meanwhile, in another tab of the same browser.
    if data.user is not None and data.user != user.id:
        raise conflict("other-account", "Somebody else is signed in here.")
    return await service.synchronise(user.id, data.cursor, data.limit, data.ops)
