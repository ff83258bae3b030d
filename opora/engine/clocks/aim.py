"""Where a clock is heading: deadline, budget and the moments of alarms, worked out when something changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from opora.engine.clocks.alarms import DUE, Alarm, has_come, parse_mark
from opora.engine.clocks.state import ClockState
from opora.engine.clocks.track import Track


def aim(state: ClockState, track: Track, *, at: datetime, earliest: datetime | None = None) -> ClockState:
    """The state with deadline, budget and alarms for what `track` says, decided at `at`.

    While the clock stands still there is a deadline only if it had passed by then. `earliest` keeps alarms of a term
    that was set just now from being due before it was set.
    """
    ahead = track.continued(_promised_since(state) or at)
    goal = state.promised_at or _reached(state, ahead)
    budget = _budget(state, ahead, goal)
    due = goal if track.is_running else _reached(state, track)
    alarms = tuple(_placed(alarm, track, budget, due, at=at, earliest=earliest) for alarm in state.alarms)
    return replace(state, due_at=due, budget=budget, alarms=alarms)


def aim_late(state: ClockState, track: Track, *, at: datetime) -> ClockState:
    """The state of a clock going on after its deadline: the deadline stays, later alarms find their moments."""
    alarms = tuple(_placed(alarm, track, state.budget, state.due_at, at=at, earliest=None) for alarm in state.alarms)
    return replace(state, alarms=alarms)


def _promised_since(state: ClockState) -> datetime | None:
    """From when a promised moment is counted while the clock stands still: since then it moves on."""
    if state.promised_on is None or state.paused_at is None:
        return None
    return max(state.promised_on, state.paused_at)


def _reached(state: ClockState, track: Track) -> datetime | None:
    if state.promised_at is not None:
        return None
    if state.target_days is not None:
        return track.reach_day(state.target_days)
    return None if state.target is None else track.reach(state.target)


def _budget(state: ClockState, track: Track, goal: datetime | None) -> timedelta | None:
    if state.target is not None and state.promised_at is None:
        return state.target
    return None if goal is None else track.count(goal)


def _placed(
    alarm: Alarm,
    track: Track,
    budget: timedelta | None,
    due: datetime | None,
    *,
    at: datetime,
    earliest: datetime | None,
) -> Alarm:
    if alarm.fired or has_come(alarm, at):
        return alarm
    moment = due if alarm.mark == DUE or budget is None else track.reach(parse_mark(alarm.mark).position(budget))
    if moment is not None and earliest is not None:
        moment = max(moment, earliest)
    return replace(alarm, at=moment)
