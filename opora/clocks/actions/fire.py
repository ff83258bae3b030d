"""Alarms going off: each once, in order, however late the timers came."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from opora.clocks.actions.deadline import tell_tickets
from opora.clocks.actions.escalate import escalations
from opora.clocks.events import ClockBreached, ClockWarned, Escalated
from opora.clocks.models import Clock
from opora.clocks.states import put, state_of
from opora.desks import charters
from opora.engine import clocks as engine
from opora.journal.events import Event, system
from opora.journal.record import record_all
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
        gone_off = [one for key, ticket in tickets.items() for one in _gone_off(ticket, clocks[key], now)]
        _keep(one.clock for one in gone_off)
        tell_tickets((ticket, clocks[key]) for key, ticket in tickets.items())
        record_all([_event(one, now) for one in gone_off])
        record_all(list(_escalations(gone_off, now)))
    return len(tickets)


@dataclass(frozen=True, slots=True)
class _GoneOff:
    ticket: Ticket
    clock: Clock
    fired: engine.Fired


def _gone_off(ticket: Ticket, clocks: Iterable[Clock], now: datetime) -> list[_GoneOff]:
    """What goes off on a ticket, earliest first; the rows are changed, not saved."""
    found: list[_GoneOff] = []
    for row in clocks:
        state, fired = engine.fire(state_of(row), now)
        if fired:
            put(state, row).failures = 0
            found.extend(_GoneOff(ticket, row, one) for one in fired)
    return sorted(found, key=lambda one: one.fired.at)


_FIRED = """
UPDATE clocks_clock AS clock
   SET alarms = fired.alarms, next_alarm_at = fired.next_alarm_at, breached_at = fired.breached_at, failures = 0
  FROM unnest(%s::bigint[], %s::jsonb[], %s::timestamptz[], %s::timestamptz[])
       AS fired(id, alarms, next_alarm_at, breached_at)
 WHERE clock.id = fired.id
"""


def _keep(clocks: Iterable[Clock]) -> None:
    """One statement; of a clock that fires nothing else changes."""
    rows = {row.pk: (row.pk, json.dumps(row.alarms), row.next_alarm_at, row.breached_at) for row in clocks}
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_FIRED, [list(column) for column in zip(*rows.values(), strict=True)])


def _escalations(gone_off: Iterable[_GoneOff], now: datetime) -> Iterator[Escalated]:
    """What the charters' rules do about it; a rule sees its ticket as the one before has left it."""
    current: dict[int, Ticket] = {}
    for one in gone_off:
        ticket = current.get(one.ticket.pk, one.ticket)
        when = "breach" if one.fired.nature is engine.Nature.BREACH else "alarm"
        for event in escalations(ticket, when=when, clock=one.clock.key, mark=one.fired.mark, at=now):
            current[one.ticket.pk] = event.subject
            yield event


def _event(one: _GoneOff, now: datetime) -> Event:
    ticket, clock, fired = one.ticket, one.clock, one.fired
    title = charters.of(ticket.charter_id, ticket.desk_id).clocks[clock.key].title
    by = system(ticket.desk_id)
    if fired.nature is engine.Nature.BREACH:
        return ClockBreached(
            desk_id=ticket.desk_id,
            ticket_id=ticket.pk,
            actor=by,
            at=now,
            subject=ticket,
            clock=clock.key,
            title=title,
            due_at=fired.at,
        )
    return ClockWarned(
        desk_id=ticket.desk_id,
        ticket_id=ticket.pk,
        actor=by,
        at=now,
        subject=ticket,
        clock=clock.key,
        title=title,
        mark=fired.mark,
        overdue=fired.nature is engine.Nature.OVERDUE,
        due_at=clock.due_at,
    )
