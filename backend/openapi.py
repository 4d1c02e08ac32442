"""Every operation of the API's description says what its errors look like (RFC 9457)."""

from litestar.openapi.spec import OpenAPI, OpenAPIMediaType, OpenAPIResponse, Operation, Schema
from litestar.openapi.spec.enums import OpenAPIType

TEXT = Schema(type=OpenAPIType.STRING)
FIELD_ERROR = Schema(
    type=OpenAPIType.OBJECT,
    properties={"field": TEXT, "message": TEXT},
    required=["field", "message"],
)
PROBLEM = Schema(
    type=OpenAPIType.OBJECT,
    properties={
        "type": TEXT,
        "title": TEXT,
        "status": Schema(type=OpenAPIType.INTEGER),
        "detail": TEXT,
        "errors": Schema(type=OpenAPIType.ARRAY, items=FIELD_ERROR),
    },
    required=["type", "title", "status"],
)
ANSWER = OpenAPIResponse(
    description="A problem document.",
    content={"application/problem+json": OpenAPIMediaType(schema=PROBLEM)},
)


def document_problems(schema: OpenAPI) -> None:
    """Replaces Litestar's own error shape, which we never send, by the one that we do."""
    for path in (schema.paths or {}).values():
        for method in ("get", "post", "put", "patch", "delete"):
            operation: Operation | None = getattr(path, method)
            if operation is not None and operation.responses is not None:
                for status in [s for s in operation.responses if s.startswith(("4", "5"))]:
                    del operation.responses[status]
                operation.responses["default"] = ANSWER
