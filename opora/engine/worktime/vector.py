"""A million deadlines at once: the same bisections as `arithmetic`, over whole arrays.

Moments are int64 microseconds since 1970-01-01T00:00Z or numpy's datetime64, amounts int64 microseconds or
timedelta64; the answer comes in the kind of the moments. Arrays are cut into pieces that stay in the processor's
cache; two threads work.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from opora.engine.worktime.arithmetic import backward, forward
from opora.engine.worktime.errors import NeverOpens
from opora.engine.worktime.spans import Timeline

Micros = NDArray[np.int64]
_PIECE = 1 << 16
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Edges:
    """Sorted intervals with running totals. The first is empty, so that every moment asked about has one before it."""

    opens: Micros
    before: Micros
    after: Micros

    def elapsed(self, at: Micros) -> Micros:
        """Open time up to each moment."""
        position = np.searchsorted(self.opens, at, "right") - 1
        return np.minimum(at - (self.opens - self.before)[position], self.after[position])

    def reach(self, elapsed: Micros) -> Micros:
        """The first moment by which so much (> 0) has passed: at an edge, the closing."""
        position = np.searchsorted(self.after, elapsed, "left")
        if position.size and position.max() == len(self.after):
            raise NeverOpens("the calendar does not open again after one of the moments")
        return elapsed + (self.opens - self.before)[position]

    def reach_back(self, elapsed: Micros) -> Micros:
        """The last moment before which so much (>= 0) had passed: at an edge, the opening."""
        if elapsed.size and elapsed.min() < 0:
            raise NeverOpens("the calendar was not open before one of the moments")
        return elapsed + (self.opens - self.before)[np.searchsorted(self.before, elapsed, "right") - 1]

    def open_from(self, at: Micros) -> Micros:
        """The moments themselves while open or just closed, otherwise the next opening."""
        position = np.searchsorted(self.opens, at, "right")
        closes = (self.opens + self.after - self.before)[position - 1]
        shut = at > closes
        if shut.any() and position[shut].max() == len(self.opens):
            raise NeverOpens("the calendar does not open again after one of the moments")
        return np.where(shut, self.opens[np.minimum(position, len(self.opens) - 1)], at)


def edges(line: Timeline, first: int, last: int) -> Edges:
    """The edges of the years `first` to `last`, after an empty interval just before them."""
    blocks = [line.block(year) for year in range(first, last + 1)]
    eve = blocks[0].start - 1
    opens = np.array([eve, *(opening for block in blocks for opening in block.opens)], np.int64)
    closes = np.array([eve, *(closing for block in blocks for closing in block.closes)], np.int64)
    after = np.cumsum(closes - opens)
    return Edges(opens, after - (closes - opens), after)


def add_many(line: Timeline, starts: ArrayLike, amounts: ArrayLike) -> NDArray[Any]:
    """`Calendar.add` of each start and amount; either may be a single one. NeverOpens when any has no answer."""
    at, kind = _moments(starts)
    by = _amounts(amounts)
    at, by = np.broadcast_arrays(at, by)
    if not at.size:
        return at.astype(kind)
    table = edges(line, *_reach(line, at, by))
    return _in_pieces(lambda low, high: _add(table, at[low:high], by[low:high]), at.size).astype(kind, copy=False)


def between_many(line: Timeline, starts: ArrayLike, ends: ArrayLike) -> NDArray[Any]:
    """`Calendar.between` of each pair, as int64 microseconds, or timedelta64[us] when the starts are datetime64."""
    since, kind = _moments(starts)
    until, _ = _moments(ends)
    since, until = np.broadcast_arrays(since, until)
    if not since.size:
        return since.astype(np.int64)
    low, high = int(min(since.min(), until.min())), int(max(since.max(), until.max()))
    table = edges(line, line.year_of(low), line.year_of(high))
    counted = _in_pieces(lambda a, b: table.elapsed(until[a:b]) - table.elapsed(since[a:b]), since.size)
    return counted if kind == np.int64 else counted.view("timedelta64[us]")


def _add(table: Edges, at: Micros, by: Micros) -> Micros:
    if by.min() > 0:
        return table.reach(table.elapsed(at) + by)
    sums = np.empty_like(at)
    later, earlier, same = by > 0, by < 0, by == 0
    sums[later] = table.reach(table.elapsed(at[later]) + by[later])
    sums[earlier] = table.reach_back(table.elapsed(at[earlier]) + by[earlier])
    sums[same] = table.open_from(at[same])
    return sums


def _reach(line: Timeline, at: Micros, by: Micros) -> tuple[int, int]:
    """The years in which every answer must lie: where the earliest could fall back to and the latest could get to."""
    earliest, latest = int(at.min()), int(at.max())
    first, last = line.year_of(earliest), line.year_of(latest)
    if by.min() < 0:
        first = _year_or(line, backward, earliest, -int(by.min()), min(first, line.rules.explicit_years[0]))
    if by.max() >= 0:
        last = _year_or(line, forward, latest, int(by.max()), max(last, line.rules.explicit_years[1]))
    return first, last


def _year_or(line: Timeline, count: Callable[[Timeline, int, int], int], at: int, amount: int, otherwise: int) -> int:
    """The year of the farthest answer; a calendar that runs out before it offers nothing beyond the days it names."""
    try:
        return line.year_of(count(line, at, amount))
    except NeverOpens:
        return otherwise


def _in_pieces(work: Callable[[int, int], Micros], size: int) -> Micros:
    if size <= _PIECE:
        return work(0, size)
    answers = np.empty(size, np.int64)

    def fill(low: int) -> None:
        answers[low : low + _PIECE] = work(low, low + _PIECE)

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(fill, range(0, size, _PIECE)))
    return answers


def _moments(values: ArrayLike) -> tuple[Micros, np.dtype[Any]]:
    array = np.atleast_1d(np.asarray(values))
    if array.dtype.kind == "M":
        return array.astype("datetime64[us]").view(np.int64), np.dtype("datetime64[us]")
    return _whole(array), np.dtype(np.int64)


def _amounts(values: ArrayLike) -> Micros:
    array = np.atleast_1d(np.asarray(values))
    if array.dtype.kind == "m":
        return array.astype("timedelta64[us]").view(np.int64)
    return _whole(array)


def _whole(array: NDArray[Any]) -> Micros:
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"{array.dtype} are not whole microseconds; give int64, datetime64 or timedelta64")
    return array.astype(np.int64, copy=False)
