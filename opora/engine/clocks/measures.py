"""Questions to a clock at a moment: how long it ran, what is left, when it will be due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from opora.engine.clocks.choice import Chosen
from opora.engine.clocks.state import ClockState
from opora.engine.clocks.track import Track
from opora.engine.clocks.verbs import resume, start
from opora.engine.worktime import Calendar


def promise(chosen: Chosen, calendar: Calendar, at: datetime) -> datetime | None:
    """The deadline of a request sent at `at`, told before it is sent; None when no term is promised."""
    return start(chosen, calendar, at=at).due_at


def forecast(state: ClockState, calendar: Calendar, now: datetime) -> datetime | None:
    """When the clock will be due if nothing happens; while paused, when it would be due going on now."""
    return resume(state, calendar, at=now).due_at


def elapsed(state: ClockState, calendar: Calendar, now: datetime) -> timedelta:
    """Working time counted up to `now`."""
    return _track(state, calendar).count(now.astimezone(UTC))


def remaining(state: ClockState, calendar: Calendar, now: datetime) -> timedelta | None:
    """Working time left until the deadline, negative when late; None without a term."""
    return None if state.budget is None else state.budget - elapsed(state, calendar, now)


def remaining_days(state: ClockState, calendar: Calendar, now: datetime) -> int | None:
    """Working days left of a term in working days; None for any other term."""
    if state.target_days is None or state.promised_at is not None:
        return None
    return state.target_days - _track(state, calendar).count_days(now.astimezone(UTC))


def share(state: ClockState, calendar: Calendar, now: datetime) -> float | None:
    """The used part of the budget, 0.0 at the start and 1.0 at the deadline; None without a term."""
    if not state.budget:
        return None
    return elapsed(state, calendar, now) / state.budget


def _track(state: ClockState, calendar: Calendar) -> Track:
    intervals = ((state.running_since, None),) if state.running_since else ()
    return Track(calendar, state.started_at, intervals, state.counted, state.counted_days)
