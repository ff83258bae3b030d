"""Keys to the API. The key is shown once; the row keeps its digest."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from opora.desks.actors import ContactLike, of_contact, of_member
from opora.desks.errors import NotYours
from opora.desks.events import TokenIssued, TokenRevoked
from opora.desks.models import ApiToken, Member
from opora.desks.policies import can_manage
from opora.desks.tokens import PREFIX, digest_of
from opora.journal.events import Actor
from opora.journal.record import record

KEY_BYTES = 32


def issue_token(
    owner: Member | ContactLike,
    *,
    name: str,
    scopes: Sequence[str],
    at: datetime,
    lives: timedelta,
    by: Actor | None = None,
) -> tuple[ApiToken, str]:
    """A key with which a program acts as `owner`, and the row that remembers it; `by` is the owner when absent.

    The key holds 256 random bits and can never be shown again. Raises NotYours when `by` is somebody else.
    """
    actor = by or _actor(owner)
    if not _owns(actor, owner):
        raise NotYours
    key = PREFIX + secrets.token_urlsafe(KEY_BYTES)
    with transaction.atomic():
        token = ApiToken.objects.create(
            desk_id=owner.desk_id,
            member=owner if isinstance(owner, Member) else None,
            contact_id=None if isinstance(owner, Member) else owner.pk,
            name=name[:100],
            prefix=key[:12],
            digest=digest_of(key),
            scopes=list(scopes),
            created_at=at,
            expires_at=at + lives,
        )
        record(
            TokenIssued(
                desk_id=token.desk_id,
                ticket_id=None,
                actor=actor,
                at=at,
                token_id=token.pk,
                token_name=token.name,
                prefix=token.prefix,
            )
        )
    return token, key


def revoke_token(token: ApiToken, *, by: Actor, at: datetime) -> ApiToken:
    """From now on the key opens nothing. Its owner and administrators may; again is harmless."""
    if not (can_manage(by, token.desk_id) or _is_owner(by, token)):
        raise NotYours
    with transaction.atomic():
        locked: ApiToken = ApiToken.objects.for_desk(token.desk_id).select_for_update().get(pk=token.pk)
        if locked.revoked_at is None:
            locked.revoked_at = at
            locked.save(update_fields=["revoked_at"])
            record(
                TokenRevoked(
                    desk_id=locked.desk_id,
                    ticket_id=None,
                    actor=by,
                    at=at,
                    token_id=locked.pk,
                    token_name=locked.name,
                    prefix=locked.prefix,
                )
            )
    return locked


def _actor(owner: Member | ContactLike) -> Actor:
    return of_member(owner) if isinstance(owner, Member) else of_contact(owner)


def _owns(actor: Actor, owner: Member | ContactLike) -> bool:
    own = actor.is_staff == isinstance(owner, Member) and actor.reference == owner.pk
    return actor.desk_id == owner.desk_id and (actor.is_system or own)


def _is_owner(actor: Actor, token: ApiToken) -> bool:
    own = token.member_id if actor.is_staff else token.contact_id
    return actor.desk_id == token.desk_id and own == actor.reference
