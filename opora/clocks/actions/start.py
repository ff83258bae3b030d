"""Starting the clocks of a new ticket."""

from __future__ import annotations

from datetime import datetime

from opora.clocks.actions.deadline import tell_ticket
from opora.clocks.models import Clock, ClockEvent
from opora.clocks.states import columns, event_row, facts_of, is_public
from opora.desks import charters
from opora.engine import clocks as engine
from opora.tickets.models import Ticket


def start_clocks(ticket: Ticket, *, at: datetime) -> list[Clock]:
    """Start every clock for which the pinned charter has an objective; the ticket learns its nearest deadline."""
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    facts = facts_of(ticket)
    rows = [
        Clock(
            desk_id=ticket.desk_id,
            ticket=ticket,
            is_public=is_public(charter, key),
            **columns(engine.start(chosen, charter.calendar(chosen.calendar_key), at=at)),
        )
        for key, chosen in engine.choose(charter, facts).items()
        if chosen.starts != "handed_off"
    ]
    Clock.objects.for_desk(ticket.desk_id).bulk_create(rows)
    started = engine.ClockEvent(at=at, what=engine.What.STARTED, facts=facts)
    ClockEvent.objects.for_desk(ticket.desk_id).bulk_create([event_row(row, started) for row in rows])
    tell_ticket(ticket, rows)
    return rows
