"""Open intervals on the line of time, compiled year by year into sorted edges with running totals.

All numbers are microseconds since 1970-01-01T00:00Z. A year is compiled when somebody first asks about it and never
changes afterwards; two threads that compile the same year get equal blocks, and the first one stored stays.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from opora.engine.worktime.errors import OutOfRange
from opora.engine.worktime.rules import Rules
from opora.engine.worktime.zone import first_moment

FIRST_YEAR, LAST_YEAR = 2, 9998
_MEAN_YEAR = 31_556_952_000_000
_DAY = timedelta(days=1)

Edges = tuple[int, int]
"""(opening, closing) of one interval: open at the first, closed at the second."""


class Span(NamedTuple):
    """One open interval between two datetimes in UTC; it unpacks as (start, end)."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """Real elapsed time: both ends are in UTC."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Block:
    """The open intervals of one local year, cut at its ends: `start` <= opens[0], closes[-1] <= `end`."""

    start: int
    end: int
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    after: tuple[int, ...]
    """Open time from `start` up to and including each interval."""

    @property
    def total(self) -> int:
        """All open time of the year."""
        return self.after[-1] if self.after else 0

    def before(self, position: int) -> int:
        """Open time of the year before that interval."""
        return self.after[position - 1] if position else 0

    def elapsed(self, at: int) -> int:
        """Open time of the year up to `at`."""
        position = bisect_right(self.opens, at) - 1
        if position < 0:
            return 0
        return self.before(position) + min(at, self.closes[position]) - self.opens[position]

    def reach(self, elapsed: int) -> int:
        """The first moment by which `elapsed` (0 < elapsed <= total) has passed: at an edge, the closing."""
        position = bisect_left(self.after, elapsed)
        return self.opens[position] + elapsed - self.before(position)

    def reach_back(self, elapsed: int) -> int:
        """The last moment before which `elapsed` (0 <= elapsed < total) had passed: at an edge, the opening."""
        position = bisect_right(self.after, elapsed)
        return self.opens[position] + elapsed - self.before(position)


def compile_year(rules: Rules, year: int) -> Block:
    """The block of one year from the rules of its days and of the last day before it, which may run overnight."""
    start, end = (first_moment(datetime(at, 1, 1), rules.zone) for at in (year, year + 1))  # noqa: DTZ001
    opens: list[int] = []
    closes: list[int] = []
    for began, ended in _year_edges(rules, year):
        opening, closing = max(began, closes[-1] if closes else start), min(ended, end)
        if opening >= closing:
            continue
        if closes and closes[-1] == opening:
            closes[-1] = closing
        else:
            opens.append(opening)
            closes.append(closing)
    after = accumulate(closing - opening for opening, closing in zip(opens, closes, strict=True))
    return Block(start, end, tuple(opens), tuple(closes), tuple(after))


def _year_edges(rules: Rules, year: int) -> Iterator[Edges]:
    midnight = datetime(year - 1, 12, 31)  # noqa: DTZ001
    while midnight.year <= year:
        yield from day_edges(rules, midnight)
        midnight += _DAY


def day_edges(rules: Rules, midnight: datetime) -> Iterator[Edges]:
    """The intervals that begin on the day of `midnight` (naive, 00:00); one that falls into a spring jump is empty."""
    for start, end in rules.hours_on(midnight.date()):
        opening = first_moment(midnight + timedelta(minutes=start), rules.zone)
        yield opening, first_moment(midnight + timedelta(minutes=end), rules.zone)


class Timeline:
    """The blocks of a calendar, compiled as they are asked for. Safe to share between threads."""

    __slots__ = ("_blocks", "rules")

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._blocks: dict[int, Block] = {}

    def block(self, year: int) -> Block:
        """The compiled year. Raises OutOfRange."""
        found = self._blocks.get(year)
        if found is not None:
            return found
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OutOfRange(f"the year {year} is beyond the calendar; it counts from {FIRST_YEAR} to {LAST_YEAR}")
        return self._blocks.setdefault(year, compile_year(self.rules, year))

    def year_of(self, at: int) -> int:
        """The local year whose block holds `at`."""
        year = 1970 + at // _MEAN_YEAR
        while at < self.block(year).start:
            year -= 1
        while at >= self.block(year).end:
            year += 1
        return year
