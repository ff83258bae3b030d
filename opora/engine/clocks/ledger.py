"""The ledger of a clock: the proof of its deadline, interval by interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from opora.engine.clocks.record import ClockEvent, stretches
from opora.engine.clocks.rows import Row, Why, merged, rows_of, running_rows
from opora.engine.clocks.state import ClockState
from opora.engine.clocks.track import closings_after
from opora.engine.worktime import Calendar

_ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of a clock's life, and what a page needs to say it in a sentence.

    `rows` cover every moment from `started_at` to `ended_at` (now, or when it was met or cancelled) without gap or
    overlap; their amounts add up to `counted`. `ahead` are the rows from then to the deadline of a running clock;
    their amounts add up to `remaining`. `counted` + `remaining` = `budget`. `paused` is the working time of all
    pauses, by which the deadline moved.
    """

    clock: str
    calendar_key: str
    clause: str | None
    rows: tuple[Row, ...]
    ahead: tuple[Row, ...]
    started_at: datetime
    ended_at: datetime
    counted: timedelta
    counted_days: int
    paused: timedelta
    target: timedelta | None
    target_days: int | None
    promised_at: datetime | None
    budget: timedelta | None
    remaining: timedelta | None
    due_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None


def ledger(
    state: ClockState, events: Iterable[ClockEvent], calendar: Calendar, *, until: datetime, language: str = "en"
) -> Ledger:
    """The ledger of `state` from the `events` that led to it, up to `until`; details in "ru" or "en"."""
    until = until.astimezone(UTC)
    rows = _with_days(state, calendar, merged(_past(tuple(events), calendar, until, language)))
    counted = rows[-1].total if rows else _ZERO
    return Ledger(
        clock=state.key,
        calendar_key=state.calendar_key,
        clause=state.clause,
        rows=rows,
        ahead=_ahead(state, calendar, until, language),
        started_at=state.started_at,
        ended_at=rows[-1].end if rows else state.started_at,
        counted=counted,
        counted_days=sum(row.days for row in rows),
        paused=sum((row.working for row in rows if not row.counted), _ZERO),
        target=state.target,
        target_days=state.target_days,
        promised_at=state.promised_at,
        budget=state.budget,
        remaining=None if state.budget is None else state.budget - counted,
        due_at=state.due_at,
        met_at=state.met_at,
        breached_at=state.breached_at,
    )


def _past(events: tuple[ClockEvent, ...], calendar: Calendar, until: datetime, language: str) -> Iterator[Row]:
    for stretch in stretches(events):
        end = stretch.end
        if end is None and stretch.is_final:
            return
        yield from rows_of(stretch, until if end is None else min(end, until), calendar, language)


def _ahead(state: ClockState, calendar: Calendar, until: datetime, language: str) -> tuple[Row, ...]:
    if state.running_since is None or state.due_at is None or state.due_at <= until:
        return ()
    return _with_days(state, calendar, merged(running_rows(until, state.due_at, calendar, language)))


def _with_days(state: ClockState, calendar: Calendar, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows with the working days they completed, for a term in working days."""
    if state.target_days is None or not rows:
        return rows
    end = rows[-1].end
    closings = tuple(takewhile(lambda closing: closing <= end, closings_after(calendar, state.started_at)))
    return tuple(replace(row, days=_days_in(row, closings)) for row in rows)


def _days_in(row: Row, closings: tuple[datetime, ...]) -> int:
    if row.why in (Why.PAUSED, Why.STOPPED):
        return 0
    return sum(row.start < closing <= row.end for closing in closings)
