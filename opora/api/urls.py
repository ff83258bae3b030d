"""Addresses of the API. Whatever is asked for below `/api/`, also what does not exist, gets an answer for programs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from opora.api import errors, reference
from opora.api.api import api

View = Callable[..., HttpResponse]


def _polite(view: View) -> View:
    """The view, answering a method it does not know by a problem document; the reader's account is not asked for."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if "\x00" in request.path:
            return errors.not_found()
        response = view(request, *args, **values)
        if response.status_code == 405:
            return errors.not_allowed(response.get("Allow", ""))
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # a key in a header is no cookie
    answer.is_impersonal = True  # type: ignore[attr-defined]
    return answer


def _nothing(request: HttpRequest, rest: str) -> HttpResponse:
    return errors.not_found()


def _operations() -> list[URLPattern]:
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in patterns:
        pattern.callback = _polite(pattern.callback)
    return [path(f"v1/{pattern.pattern}", pattern.callback) for pattern in patterns]


urlpatterns = [
    path("v1/openapi.json", _polite(reference.document), name="api-openapi"),
    path("v1/docs", reference.page, name="api-docs"),
    *_operations(),
    re_path(r"^(?P<rest>.*)$", _polite(_nothing)),
]
