"""Choosing the objective again over the same history, when plan, kind, priority, category or line changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from opora.engine.clocks.aim import aim
from opora.engine.clocks.alarms import redeclared
from opora.engine.clocks.choice import Chosen, Mode
from opora.engine.clocks.record import BrokenRecord, ClockEvent, running
from opora.engine.clocks.state import ClockState
from opora.engine.clocks.track import Track
from opora.engine.worktime import Calendar


def rechoose(
    state: ClockState, history: Iterable[ClockEvent], chosen: Chosen, calendar: Calendar, *, at: datetime
) -> ClockState:
    """The open clock under `chosen`, with `calendar` the one it names; a met or cancelled clock stays as it is.

    Time already counted stays counted, measured on the new calendar over the recorded running intervals of `history`.
    Alarms that went off, or whose moment had come, are not repeated, and a breach stays a breach. A deadline that now
    lies in the past breaches at the next alarm. A moment promised on the ticket stays when the new objective is of
    the same sort. Raises BrokenRecord when `history` is not this clock's.
    """
    if not state.is_open:
        return state
    at = at.astimezone(UTC)
    passed = state.due_at is not None and state.due_at <= at
    track = _track(state, history, calendar)
    promise_stays = _promise_stays(state, chosen)
    new = replace(
        state,
        calendar_key=chosen.calendar_key,
        mode=chosen.mode,
        target=chosen.within.time if chosen.within else None,
        target_days=chosen.within.working_days if chosen.within else None,
        promised_at=state.promised_at if promise_stays else None,
        promised_on=state.promised_on if promise_stays else None,
        breached_at=state.breached_at or (state.due_at if passed else None),
        alarms=redeclared(state.alarms, chosen.alarms, at=at),
        met_by=chosen.met_by,
        proposed=chosen.proposed,
        clause=chosen.clause,
    )
    aimed = aim(_recounted(new, track), track, at=at)
    return replace(aimed, due_at=state.due_at) if promise_stays and passed else aimed


def _track(state: ClockState, history: Iterable[ClockEvent], calendar: Calendar) -> Track:
    track = Track(calendar, state.started_at, running(history))
    open_since = track.intervals[-1][0] if track.is_running else None
    if not track.intervals or open_since != state.running_since:
        raise BrokenRecord(f"the record of {state.key} does not lead to its state; pass every event so far")
    return track


def _recounted(state: ClockState, track: Track) -> ClockState:
    until = state.running_since or state.paused_at or state.started_at
    closed = replace(track, intervals=tuple(span for span in track.intervals if span[1] is not None))
    days = closed.count_days(until) if state.target_days is not None else 0
    return replace(state, counted=closed.count(until), counted_days=days)


def _promise_stays(state: ClockState, chosen: Chosen) -> bool:
    if state.promised_at is None or state.mode is not chosen.mode:
        return False
    if chosen.mode is not Mode.FIXED or chosen.within is None:
        return True
    same = (state.target, state.target_days) == (chosen.within.time, chosen.within.working_days)
    return same and chosen.proposed and state.calendar_key == chosen.calendar_key
