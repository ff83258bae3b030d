"""Moments promised on the ticket itself: estimates, planned dates, and commitments to a later moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from opora.engine.clocks.aim import aim
from opora.engine.clocks.choice import Mode
from opora.engine.clocks.state import ClockState
from opora.engine.clocks.track import Track
from opora.engine.clocks.verbs import resume
from opora.engine.worktime import Calendar


class TargetRefused(ValueError):
    """A moment cannot be set. `code`: `fixed` (the charter gives the term), `finished`, `past`."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the target cannot be set: {code}")
        self.code = code


class CommitmentRefused(ValueError):
    """A commitment is not accepted.

    `code`: `not_proposed`, `no_reason`, `not_later` or `finished`; `due_at` is the deadline that holds now.
    """

    def __init__(self, code: str, due_at: datetime | None = None) -> None:
        super().__init__(f"the commitment is not accepted: {code}")
        self.code = code
        self.due_at = due_at


def set_target(state: ClockState, calendar: Calendar, *, moment: datetime, at: datetime) -> ClockState:
    """The clock with the estimated or planned `moment` as its deadline; may be set again. Raises TargetRefused."""
    at, moment = at.astimezone(UTC), moment.astimezone(UTC)
    if state.mode not in (Mode.ESTIMATE, Mode.PLANNED):
        raise TargetRefused("fixed")
    if not state.is_open:
        raise TargetRefused("finished")
    if moment <= at:
        raise TargetRefused("past")
    return _promised(state, calendar, moment=moment, at=at)


def commit(state: ClockState, calendar: Calendar, *, moment: datetime, reason: str, at: datetime) -> ClockState:
    """The clock of a proposed objective with a later `moment` as its deadline, for a `reason` the customer sees.

    A breach that has already happened stays. Raises CommitmentRefused.
    """
    at, moment = at.astimezone(UTC), moment.astimezone(UTC)
    if not state.proposed:
        raise CommitmentRefused("not_proposed")
    if not state.is_open:
        raise CommitmentRefused("finished")
    if not reason.strip():
        raise CommitmentRefused("no_reason")
    holds = resume(state, calendar, at=at).due_at
    if moment <= at or (holds is not None and moment <= holds):
        raise CommitmentRefused("not_later", holds)
    return _promised(state, calendar, moment=moment, at=at)


def _promised(state: ClockState, calendar: Calendar, *, moment: datetime, at: datetime) -> ClockState:
    since = state.running_since
    intervals = ((since, None),) if since else ()
    track = Track(calendar, state.started_at, intervals, state.counted, state.counted_days)
    breached_at = state.breached_at or (state.due_at if state.due_at is not None and state.due_at <= at else None)
    promised = replace(state, promised_at=moment, promised_on=at, breached_at=breached_at)
    return aim(promised, track, at=at, earliest=at)
