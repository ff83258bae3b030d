"""Opening the API by a key, at the price of one look at the database.

What was read of a key is remembered in this process, but never trusted: each request asks the database whether all the
rows are still the very same, so that a revoked key, or that of a blocked contact, is dead at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from opora.customers.models import Contact
from opora.desks import tenancy, tokens
from opora.desks.models import ApiToken

MOST_KNOWN = 10_000

_STAMP = """
    SELECT concat_ws('.', token.xmin, desk.xmin, coalesce(member.xmin, contact.xmin), organisation.xmin)
      FROM desks_apitoken token
      JOIN desks_desk desk ON desk.id = token.desk_id
      LEFT JOIN desks_member member ON member.desk_id = token.desk_id AND member.id = token.member_id
      LEFT JOIN customers_contact contact ON contact.desk_id = token.desk_id AND contact.id = token.contact_id
      LEFT JOIN customers_organisation organisation
        ON organisation.desk_id = token.desk_id AND organisation.id = contact.organisation_id
     WHERE token.digest = %s AND token.revoked_at IS NULL AND token.expires_at > %s AND desk.is_active
       AND (member.is_active OR (token.member_id IS NULL AND NOT contact.is_blocked))
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A key that opens something: its row with desk and member, or else its contact with organisation."""

    token: ApiToken
    contact: Contact | None


_known: dict[str, tuple[str, Opened]] = {}


def opened(key: str, *, at: datetime) -> Opened | None:
    """What a key opens at `at`; from then on the connection works for its desk, for none when it opens nothing."""
    digest = tokens.digest_of(key)
    return _remembered(digest, at) or _read(key, digest, at)


def _remembered(digest: str, at: datetime) -> Opened | None:
    stamp, found = _known.get(digest, ("", None))
    if found is None:
        return None
    tenancy.enter(found.token.desk_id)
    return found if _stamp(digest, at) == stamp else None


def _read(key: str, digest: str, at: datetime) -> Opened | None:
    tenancy.enter(tenancy.ALL_DESKS)
    found: Opened | None = None
    try:
        stamp = _stamp(digest, at)  # before the rows, so that a change in between is noticed next time
        token = tokens.valid(key, at=at) if stamp else None
        found = Opened(token, _contact(token)) if token is not None else None
    finally:
        tenancy.enter(found.token.desk_id if found else tenancy.NO_DESK)
    if found is not None:
        _remember(digest, stamp, found)
    return found


def _contact(token: ApiToken) -> Contact | None:
    if token.member_id is not None:
        return None
    contacts = Contact.objects.for_desk(token.desk_id).select_related("organisation")
    contact: Contact = contacts.get(pk=token.contact_id)
    return contact


def _stamp(digest: str, at: datetime) -> str:
    """What changes with any of the rows; empty when the key opens nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [digest, at])
        row: Any = cursor.fetchone()
    return str(row[0]) if row else ""


def _remember(digest: str, stamp: str, found: Opened) -> None:
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[digest] = (stamp, found)
