"""What happens by itself while a ticket stays in a status: reminders, and the move at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from opora.engine.charter.schema import Charter, Status
from opora.engine.worktime import parse_amount


class TimerKind(StrEnum):
    """What a timer does."""

    REMIND = "remind"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Timer:
    """One thing to do at `due_at` if the ticket has not left the status by then.

    A reminder has its `number` from 1 and `whom` (customer, assignee or lead); a move has `to`, and `tell` whether
    the customer is told.
    """

    kind: TimerKind
    due_at: datetime
    number: int = 1
    whom: str | None = None
    to: str | None = None
    tell: bool = False


def timers(charter: Charter, *, status: str, entered_at: datetime) -> tuple[Timer, ...]:
    """The timers of a ticket that entered `status` at `entered_at`, in order of time, moments in UTC.

    Reminders that would come at or after the move are left out: the ticket is gone by then.
    """
    rule = charter.workflow.statuses[status]
    moves = tuple(_move(charter, rule, entered_at))
    last = moves[0].due_at if moves else None
    reminders = (timer for timer in _reminders(charter, rule, entered_at) if last is None or timer.due_at < last)
    return (*reminders, *moves)


def _reminders(charter: Charter, status: Status, entered_at: datetime) -> Iterator[Timer]:
    if status.remind is None:
        return
    calendar, every = charter.calendar(status.remind.on), parse_amount(status.remind.every)
    at = entered_at
    for number in range(1, status.remind.times + 1):
        at = calendar.due(at, every).astimezone(UTC)
        yield Timer(TimerKind.REMIND, at, number, whom=status.remind.whom)


def _move(charter: Charter, status: Status, entered_at: datetime) -> Iterator[Timer]:
    after = status.after
    if after is None:
        return
    due_at = charter.calendar(after.on).due(entered_at, parse_amount(after.within)).astimezone(UTC)
    yield Timer(TimerKind.MOVE, due_at, to=after.to, tell=after.tell)
