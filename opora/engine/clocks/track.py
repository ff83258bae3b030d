"""Counted time laid on the calendar: when a position was, or will be, reached over the intervals in which a clock ran.

Everything here is in UTC: two moments of one local zone compare by the wall clock, which runs backwards once a year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from opora.engine.worktime import Calendar

Intervals = tuple[tuple[datetime, datetime | None], ...]
"""Sorted, disjoint running intervals; the end of the last one is None while the clock runs."""

_ZERO = timedelta(0)


def counted_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Working time from `start` to `end`; never negative, so a clock cannot run backwards."""
    return max(_ZERO, calendar.between(start, end))


def moved_on(calendar: Calendar, moment: datetime, by: timedelta) -> datetime:
    """`moment` later by so much working time; nothing to add leaves it where it is, also outside hours."""
    return calendar.add(moment, by).astimezone(UTC) if by else moment


@dataclass(frozen=True, slots=True)
class Track:
    """Running intervals of a clock with what it had counted before the first of them.

    Working days follow articles 191 and 194 of the Civil Code of the Russian Federation: the day of the start does
    not count, a day is over at its closing time. A working day counts when the clock runs at that closing time; so a
    pause moves the term on by the closing times it covers, and a term in days always ends at a closing time.
    """

    calendar: Calendar
    started_at: datetime
    intervals: Intervals
    counted: timedelta = _ZERO
    days: int = 0

    @property
    def is_running(self) -> bool:
        """Whether the last interval is still open."""
        return bool(self.intervals) and self.intervals[-1][1] is None

    def continued(self, at: datetime) -> Track:
        """The same track as if the clock went on at `at`."""
        return self if self.is_running else replace(self, intervals=(*self.intervals, (at, None)))

    def reach(self, position: timedelta) -> datetime | None:
        """When counted time reached or will reach `position`; None when the clock stands still short of it.

        A position before the first interval is answered by the start of that interval.
        """
        total = self.counted
        for start, end in self.intervals:
            if position <= total:
                return start
            part = None if end is None else counted_between(self.calendar, start, end)
            if part is None or total + part >= position:
                return moved_on(self.calendar, start, position - total)
            total += part
        return None

    def reach_day(self, number: int) -> datetime | None:
        """The closing time that completes working day `number`; None when the clock stands still before it.

        A day counted before the first interval is answered by the start of that interval.
        """
        left = number - self.days
        if left <= 0 and self.intervals:
            return self.intervals[0][0]
        for closing in self._closings():
            left -= 1
            if left == 0:
                return closing
        return None

    def count(self, until: datetime) -> timedelta:
        """Working time counted up to `until`."""
        spans = self._cut(until)
        return self.counted + sum((counted_between(self.calendar, start, end) for start, end in spans), _ZERO)

    def count_days(self, until: datetime) -> int:
        """Working days counted up to and including `until`."""
        return self.days + sum(1 for _ in replace(self, intervals=tuple(self._cut(until)))._closings())

    def _cut(self, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        for start, end in self.intervals:
            if start < until:
                yield start, until if end is None else min(end, until)

    def _closings(self) -> Iterator[datetime]:
        """Closing times at which the clock ran, in order, without the one of the day of the start."""
        if not self.intervals:
            return
        every = closings_after(self.calendar, self.started_at)
        closing = next(every)
        for start, end in self.intervals:
            while closing <= start:
                closing = next(every)
            while end is None or closing <= end:
                yield closing
                closing = next(every)


def closings_after(calendar: Calendar, start: datetime) -> Iterator[datetime]:
    """The closing times of the working days after the local day of `start`; NeverOpens when there are none."""
    day = start.astimezone(ZoneInfo(calendar.time_zone)).date()
    while True:
        day = calendar.add_working_days(day, 1)
        yield calendar.closing_on(day).astimezone(UTC)
