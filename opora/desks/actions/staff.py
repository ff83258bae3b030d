"""The people of a desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from opora.desks import charters
from opora.desks.errors import LastOwner, NotAllowed, NotYours, Taken
from opora.desks.events import MemberAdded, MemberDeactivated
from opora.desks.models import ApiToken, Desk, Member, User
from opora.desks.policies import STAFF, can_give, can_manage
from opora.engine.charter.schema import Role
from opora.journal.events import Actor, system
from opora.journal.record import record
from opora.toolkit.errors import NotFound


def add_member(
    desk: Desk, *, user: User, name: str, role: str, lines: Sequence[str] = (), at: datetime, by: Actor | None = None
) -> Member:
    """Make `user` a person of the desk's staff; `lines` are keys of the charter's lines.

    Raises NotAllowed for an unknown role or line, NotYours when `by` may not give the role, Taken when the person is
    of the staff already.
    """
    actor = by or system(desk.pk, via="cli")
    if not can_manage(actor, desk.pk) or not can_give(actor, role):
        raise NotYours(field="role")
    _demand_known("role", (role,), STAFF)
    _demand_known("lines", lines, tuple(charters.in_force(desk).lines))
    with transaction.atomic():
        member = _insert(Member(desk=desk, user=user, name=name, role=role, lines=list(lines), created_at=at))
        record(
            MemberAdded(
                desk_id=desk.pk, ticket_id=None, actor=actor, at=at, member_id=member.pk, member_name=name, role=role
            )
        )
    return member


def deactivate_member(member: Member, *, at: datetime, by: Actor | None = None) -> Member:
    """Take a person off the staff: no sign-in to the desk, no key, no new tickets. Doing it again is harmless.

    Raises LastOwner when nobody would be left to own the desk.
    """
    actor = by or system(member.desk_id, via="cli")
    if not can_manage(actor, member.desk_id) or not can_give(actor, member.role):
        raise NotYours
    with transaction.atomic():
        locked = _locked(member)
        if locked.is_active:
            _demand_other_owner(locked)
            _close(locked, at)
            record(
                MemberDeactivated(
                    desk_id=locked.desk_id,
                    ticket_id=None,
                    actor=actor,
                    at=at,
                    member_id=locked.pk,
                    member_name=locked.name,
                )
            )
    return locked


def _insert(member: Member) -> Member:
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError as error:
        raise Taken(field="user", value=member.name) from error
    return member


def _demand_known(field: str, values: Sequence[str], allowed: Sequence[str]) -> None:
    for value in values:
        if value not in allowed:
            raise NotAllowed(field=field, value=value, allowed=tuple(allowed))


def _locked(member: Member) -> Member:
    # All owners are locked together, so that two of them cannot leave at the same moment.
    rows = Member.objects.for_desk(member.desk_id).filter(pk=member.pk) | Member.objects.for_desk(
        member.desk_id
    ).filter(role=Role.OWNER)
    found: dict[int, Member] = {row.pk: row for row in rows.select_for_update().order_by("pk")}
    if member.pk not in found:
        raise NotFound(what="member")
    return found[member.pk]


def _demand_other_owner(member: Member) -> None:
    others = Member.objects.for_desk(member.desk_id).filter(role=Role.OWNER, is_active=True).exclude(pk=member.pk)
    if member.role == Role.OWNER and not others.exists():
        raise LastOwner


def _close(member: Member, at: datetime) -> None:
    member.is_active = False
    member.save(update_fields=["is_active"])
    ApiToken.objects.for_desk(member.desk_id).filter(member=member, revoked_at=None).update(revoked_at=at)
