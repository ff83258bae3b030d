"""Alarms going off: each once, in order, however late the timers came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from opora.clocks.actions.deadline import tell_ticket
from opora.clocks.actions.escalate import escalate
from opora.clocks.events import ClockBreached, ClockWarned
from opora.clocks.models import Clock
from opora.clocks.states import WRITTEN, put, state_of
from opora.desks import charters
from opora.engine import clocks as engine
from opora.engine.charter.schema import Charter
from opora.journal.events import Event, system
from opora.journal.record import record
from opora.tickets.models import Ticket


def fire_alarms(ticket_ids: Sequence[int], *, now: datetime) -> int:
    """Let the due alarms of these tickets go off, in one transaction; gives how many tickets were done.

    Tickets first, then clocks: the same order of locks as every verb. A ticket somebody works on right now is left
    for the next round.
    """
    with transaction.atomic():
        tickets = Ticket.objects.across_desks().select_for_update(skip_locked=True, of=("self",)).in_bulk(ticket_ids)
        clocks = defaultdict(list)
        for row in Clock.objects.across_desks().filter(ticket_id__in=tickets).order_by("id"):
            clocks[row.ticket_id].append(row)
        for key, ticket in tickets.items():
            _fire_of_ticket(ticket, clocks[key], now)
    return len(tickets)


def _fire_of_ticket(ticket: Ticket, clocks: list[Clock], now: datetime) -> None:
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    gone_off: list[tuple[engine.Fired, Clock]] = []
    for row in clocks:
        state, fired = engine.fire(state_of(row), now)
        if not fired:
            continue
        put(state, row).failures = 0
        row.save(update_fields=[*WRITTEN, "failures"])
        gone_off.extend((one, row) for one in fired)
    tell_ticket(ticket, clocks)
    for one, row in sorted(gone_off, key=lambda pair: pair[0].at):
        _tell(ticket, charter, row, one, now)


def _tell(ticket: Ticket, charter: Charter, clock: Clock, fired: engine.Fired, now: datetime) -> None:
    record(_event(ticket, charter, clock, fired, now))
    when = "breach" if fired.nature is engine.Nature.BREACH else "alarm"
    if charter.escalations:
        ticket.refresh_from_db(fields=["line", "assignee"])
    escalate(ticket, when=when, clock=clock.key, mark=fired.mark, at=now)


def _event(ticket: Ticket, charter: Charter, clock: Clock, fired: engine.Fired, now: datetime) -> Event:
    title = charter.clocks[clock.key].title
    by = system(ticket.desk_id)
    if fired.nature is engine.Nature.BREACH:
        return ClockBreached(
            desk_id=ticket.desk_id, ticket_id=ticket.pk, actor=by, at=now, clock=clock.key, title=title, due_at=fired.at
        )
    return ClockWarned(
        desk_id=ticket.desk_id,
        ticket_id=ticket.pk,
        actor=by,
        at=now,
        clock=clock.key,
        title=title,
        mark=fired.mark,
        overdue=fired.nature is engine.Nature.OVERDUE,
        due_at=clock.due_at,
    )
