"""What is recorded of a clock: one event per verb, in the order in which the verbs were done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from opora.engine.clocks.choice import Facts
from opora.engine.clocks.track import Intervals


class What(StrEnum):
    """What happened to a clock."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    RECHOSEN = "rechosen"
    MET = "met"
    REOPENED = "reopened"
    TARGET_SET = "target_set"
    COMMITTED = "committed"
    CANCELLED = "cancelled"


class BrokenRecord(ValueError):
    """A record does not tell the life of the clock it is given for."""


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One verb done to a clock.

    `facts` are the ticket's on STARTED and RECHOSEN, `moment` the date promised on TARGET_SET and COMMITTED. `cause`
    is words for people: the title of the status that paused it, the reason of a commitment.
    """

    at: datetime
    what: What
    cause: str = ""
    facts: Facts | None = None
    moment: datetime | None = None


_STOPS = (What.PAUSED, What.MET, What.CANCELLED)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a clock's life in which it ran (`what`: STARTED, RESUMED, REOPENED) or stood still, and why."""

    start: datetime
    end: datetime | None
    what: What
    cause: str = ""

    @property
    def is_running(self) -> bool:
        """Whether the clock ran."""
        return self.what not in _STOPS

    @property
    def is_final(self) -> bool:
        """Whether the clock was met or cancelled; a last stretch of this kind is no part of its life."""
        return self.what in (What.MET, What.CANCELLED)


def stretches(events: Iterable[ClockEvent]) -> tuple[Stretch, ...]:
    """The life of a clock without gap or overlap, the last stretch without end; repeated events change nothing."""
    turns = tuple(_turns(events))
    ends = [*(turn.at for turn in turns), None][1:]
    return tuple(Stretch(turn.at, end, turn.what, turn.cause) for turn, end in zip(turns, ends, strict=True))


def running(events: Iterable[ClockEvent]) -> Intervals:
    """The intervals in which the clock ran."""
    return tuple((part.start, part.end) for part in stretches(events) if part.is_running)


def _turns(events: Iterable[ClockEvent]) -> Iterator[ClockEvent]:
    last: ClockEvent | None = None
    for event in events:
        if not _turns_from(last, event.what):
            continue
        at = event.at.astimezone(UTC)
        last = ClockEvent(at if last is None else max(at, last.at), event.what, event.cause)
        yield last


def _turns_from(last: ClockEvent | None, what: What) -> bool:
    """Whether `what` changes between running and standing still after `last`, the same way the verbs decide it."""
    if last is None:
        return what is What.STARTED
    if last.what is What.PAUSED:
        return what in (What.RESUMED, What.MET, What.CANCELLED)
    if last.what in _STOPS:
        return what is What.REOPENED
    return what in _STOPS
