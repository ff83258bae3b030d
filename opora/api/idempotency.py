"""A POST with an `Idempotency-Key` happens once, however often it is sent.

The answer is kept for a day in the transaction of the change itself: after a crash there are both or neither. A refused
request leaves nothing behind and may be sent again under its key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import ClassVar

from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext

from opora.api import bodies
from opora.api.auth import ApiRequest
from opora.api.models import IdempotentRequest
from opora.api.problems import Unusable
from opora.toolkit.errors import Problem

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
KEY_LIMIT = 200
SWEEP_EVERY = 50
"""Every so many kept requests, old ones of the desk are deleted."""


@dataclass(eq=False)
class KeyReused(Problem):
    """The key was used for another request."""

    field: str = HEADER

    code: ClassVar[str] = "idempotency_key_reused"

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("This Idempotency-Key was used for another request.")


@dataclass(eq=False)
class InProgress(Problem):
    """The first request with this key is not answered yet."""

    field: str = HEADER

    code: ClassVar[str] = "in_progress"
    status: ClassVar[int] = 409

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("The first request with this Idempotency-Key is still being worked on.")


def once(request: ApiRequest, key: str, do: Callable[[], HttpResponse]) -> HttpResponse:
    """What `do` answers, or what was answered when it was done before. Raises KeyReused, InProgress, Unusable."""
    if not 0 < len(key) <= KEY_LIMIT or not key.isascii() or not key.isprintable():
        raise Unusable(field=HEADER)
    digest = bodies.digest_of(request)
    try:
        with transaction.atomic():
            return _replayed(request, key, digest) or _done(request, key, digest, do)
    except IntegrityError as error:
        if "api_request_once" in str(error):  # another one was kept after we looked
            raise InProgress from error
        raise


def _replayed(request: ApiRequest, key: str, digest: str) -> HttpResponse | None:
    token = request.auth.token
    _lock(token.pk, key)
    kept = IdempotentRequest.objects.for_desk(token.desk_id).filter(token_id=token.pk, key=key).first()
    if kept is None:
        return None
    if kept.created_at <= request.at - KEPT:
        kept.delete()
        return None
    if (kept.route, kept.digest) != (_route(request), digest):
        raise KeyReused
    return _answer(kept)


def _lock(token_id: int, key: str) -> None:
    number = int.from_bytes(sha256(f"{token_id}:{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise InProgress


def _done(request: ApiRequest, key: str, digest: str, do: Callable[[], HttpResponse]) -> HttpResponse:
    response = do()
    token = request.auth.token
    kept = IdempotentRequest.objects.create(
        desk_id=token.desk_id,
        token_id=token.pk,
        key=key,
        route=_route(request),
        digest=digest,
        status=response.status_code,
        location=response.get("Location", ""),
        answer=response.content.decode(),
        created_at=request.at,
    )
    if kept.pk % SWEEP_EVERY == 0:
        _sweep(request)
    return response


def _sweep(request: ApiRequest) -> None:
    rows = IdempotentRequest.objects.for_desk(request.auth.desk)
    old = rows.filter(created_at__lte=request.at - KEPT).order_by("created_at").values("pk")[: SWEEP_EVERY * 4]
    rows.filter(pk__in=old).delete()


def _route(request: ApiRequest) -> str:
    return f"{request.method} {request.path}"[:300]


def _answer(kept: IdempotentRequest) -> HttpResponse:
    response = HttpResponse(kept.answer, status=kept.status, content_type="application/json")
    response["Idempotency-Replayed"] = "true"
    if kept.location:
        response["Location"] = kept.location
    return response
