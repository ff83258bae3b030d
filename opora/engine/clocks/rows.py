"""Rows of a ledger: every moment of a clock's life, whether it counted, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from opora.engine.clocks.record import Stretch, What
from opora.engine.clocks.track import counted_between
from opora.engine.worktime import Calendar

_ZERO = timedelta(0)


class Why(StrEnum):
    """Why a moment counted or did not; the closed reasons are those of the calendar."""

    WORKING = "working time"
    OUTSIDE_HOURS = "outside working hours"
    BREAK = "break"
    DAY_OFF = "day off"
    HOLIDAY = "holiday"
    ONE_OFF = "changed hours of this date"
    SHORT_DAY = "shortened day before a holiday"
    PAUSED = "paused"
    STOPPED = "stopped"  # met or cancelled, until it was reopened


@dataclass(frozen=True, slots=True)
class Row:
    """An interval of one reason.

    `detail` is words for people: the reason in the asked language, or the cause of the pause. `amount` is what it
    counted, `working` the working time in it (for a pause: by how much it moved the deadline), `days` the working
    days it completed, `total` everything counted up to its end. Moments are in UTC.
    """

    start: datetime
    end: datetime
    why: Why
    detail: str = ""
    amount: timedelta = _ZERO
    working: timedelta = _ZERO
    days: int = 0
    total: timedelta = _ZERO

    @property
    def counted(self) -> bool:
        """Whether this interval counts."""
        return self.why is Why.WORKING


def rows_of(stretch: Stretch, end: datetime, calendar: Calendar, language: str) -> Iterator[Row]:
    """The rows of one stretch of a clock's life up to `end`: many when it ran, one when it stood still."""
    if end <= stretch.start:
        return
    if stretch.is_running:
        yield from running_rows(stretch.start, end, calendar, language)
        return
    why = Why.PAUSED if stretch.what is What.PAUSED else Why.STOPPED
    working = counted_between(calendar, stretch.start, end)
    yield Row(stretch.start, end, why, stretch.cause, working=working)


def running_rows(start: datetime, end: datetime, calendar: Calendar, language: str) -> Iterator[Row]:
    """Working time and the gaps between it, in order, without gap or overlap."""
    at = start
    for span in calendar.spans(start, end):
        opening, closing = span.start.astimezone(UTC), span.end.astimezone(UTC)
        yield from _closed_rows(at, opening, calendar, language)
        worked = closing - opening
        yield Row(opening, closing, Why.WORKING, amount=worked, working=worked)
        at = closing
    yield from _closed_rows(at, end, calendar, language)


def merged(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Neighbours of the same reason as one row: a weekend, a week of holidays; with running totals."""
    result: list[Row] = []
    total = _ZERO
    for row in rows:
        total += row.amount
        last = result[-1] if result else None
        if last and (last.why, last.detail, last.end) == (row.why, row.detail, row.start):
            result[-1] = replace(
                last, end=row.end, amount=last.amount + row.amount, working=last.working + row.working, total=total
            )
        else:
            result.append(replace(row, total=total))
    return tuple(result)


def _closed_rows(start: datetime, end: datetime, calendar: Calendar, language: str) -> Iterator[Row]:
    edges = [start, *_edges(start, end, calendar), end]
    for opening, closing in pairwise(edges):
        closure = calendar.reason_closed(opening) if opening < closing else None
        if closure is not None:
            yield Row(opening, closing, Why(closure.reason.value), closure.describe(language))


def _edges(start: datetime, end: datetime, calendar: Calendar) -> list[datetime]:
    """Moments strictly inside a gap at which its reason may change: local midnights and the edges of ordinary hours."""
    zone = ZoneInfo(calendar.time_zone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    edges: set[datetime] = set()
    while day <= last:
        edges.update(_edges_of(day, zone, calendar))
        day += timedelta(days=1)
    return sorted(edge for edge in edges if start < edge < end)


def _edges_of(day: date, zone: ZoneInfo, calendar: Calendar) -> Iterator[datetime]:
    midnight = datetime.combine(day, time.min, tzinfo=zone)
    minutes = {0, *(minute for span in calendar.rules.ordinary_hours_on(day) for minute in span)}
    yield from ((midnight + timedelta(minutes=minute)).astimezone(UTC) for minute in minutes)
