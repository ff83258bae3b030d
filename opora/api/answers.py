"""Answers as JSON, written straight from what the operation knows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, NotRequired, TypeVar

from django.http import HttpResponse
from typing_extensions import TypedDict

T = TypeVar("T")


class Listed(TypedDict, Generic[T]):
    """A page of a list; `next`, when it is there, is the `after` of the page that follows."""

    items: list[T]
    next: NotRequired[str | None]


def ok(content: Mapping[str, Any]) -> HttpResponse:
    """200 with a document."""
    return HttpResponse(_written(content), content_type="application/json")


def created(content: Mapping[str, Any], *, location: str) -> HttpResponse:
    """201 with a document and its address."""
    response = HttpResponse(_written(content), status=201, content_type="application/json")
    response["Location"] = location
    return response


def listed(items: Sequence[Any], following: str | None = None) -> HttpResponse:
    """200 with a page of a list."""
    return ok({"items": items, "next": following})


def moment(at: datetime) -> str:
    """ISO 8601 in UTC."""
    return at.isoformat().replace("+00:00", "Z")


def moment_or_none(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, or None."""
    return None if at is None else moment(at)


def _written(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
