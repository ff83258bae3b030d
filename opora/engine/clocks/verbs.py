"""What happens to a clock: start, pause, resume, meet, reopen, cancel, and its alarms going off.

Every verb takes a state and gives a state; repeating one changes nothing. A moment earlier than the clock's last
change counts as that change's moment: a clock never runs backwards.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from opora.engine.clocks.aim import aim, aim_late
from opora.engine.clocks.alarms import Alarm, Fired, Nature, declared, has_come, parse_mark
from opora.engine.clocks.choice import Chosen
from opora.engine.clocks.state import ClockState, Standing
from opora.engine.clocks.track import Track, counted_between, moved_on
from opora.engine.worktime import Calendar


def start(chosen: Chosen, calendar: Calendar, *, at: datetime) -> ClockState:
    """The clock of a chosen objective, running from `at`; `calendar` is the one `chosen.calendar_key` names."""
    at = at.astimezone(UTC)
    state = ClockState(
        key=chosen.clock,
        calendar_key=chosen.calendar_key,
        mode=chosen.mode,
        started_at=at,
        target=chosen.within.time if chosen.within else None,
        target_days=chosen.within.working_days if chosen.within else None,
        running_since=at,
        alarms=declared(chosen.alarms),
        met_by=chosen.met_by,
        proposed=chosen.proposed,
        clause=chosen.clause,
    )
    return aim(state, Track(calendar, at, ((at, None),)), at=at)


def pause(state: ClockState, calendar: Calendar, *, at: datetime) -> ClockState:
    """The clock standing still from `at`: no deadline and no alarms, except those whose moment had come."""
    if state.running_since is None:
        return state
    at = max(at.astimezone(UTC), state.running_since)
    passed = state.due_at is not None and state.due_at <= at
    return replace(
        _counted_up(state, calendar, at),
        running_since=None,
        paused_at=at,
        due_at=state.due_at if passed else None,
        breached_at=_breach(state, before=at, inclusive=True),
        alarms=tuple(
            alarm if alarm.fired or has_come(alarm, at) else replace(alarm, at=None) for alarm in state.alarms
        ),
    )


def resume(state: ClockState, calendar: Calendar, *, at: datetime) -> ClockState:
    """The paused clock going on at `at`; its deadline moves on by the working time of the pause."""
    if state.standing is not Standing.PAUSED or state.paused_at is None:
        return state
    late = state.due_at is not None and state.due_at <= state.paused_at
    return _go_on(state, calendar, since=state.paused_at, at=at, late=late)


def meet(state: ClockState, calendar: Calendar, *, at: datetime) -> ClockState:
    """The clock met at `at`, running or paused. At the very moment of the deadline is in time."""
    at = _not_before(state, at)
    stopped = _stopped(state, calendar, at)
    return replace(stopped, met_at=at) if state.is_open else state


def cancel(state: ClockState, calendar: Calendar, *, at: datetime) -> ClockState:
    """The clock stopped without being met: the ticket was merged, declined, or is none at all."""
    at = _not_before(state, at)
    stopped = _stopped(state, calendar, at)
    return replace(stopped, cancelled_at=at) if state.is_open else state


def reopen(state: ClockState, calendar: Calendar, *, at: datetime) -> ClockState:
    """A met or cancelled clock going on at `at` over the same count; the time in between does not count.

    Whether a clock goes on when its ticket is reopened is the charter's choice (`reopens` of the clock).
    """
    since = state.met_at or state.cancelled_at
    if since is None:
        return state
    late = state.due_at is not None and state.due_at < since
    return _go_on(replace(state, met_at=None, cancelled_at=None), calendar, since=since, at=at, late=late)


def fire(state: ClockState, now: datetime) -> tuple[ClockState, tuple[Fired, ...]]:
    """The alarms whose moment has come by `now`, each exactly once, in the order in which they were due.

    After a late wake-up all missed ones come at once, each with the moment it was due. The deadline's own alarm marks
    the breach.
    """
    come = [alarm for alarm in state.alarms if not alarm.fired and has_come(alarm, now)]
    if not come:
        return state, ()
    fired = tuple(sorted((_going_off(alarm) for alarm in come), key=_order))
    breach = next((alarm.at for alarm in fired if alarm.nature is Nature.BREACH), None)
    alarms = tuple(replace(alarm, fired=True) if alarm in come else alarm for alarm in state.alarms)
    return replace(state, alarms=alarms, breached_at=state.breached_at or breach), fired


def _go_on(state: ClockState, calendar: Calendar, *, since: datetime, at: datetime, late: bool) -> ClockState:
    at = max(at.astimezone(UTC), since)
    going = replace(state, running_since=at, paused_at=None)
    track = Track(calendar, state.started_at, ((at, None),), state.counted, state.counted_days)
    if late:
        return aim_late(going, track, at=at)
    return aim(_promise_moved_on(going, calendar, since=since, at=at), track, at=at)


def _promise_moved_on(state: ClockState, calendar: Calendar, *, since: datetime, at: datetime) -> ClockState:
    if state.promised_at is None or state.promised_on is None:
        return state
    lost = counted_between(calendar, max(since, state.promised_on), at)
    return replace(state, promised_at=moved_on(calendar, state.promised_at, lost))


def _stopped(state: ClockState, calendar: Calendar, at: datetime) -> ClockState:
    alarms = tuple(
        alarm if alarm.fired or (alarm.at is not None and alarm.at < at) else replace(alarm, at=None)
        for alarm in state.alarms
    )
    breached_at = _breach(state, before=at, inclusive=False)
    return replace(
        _counted_up(state, calendar, at), running_since=None, paused_at=None, breached_at=breached_at, alarms=alarms
    )


def _counted_up(state: ClockState, calendar: Calendar, at: datetime) -> ClockState:
    if state.running_since is None:
        return state
    track = Track(calendar, state.started_at, ((state.running_since, None),), state.counted, state.counted_days)
    days = track.count_days(at) if state.target_days is not None else 0
    return replace(state, counted=track.count(at), counted_days=days)


def _breach(state: ClockState, *, before: datetime, inclusive: bool) -> datetime | None:
    """The breach as of `before`: one that only came later is withdrawn, a deadline passed unseen is one."""
    for moment in (state.breached_at, state.due_at):
        if moment is not None and (moment < before or (inclusive and moment == before)):
            return moment
    return None


def _not_before(state: ClockState, at: datetime) -> datetime:
    return max(at.astimezone(UTC), state.running_since or state.paused_at or state.started_at)


def _order(fired: Fired) -> tuple[datetime, int, timedelta]:
    mark = parse_mark(fired.mark)
    return fired.at, mark.percent, mark.offset


def _going_off(alarm: Alarm) -> Fired:
    assert alarm.at is not None
    return Fired(alarm.mark, alarm.at, parse_mark(alarm.mark).nature)
