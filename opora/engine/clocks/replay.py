"""A clock worked out again from its record alone; equal to the state kept step by step."""

from __future__ import annotations

from collections.abc import Iterable

from opora.engine.charter.schema import Charter
from opora.engine.clocks.choice import Chosen, Facts, choose
from opora.engine.clocks.promises import commit, set_target
from opora.engine.clocks.rechoice import rechoose
from opora.engine.clocks.record import BrokenRecord, ClockEvent, What
from opora.engine.clocks.state import ClockState
from opora.engine.clocks.verbs import cancel, meet, pause, reopen, resume, start
from opora.engine.worktime import Calendar

_SIMPLE = {
    What.PAUSED: pause,
    What.RESUMED: resume,
    What.MET: meet,
    What.REOPENED: reopen,
    What.CANCELLED: cancel,
}


def replay(charter: Charter, clock: str, events: Iterable[ClockEvent]) -> ClockState:
    """The state that `events` lead to under `charter`; no alarm of it has gone off yet. Raises BrokenRecord.

    The facts of STARTED and RECHOSEN and the moments of promises must be there. One charter judges the whole record:
    for a ticket that was moved to another edition in flight, what happened before the move is judged by the edition
    given.
    """
    history = tuple(events)
    if not history or history[0].what is not What.STARTED:
        raise BrokenRecord("a clock's record begins with its start")
    chosen = _chosen(charter, clock, history[0].facts)
    state = start(chosen, charter.calendar(chosen.calendar_key), at=history[0].at)
    for number, event in enumerate(history[1:], start=1):
        state = _step(charter, state, event, history[:number])
    return state


def _step(charter: Charter, state: ClockState, event: ClockEvent, before: tuple[ClockEvent, ...]) -> ClockState:
    calendar: Calendar = charter.calendar(state.calendar_key)
    match event.what:
        case What.STARTED:
            raise BrokenRecord("a clock starts once")
        case What.RECHOSEN:
            chosen = _chosen(charter, state.key, event.facts)
            return rechoose(state, before, chosen, charter.calendar(chosen.calendar_key), at=event.at)
        case What.TARGET_SET | What.COMMITTED:
            return _promise(state, calendar, event)
        case _:
            return _SIMPLE[event.what](state, calendar, at=event.at)


def _promise(state: ClockState, calendar: Calendar, event: ClockEvent) -> ClockState:
    if event.moment is None:
        raise BrokenRecord(f"{event.what} without a moment")
    if event.what is What.TARGET_SET:
        return set_target(state, calendar, moment=event.moment, at=event.at)
    return commit(state, calendar, moment=event.moment, reason=event.cause, at=event.at)


def _chosen(charter: Charter, clock: str, facts: Facts | None) -> Chosen:
    if facts is None:
        raise BrokenRecord("an objective cannot be chosen without the ticket's facts")
    return choose(charter, facts)[clock]
