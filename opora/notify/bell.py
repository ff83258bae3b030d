"""Lines in the bells of the staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Q

from opora.desks.models import Member
from opora.engine.charter.schema import Role
from opora.journal.events import Event
from opora.notify.models import Notification
from opora.tickets.models import Ticket

ONCE_IN = timedelta(hours=1)
LEADS = (Role.LEAD.value,)
ADMINISTRATORS = (Role.ADMIN.value, Role.OWNER.value)
ASSIGNEE = "assignee"


def ring(event: Event, *, members: Iterable[int], ticket: Ticket | None) -> None:
    """One line for each of `members`, but not for whoever did it. One statement."""
    keep(lines(event, members=members, ticket=ticket))


def lines(event: Event, *, members: Iterable[int], ticket: Ticket | None) -> list[Notification]:
    """The lines that `ring` would write."""
    told = dict.fromkeys(members)
    if event.actor.is_staff:
        told.pop(event.actor.reference, None)
    return [
        Notification(
            desk_id=event.desk_id,
            member_id=member,
            ticket_id=ticket.pk if ticket else None,
            ticket_name=ticket.name if ticket else "",
            event=event.name,
            payload=event.payload(),
            created_at=event.at,
        )
        for member in told
    ]


def keep(rows: Iterable[Notification]) -> None:
    """Write lines of many events. One statement."""
    Notification.objects.bulk_create(rows)


def ring_once(event: Event, *, members: Sequence[int]) -> None:
    """As `ring`, but not for members who have an unread line of this kind from the last hour (F09: one alarm)."""
    rows = Notification.objects.for_desk(event.desk_id).filter(event=event.name, read_at=None)
    recent = rows.filter(member_id__in=members, created_at__gt=event.at - ONCE_IN)
    known = set(recent.values_list("member_id", flat=True))
    ring(event, members=[member for member in members if member not in known], ticket=None)


class Roster:
    """Who has which roles and lines, asked once for each question while many events are answered."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, tuple[str, ...]], list[int]] = {}

    def of_roles(self, desk_id: int, words: Sequence[str]) -> list[int]:
        """As the function of that name."""
        question = (desk_id, tuple(words))
        if question not in self._known:
            self._known[question] = of_roles(desk_id, words)
        return self._known[question]

    def holder_or(self, ticket: Ticket, words: Sequence[str]) -> list[int]:
        """As the function of that name."""
        return holder(ticket) or self.of_roles(ticket.desk_id, words)


def of_roles(desk_id: int, words: Sequence[str]) -> list[int]:
    """Active members whose role or line is one of `words`. One query."""
    staff = Member.objects.for_desk(desk_id).filter(is_active=True)
    return list(staff.filter(Q(role__in=words) | Q(lines__overlap=list(words))).values_list("pk", flat=True))


def holder(ticket: Ticket) -> list[int]:
    """Its assignee, as a list of none or one."""
    return [ticket.assignee_id] if ticket.assignee_id else []


def holder_or(ticket: Ticket, words: Sequence[str]) -> list[int]:
    """Its assignee; nobody has it: whoever has these roles or lines."""
    return holder(ticket) or of_roles(ticket.desk_id, words)
