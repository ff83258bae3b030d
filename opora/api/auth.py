"""Who calls: a Bearer key names its desk and its member or contact, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from opora.api import bodies, keys, limits
from opora.api.problems import OutOfScope, Unauthorised
from opora.customers.models import Contact
from opora.desks import actors, charters
from opora.desks.models import ApiToken, Desk, Member
from opora.engine.charter import Charter
from opora.journal.events import Actor
from opora.tickets.errors import Forbidden
from opora.toolkit import clock

SCOPES = {
    "tickets:read": "Read tickets, their public words, events, clocks and files; search (staff also needs `notes`).",
    "tickets:write": "Register tickets and change them: words, status, assignment, facts, rating.",
    "notes": "Read and write internal notes; for keys of staff.",
    "customers:read": "Read organisations and contacts.",
    "customers:write": "Add organisations and contacts.",
}
UNLIMITED = "unlimited"
"""Lifts the limits of `limits`; given on the command line only, for measuring."""

KEPT_USE = timedelta(minutes=1)
"""How exact `last_used_at` is."""

_KEY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose key it is. Exactly one of `member` and `contact` is there."""

    token: ApiToken
    desk: Desk
    actor: Actor
    member: Member | None
    contact: Contact | None

    @property
    def charter(self) -> Charter:
        """The charter by which the desk works now."""
        return charters.in_force(self.desk)

    def has(self, scope: str) -> bool:
        """Whether the key is for this."""
        return scope in self.token.scopes

    def demand(self, scope: str) -> None:
        """Raises OutOfScope."""
        if not self.has(scope):
            raise OutOfScope(allowed=(scope,))

    def demand_staff(self) -> None:
        """Raises Forbidden for customers."""
        if self.member is None:
            raise Forbidden


class ApiRequest(HttpRequest):
    """A request as the operations get it."""

    auth: Caller
    desk: Desk
    at: datetime


class Key:
    """Lets a request in when its key is valid, has `scope`, and does not call too often.

    From then on the connection sees the key's desk only; the middleware `CurrentDesk` ends that.
    """

    openapi_security_schema = {
        "type": "http",
        "scheme": "bearer",
        "description": "A key issued by `opora token issue`.",
    }

    def __init__(self, scope: str = "") -> None:
        self.scope = scope

    def __call__(self, request: Any) -> Caller:
        request.at = clock.now()
        try:
            caller = _caller(request)
        except Unauthorised:
            limits.WRONG_KEYS.spend(request.META.get("REMOTE_ADDR", ""))
            raise
        if UNLIMITED not in caller.token.scopes:
            limits.REQUESTS.spend(caller.token.pk)
        if self.scope:
            caller.demand(self.scope)
        bodies.prepare(request)
        return caller


def _caller(request: Any) -> Caller:
    opened = keys.opened(_key(request), at=request.at)
    if opened is None:
        raise Unauthorised
    request.desk = opened.token.desk
    caller = _caller_of(opened)
    request.actor = caller.actor
    _note_use(opened.token, at=request.at)
    return caller


def _caller_of(opened: keys.Opened) -> Caller:
    token, contact = opened.token, opened.contact
    if contact is not None:
        return Caller(token, token.desk, actors.of_contact(contact, via="api"), None, contact)
    assert token.member is not None  # the database demands one of the two
    return Caller(token, token.desk, actors.of_member(token.member, via="api"), token.member, None)


def _key(request: HttpRequest) -> str:
    """From the header only: what stands in an address is written into logs."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not key.isascii() or not 0 < len(key) <= _KEY_LIMIT:
        raise Unauthorised
    return key


def _note_use(token: ApiToken, *, at: datetime) -> None:
    if token.last_used_at is not None and at - token.last_used_at < KEPT_USE:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=at - KEPT_USE)
    ApiToken.objects.for_desk(token.desk_id).filter(stale, pk=token.pk).update(last_used_at=at)
