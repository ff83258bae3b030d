"""What a ticket is: urgency, kind, category, the planned day, the nearest deadline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from opora.engine.charter import Charter
from opora.journal.events import Actor
from opora.tickets.actions.change import changing
from opora.tickets.actions.messages import cleaned
from opora.tickets.errors import Missing, NotLater
from opora.tickets.events import PriorityChanged, SolutionPlanned, TicketClassified
from opora.tickets.intake import categories_of, demand, demand_category, fitting_category
from opora.tickets.models import Ticket
from opora.tickets.policies import can_change

BECAUSE_LIMIT = 4000


def change_priority(ticket: Ticket, *, to: str, because: str, by: Actor, at: datetime) -> Ticket:
    """Another urgency, and why: the customer is told. The one it has changes nothing. Raises UnknownKey, Missing."""
    reason = cleaned(because, BECAUSE_LIMIT).strip()
    with changing(ticket, by=by, at=at, may=can_change) as change:
        change.demand_open()
        priorities, old = change.charter.priorities, change.ticket.priority
        demand("priority", to, tuple(priorities))
        if to == old:
            return change.ticket
        if not reason:
            raise Missing(fields=("because",))
        change.ticket.priority, change.ticket.priority_rank = to, priorities[to].rank
        change.touched("priority", "priority_rank")
        change.tell(
            PriorityChanged(
                desk_id=by.desk_id,
                ticket_id=change.ticket.pk,
                actor=by,
                at=at,
                old=old,
                new=to,
                old_title=priorities[old].title,
                new_title=priorities[to].title,
                because=reason,
            )
        )
        return change.ticket


def classify(
    ticket: Ticket, *, kind: str | None = None, category: str | None = None, by: Actor, at: datetime
) -> Ticket:
    """Another kind, another category, or both. A kind that may not have the present category brings one it may have.

    Raises UnknownKey, also for a category the kind may not have.
    """
    with changing(ticket, by=by, at=at, may=can_change) as change:
        change.demand_open()
        row, charter = change.ticket, change.charter
        old_kind, old_category = row.kind, row.category
        demand("kind", kind or old_kind, tuple(charter.kinds))
        row.kind = kind or old_kind
        row.category = category or _category_for(charter, row)
        demand_category(charter, kind=row.kind, category=row.category)
        if (row.kind, row.category) == (old_kind, old_category):
            return row
        change.touched("kind", "category")
        change.tell(
            TicketClassified(
                desk_id=by.desk_id,
                ticket_id=row.pk,
                actor=by,
                at=at,
                old_kind=old_kind,
                new_kind=row.kind,
                old_category=old_category,
                new_category=row.category,
                kind_title=charter.kinds[row.kind].title,
                category_title=charter.category(row.category).title,
            )
        )
        return row


def plan_solution(ticket: Ticket, *, planned_at: datetime, because: str, by: Actor, at: datetime) -> Ticket:
    """Name the moment by which it will be done. Moving a named moment wants a reason; the customer sees both.

    Raises NotLater when the moment does not lie ahead, Missing.
    """
    reason = cleaned(because, BECAUSE_LIMIT).strip()
    with changing(ticket, by=by, at=at, may=can_change) as change:
        change.demand_open()
        if planned_at <= at:
            raise NotLater
        if change.ticket.planned_at == planned_at:
            return change.ticket
        if change.ticket.planned_at is not None and not reason:
            raise Missing(fields=("because",))
        change.ticket.planned_at = planned_at
        change.touched("planned_at")
        change.tell(
            SolutionPlanned(
                desk_id=by.desk_id, ticket_id=change.ticket.pk, actor=by, at=at, planned_at=planned_at, because=reason
            )
        )
        return change.ticket


def take_note_of_deadline(ticket: Ticket, *, next_due_at: datetime | None, is_breached: bool) -> None:
    """The clocks say which deadline is nearest and whether one was missed. No event: the clocks have their own."""
    if (ticket.next_due_at, ticket.is_breached) == (next_due_at, is_breached):
        return
    ticket.next_due_at, ticket.is_breached = next_due_at, is_breached
    rows = Ticket.objects.for_desk(ticket.desk_id).filter(pk=ticket.pk)
    rows.update(next_due_at=next_due_at, is_breached=is_breached)


_NOTES = """
UPDATE tickets_ticket AS ticket SET next_due_at = told.next_due_at, is_breached = told.is_breached
  FROM unnest(%s::bigint[], %s::timestamptz[], %s::boolean[]) AS told(id, next_due_at, is_breached)
 WHERE ticket.id = told.id
"""


def take_note_of_deadlines(told: Iterable[tuple[Ticket, datetime | None, bool]]) -> None:
    """As `take_note_of_deadline`, for tickets of any desks that the connection may change; one statement."""
    changed = []
    for ticket, next_due_at, is_breached in told:
        if (ticket.next_due_at, ticket.is_breached) != (next_due_at, is_breached):
            ticket.next_due_at, ticket.is_breached = next_due_at, is_breached
            changed.append((ticket.pk, next_due_at, is_breached))
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(_NOTES, [list(column) for column in zip(*changed, strict=True)])


def _category_for(charter: Charter, row: Ticket) -> str:
    return row.category if row.category in categories_of(charter, row.kind) else fitting_category(charter, row.kind)
