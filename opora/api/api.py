"""The API put together: resources, problem documents, and what every operation goes through."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints

from django.http import HttpResponse
from ninja import NinjaAPI

from opora.api import errors, idempotency
from opora.api.auth import ApiRequest
from opora.api.problems import Unusable
from opora.api.v1 import RESOURCES

View = Callable[..., HttpResponse]

DESCRIPTION = """Everything the pages of a desk can do. A key names its desk, whom it acts for and what it is for:
send it as `Authorization: Bearer …`. Lists come in pages (`after`, `limit`); every refusal is a problem document
(RFC 9457); a POST with an `Idempotency-Key` happens once, however often it is sent within 24 hours."""


def assemble() -> NinjaAPI:
    """The API with all its resources."""
    made = NinjaAPI(
        title="Opora", version="1", description=DESCRIPTION, openapi_url=None, docs_url=None, urls_namespace="api"
    )
    made.add_decorator(_guarded, mode="operation")
    errors.connect(made)
    for router, tag in RESOURCES:
        made.add_router("", router, tags=[tag])
    return made


def _guarded(view: View) -> View:
    """No unknown parameter in the address; a POST under a key happens once."""
    parameters = get_type_hints(view).get("query")
    known = frozenset(parameters.model_fields) if parameters is not None else frozenset()

    @wraps(view)
    def run(request: ApiRequest, **values: Any) -> HttpResponse:
        for name in request.GET:
            if name not in known:
                raise Unusable(field=name[:100], allowed=tuple(sorted(known)))
        key = request.headers.get(idempotency.HEADER) if request.method == "POST" else None
        if key is None:
            return view(request, **values)
        return idempotency.once(request, key, lambda: view(request, **values))

    return run


api = assemble()
