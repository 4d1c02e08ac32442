"""Every error a client can get: problem details (RFC 9457) from one exception map."""

import errno
import logging
import sqlite3
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import asyncpg
import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import (
    ClientException,
    HTTPException,
    SerializationException,
    ValidationException,
)
from litestar.types import ExceptionHandlersMap
from tortoise import exceptions as orm

log = logging.getLogger("everkeel.errors")

FieldError = dict[str, str]
MEDIA_TYPE = "application/problem+json"

UNAVAILABLE: tuple[type[BaseException], ...] = (
    ConnectionError,
    TimeoutError,
    orm.DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
)


class ProblemBody(msgspec.Struct, omit_defaults=True):
    """The JSON body of every error answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: Sequence[FieldError] = ()


class Problem(Exception):
    """An expected failure with its HTTP status, stable code and a plain sentence."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: Sequence[FieldError] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.retry_after = errors, retry_after


def not_found(detail: str = "There is nothing here.") -> Problem:
    """404: it does not exist, or it is someone else's."""
    return Problem(404, "not-found", detail)


def conflict(code: str, detail: str) -> Problem:
    """409 with a stable code."""
    return Problem(409, code, detail)


def invalid(code: str, detail: str, field: str | None = None) -> Problem:
    """422 with a stable code, and the field it is about."""
    return Problem(422, code, detail, [{"field": field, "message": detail}] if field else ())


def document(problem: Problem) -> ProblemBody:
    """The body that says it."""
    return ProblemBody(
        f"urn:everkeel:{problem.code}",
        HTTPStatus(problem.status).phrase,
        problem.status,
        problem.detail,
        problem.errors,
    )


def _answer(problem: Problem) -> Response[ProblemBody]:
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    return Response(
        document(problem),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def _from_http(error: HTTPException) -> Problem:
    if isinstance(error, ValidationException):
        return _from_validation(error)
    code = {
        400: "bad-request", 401: "not-signed-in", 403: "forbidden", 404: "not-found",
        405: "method-not-allowed", 413: "too-large", 415: "json-only", 429: "slow-down",
    }.get(error.status_code, "error")  # fmt: skip
    return Problem(error.status_code, code, error.detail)


def _from_validation(error: ValidationException) -> Problem:
    if isinstance(error.__cause__, SerializationException | UnicodeDecodeError | RecursionError):
        return Problem(400, "bad-request", "The request body is not valid JSON.")
    extra: Any = error.extra if isinstance(error.extra, list) else []
    found = [{"field": str(e.get("key", "")), "message": str(e.get("message", ""))} for e in extra]
    return Problem(422, "invalid", "Some of what was sent cannot be used.", found)


def classify(error: BaseException) -> Problem:
    """The problem that an exception means to a client; 500 for what nobody foresaw."""
    match error:
        case Problem():
            return error
        case HTTPException():
            return _from_http(error)
        case SerializationException() | UnicodeDecodeError() | RecursionError() | LookupError():
            return Problem(400, "bad-request", "The request body cannot be read.")
        case msgspec.ValidationError():
            return Problem(422, "invalid", str(error))
        case orm.ValidationError():
            return Problem(422, "invalid", "A value does not fit.")
        case orm.IntegrityError():
            return Problem(409, "conflict", "This clashes with something that is already stored.")
        case orm.DoesNotExist():
            return not_found()
    return _from_failure(error)


def _from_failure(error: BaseException) -> Problem:
    """Trouble of the machine itself: 507 when the disk is full, 503 when it may pass, else 500."""
    if _disk_full(error):
        return Problem(507, "disk-full", "The server has no room left. Nothing was lost.")
    text = str(error)
    if isinstance(error, UNAVAILABLE) or (
        isinstance(error, orm.OperationalError | sqlite3.OperationalError)
        and ("locked" in text or "connect" in text.lower() or "statement timeout" in text)
    ):
        return Problem(503, "unavailable", "The database does not answer right now.", (), 2)
    return Problem(500, "error", "Something went wrong on our side.")


def _disk_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return True
    cause = error.__cause__
    return (
        "database or disk is full" in str(error)
        or isinstance(error, asyncpg.DiskFullError)
        or isinstance(cause, asyncpg.DiskFullError)
    )


def handle(request: Request[Any, Any, Any], error: Exception) -> Response[ProblemBody]:
    """Litestar's exception handler: a problem document, and a log line for what is our fault."""
    problem = classify(error)
    if isinstance(error, LookupError) and not isinstance(error, UnicodeError):
        problem = classify(Exception())
    if problem.status >= 500:
        log.error("%s %s", request.method, _template(request), exc_info=error)
    return _answer(problem)


def _template(request: Request[Any, Any, Any]) -> str:
    """The route's template: the path itself may hold what is nobody's business."""
    return str(request.scope.get("path_template", "?"))


HANDLERS: ExceptionHandlersMap = {Exception: handle, HTTPException: handle, ClientException: handle}
__all__ = [
    "HANDLERS", "MediaType", "Problem", "ProblemBody", "classify", "conflict", "invalid",
    "not_found",
]  # fmt: skip
