"""The API's description (OpenAPI 3.1): ninja's, with what all operations share. `openapi.json` is its kept state."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from opora.api.api import api
from opora.api.auth import SCOPES, Key
from opora.api.errors import ProblemDocument
from opora.api.idempotency import HEADER, KEY_LIMIT

PREFIX = "/api/v1/"
SNAPSHOT = Path(__file__).with_name("openapi.json")

_REFUSAL = {
    "description": "A refusal: a problem document (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
}
_KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Any text of your own: the request happens once, however often it is sent under it within 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LIMIT, "pattern": "^[!-~]+$"},
}


@cache
def description() -> dict[str, Any]:
    """The whole description as JSON values."""
    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    problem = TypeAdapter(ProblemDocument).json_schema(ref_template="#/components/schemas/{model}")
    document["components"]["schemas"].update(problem.pop("$defs", {}), ProblemDocument=problem)
    scopes = _scopes()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _complete(operation, method, scopes[(method, path)])
    return document


def snapshot() -> str:
    """The description as it is kept in `openapi.json`."""
    return json.dumps(description(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _complete(operation: dict[str, Any], method: str, scope: str) -> None:
    operation["responses"]["default"] = _REFUSAL
    operation["x-scope"] = scope
    if scope:
        operation["description"] = f"{operation.get('description', '')}\n\nScope: `{scope}`."
    if method == "post":
        operation["parameters"].append(_KEY)


def _scopes() -> dict[tuple[str, str], str]:
    """The scope that each operation asks of a key, by method and path."""
    found = {}
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                key = next(one for one in operation.auth_callbacks if isinstance(one, Key))
                assert key.scope in ("", *SCOPES)
                found.update({(method.lower(), PREFIX + path.lstrip("/")): key.scope for method in operation.methods})
    return found
