"""HTTP of the admins' desk: what waits, the audit log, the playground, import and export."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, JSONBody, QueryParameter, RawBody

from backend import clock
from backend.articles import audit, exchange_service, explain, reports, review_service
from backend.articles.audit import AuditEntry
from backend.articles.exchange import SharedLibrary
from backend.articles.exchange_service import Imported
from backend.articles.review_service import Queue
from backend.articles.rules import Ranking, relevance
from backend.errors import invalid
from backend.security import CurrentUser, requires_admin
from backend.settings import Settings

IMPORT_LIMIT = 5_000_000
Instant = Annotated[int | None, QueryParameter(ge=0, le=2**53)]


class TakesAFile(Operation):
    """An operation whose body is read as it came: a bad article must not refuse the others."""

    def __post_init__(self) -> None:
        anything = Schema(type=OpenAPIType.OBJECT, additional_properties=True)
        content = {"application/json": OpenAPIMediaType(schema=anything)}
        self.request_body = RequestBody(content=content, required=True)


@get("/api/admin/queue", tags=["articles"], guards=[requires_admin])
async def queue(user: NamedDependency[CurrentUser]) -> Queue:
    """What waits for an admin."""
    return await review_service.queue(user.id)


@post(
    "/api/admin/reports/{report_id:uuid}/close",
    status_code=204, tags=["articles"], guards=[requires_admin],
)  # fmt: skip
async def close_report(report_id: FromPath[UUID], user: NamedDependency[CurrentUser]) -> None:
    """Closes a problem that a reader told of."""
    await reports.close(report_id, user.id)


@get("/api/admin/audit", tags=["articles"], guards=[requires_admin])
async def audit_log(before: Instant = None) -> list[AuditEntry]:
    """What admins did, newest first, a hundred at a time."""
    return await audit.before(clock.now_ms() + 1 if before is None else before)


@post("/api/admin/articles/explain", status_code=200, tags=["articles"], guards=[requires_admin])
async def explain_state(data: JSONBody[dict[str, Any]]) -> Ranking:
    """What the rules would show a person in this state, and why."""
    try:
        return relevance(explain.parse(msgspec.json.encode(data)))
    except explain.StateError as error:
        raise invalid("invalid", str(error)) from error


@get("/api/admin/articles/export", tags=["articles"], guards=[requires_admin])
async def export(user: NamedDependency[CurrentUser]) -> Response[SharedLibrary]:
    """The published articles as one file."""
    name = f"everkeel-articles-{clock.now():%Y-%m-%d}.json"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(await exchange_service.export(user.id), headers=disposition)


@post(
    "/api/admin/articles/import",
    status_code=200, tags=["articles"], guards=[requires_admin],
    request_max_body_size=IMPORT_LIMIT, operation_class=TakesAFile,
)  # fmt: skip
async def take_in(
    body: RawBody, user: NamedDependency[CurrentUser], settings: NamedDependency[Settings]
) -> Imported:
    """Takes in a file of articles; what is new waits for a review."""
    return await exchange_service.take_in(body, user.id, settings)


HANDLERS: list[HTTPRouteHandler] = [
    queue, close_report, audit_log, explain_state, export, take_in,
]  # fmt: skip
