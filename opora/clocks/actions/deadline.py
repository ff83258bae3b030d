"""What a ticket knows of its clocks: the nearest deadline, and whether a promise is broken."""

from __future__ import annotations

from collections.abc import Iterable

from opora.clocks.models import Clock
from opora.tickets.actions import take_note_of_deadline
from opora.tickets.models import Ticket


def tell_ticket(ticket: Ticket, clocks: Iterable[Clock]) -> None:
    """Write down on the ticket what its lists order by; nothing is written when nothing changed."""
    going = [clock for clock in clocks if clock.met_at is None and clock.cancelled_at is None]
    next_due_at = min((clock.due_at for clock in going if clock.due_at is not None), default=None)
    is_breached = any(clock.breached_at is not None for clock in going)
    if (ticket.next_due_at, ticket.is_breached) != (next_due_at, is_breached):
        take_note_of_deadline(ticket, next_due_at=next_due_at, is_breached=is_breached)
