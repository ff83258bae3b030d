"""What a ticket knows of its clocks: the nearest deadline, and whether a promise is broken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from opora.clocks.models import Clock
from opora.tickets.actions import take_note_of_deadline, take_note_of_deadlines
from opora.tickets.models import Ticket


def tell_ticket(ticket: Ticket, clocks: Iterable[Clock]) -> None:
    """Write down on the ticket what its lists order by; nothing is written when nothing changed."""
    next_due_at, is_breached = _known(clocks)
    if (ticket.next_due_at, ticket.is_breached) != (next_due_at, is_breached):
        take_note_of_deadline(ticket, next_due_at=next_due_at, is_breached=is_breached)


def tell_tickets(tickets: Iterable[tuple[Ticket, Iterable[Clock]]]) -> None:
    """As `tell_ticket`, for many with one statement."""
    take_note_of_deadlines([(ticket, *_known(clocks)) for ticket, clocks in tickets])


def _known(clocks: Iterable[Clock]) -> tuple[datetime | None, bool]:
    going = [clock for clock in clocks if clock.met_at is None and clock.cancelled_at is None]
    next_due_at = min((clock.due_at for clock in going if clock.due_at is not None), default=None)
    return next_due_at, any(clock.breached_at is not None for clock in going)
