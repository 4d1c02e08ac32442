"""The API's description: as JSON only, and every operation says what its errors look like."""

from litestar import Router
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import OpenAPI, OpenAPIMediaType, OpenAPIResponse, Operation, Schema
from litestar.openapi.spec.enums import OpenAPIType


class JsonOnly(JsonRenderPlugin):
    """The description as JSON, without Litestar's HTML page for every other address beside it."""

    def receive_router(self, router: Router) -> None:
        router.routes = [route for route in router.routes if route.path.endswith(".json")]


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
