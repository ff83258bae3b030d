"""Rows of this room as values of the engine, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from opora.clocks.models import Clock, ClockEvent
from opora.engine import clocks as engine
from opora.engine.charter.schema import Charter
from opora.tickets.models import Ticket

_COLUMNS = tuple(field.name for field in fields(engine.ClockState) if field.name not in ("alarms", "met_by", "mode"))
WRITTEN = (*_COLUMNS, "mode", "met_by", "alarms", "next_alarm_at")
"""The columns that keep a state."""


def state_of(row: Clock) -> engine.ClockState:
    """The clock as the engine knows it."""
    return engine.ClockState(
        **{name: getattr(row, name) for name in _COLUMNS},
        mode=engine.Mode(row.mode),
        met_by=tuple(row.met_by),
        alarms=engine.load_alarms(row.alarms),
    )


def put(state: engine.ClockState, row: Clock) -> Clock:
    """Write the state's values into the row's columns; nothing is saved."""
    for name, value in columns(state).items():
        setattr(row, name, value)
    return row


def columns(state: engine.ClockState) -> dict[str, Any]:
    """The state as column values."""
    return {name: getattr(state, name) for name in _COLUMNS} | {
        "mode": state.mode.value,
        "met_by": list(state.met_by),
        "alarms": engine.dump_alarms(state.alarms),
        "next_alarm_at": state.next_alarm_at,
    }


def facts_of(ticket: Ticket) -> engine.Facts:
    """What objectives may ask about the ticket."""
    return engine.Facts(ticket.kind, ticket.category, ticket.priority, ticket.plan, ticket.line)


def events_of(rows: Iterable[ClockEvent]) -> tuple[engine.ClockEvent, ...]:
    """Recorded events as the engine knows them, in order."""
    return tuple(
        engine.ClockEvent(
            at=row.at,
            what=engine.What(row.what),
            cause=row.cause,
            facts=engine.Facts(**row.facts) if row.facts else None,
            moment=row.moment,
        )
        for row in rows
    )


def event_row(clock: Clock, event: engine.ClockEvent) -> ClockEvent:
    """The row that keeps `event`; nothing is saved."""
    return ClockEvent(
        desk_id=clock.desk_id,
        clock=clock,
        at=event.at,
        what=event.what.value,
        cause=event.cause,
        facts=asdict(event.facts) if event.facts else None,
        moment=event.moment,
    )


def is_public(charter: Charter, key: str) -> bool:
    """Whether the customer sees this clock."""
    return charter.clocks[key].public
