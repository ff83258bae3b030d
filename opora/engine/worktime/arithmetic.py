"""Adding and measuring on a timeline: bisections inside a year, running totals from year to year.

All moments are microseconds since 1970-01-01T00:00Z, all amounts microseconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from opora.engine.worktime.errors import NeverCloses, NeverOpens
from opora.engine.worktime.spans import Block, Edges, Timeline

PATIENCE = 30
"""Years without any opening (or any closing), beyond the last day the calendar names, after which there is none."""


def forward(line: Timeline, start: int, amount: int) -> int:
    """The moment `amount` (>= 0) of open time after `start`, at an edge the closing. NeverOpens.

    Nothing to count: `start` itself while open or just closed, else the next opening.
    """
    if amount == 0:
        return start if _touches(line, start) else next_opening(line, start)
    year = line.year_of(start)
    wanted = amount + line.block(year).elapsed(start)
    for block in _years_from(line, year):
        if wanted <= block.total:
            return block.reach(wanted)
        wanted -= block.total
    raise AssertionError("years do not run out without an error")


def backward(line: Timeline, start: int, amount: int) -> int:
    """The moment `amount` (>= 0) of open time before `start`, at an edge the opening. NeverOpens.

    Nothing to count: `start` itself while open or just closed, else the last closing.
    """
    if amount == 0:
        return start if _touches(line, start) else last_open(line, start)
    year = line.year_of(start)
    left = line.block(year).elapsed(start) - amount
    for block in _years_back(line, year):
        if left >= 0:
            return block.reach_back(left)
        year -= 1
        left += line.block(year).total
    raise AssertionError("years do not run out without an error")


def measure(line: Timeline, start: int, end: int) -> int:
    """Open time from `start` to `end`; negative when `end` is the earlier one."""
    if end < start:
        return -measure(line, end, start)
    first, last = line.year_of(start), line.year_of(end)
    whole_years = sum(line.block(year).total for year in range(first, last))
    return whole_years - line.block(first).elapsed(start) + line.block(last).elapsed(end)


def is_open(line: Timeline, at: int) -> bool:
    """Whether `at` lies inside an interval: the opening does, the closing does not."""
    block = line.block(line.year_of(at))
    position = bisect_right(block.opens, at) - 1
    return position >= 0 and at < block.closes[position]


def next_opening(line: Timeline, at: int) -> int:
    """`at` itself while open, otherwise the next opening. NeverOpens."""
    for block in _years_from(line, line.year_of(at)):
        position = bisect_right(block.closes, at)
        if position < len(block.opens):
            return max(at, block.opens[position])
    raise AssertionError("years do not run out without an error")


def last_open(line: Timeline, at: int) -> int:
    """`at` itself while open or just closed, otherwise the last closing before. NeverOpens."""
    for block in _years_back(line, line.year_of(at)):
        position = bisect_left(block.opens, at) - 1
        if position >= 0:
            return min(at, block.closes[position])
    raise AssertionError("years do not run out without an error")


def opening_of(line: Timeline, at: int) -> int:
    """The opening of the interval in which `at` lies or which closes at `at`. NeverCloses when it has no beginning."""
    first = year = line.year_of(at - 1)
    while True:
        block = line.block(year)
        opening = block.opens[bisect_left(block.opens, at) - 1]
        if opening > block.start or not _closes_at_end(line, year - 1):
            return opening
        year, at = year - 1, opening
        if year < min(first, line.rules.explicit_years[0]) - PATIENCE:
            raise NeverCloses("the calendar was open without a beginning; there is no opening time")


def next_closing(line: Timeline, at: int) -> int:
    """The first closing after `at`. NeverOpens, NeverCloses."""
    opening = next_opening(line, at)
    first = year = line.year_of(opening)
    while True:
        block = line.block(year)
        closing = block.closes[bisect_right(block.closes, opening)]
        if closing < block.end or not _opens_at_start(line, year + 1):
            return closing
        year, opening = year + 1, closing
        if year > max(first, line.rules.explicit_years[1]) + PATIENCE:
            raise NeverCloses("the calendar is open without an end; there is no closing time")


def pieces(line: Timeline, start: int, end: int) -> Iterator[Edges]:
    """The open intervals inside [start, end), whole across the ends of years."""
    pending: Edges | None = None
    for piece in _cut(line, start, end):
        if pending and pending[1] == piece[0]:
            pending = pending[0], piece[1]
            continue
        if pending:
            yield pending
        pending = piece
    if pending:
        yield pending


def _cut(line: Timeline, start: int, end: int) -> Iterator[Edges]:
    if end <= start:
        return
    for year in range(line.year_of(start), line.year_of(end - 1) + 1):
        block = line.block(year)
        position = bisect_right(block.closes, start)
        while position < len(block.opens) and block.opens[position] < end:
            yield max(start, block.opens[position]), min(end, block.closes[position])
            position += 1


def _touches(line: Timeline, at: int) -> bool:
    block = line.block(line.year_of(at))
    position = bisect_right(block.opens, at) - 1
    return position >= 0 and at <= block.closes[position]


def _opens_at_start(line: Timeline, year: int) -> bool:
    block = line.block(year)
    return bool(block.opens) and block.opens[0] == block.start


def _closes_at_end(line: Timeline, year: int) -> bool:
    block = line.block(year)
    return bool(block.closes) and block.closes[-1] == block.end


def _years_from(line: Timeline, year: int) -> Iterator[Block]:
    idle = 0
    while idle <= PATIENCE or year <= line.rules.explicit_years[1]:
        block = line.block(year)
        yield block
        idle = 0 if block.total else idle + 1
        year += 1
    raise NeverOpens("the calendar does not open again after this moment; give it ordinary hours or later dates")


def _years_back(line: Timeline, year: int) -> Iterator[Block]:
    idle = 0
    while idle <= PATIENCE or year >= line.rules.explicit_years[0]:
        block = line.block(year)
        yield block
        idle = 0 if block.total else idle + 1
        year -= 1
    raise NeverOpens("the calendar was not open before this moment; give it ordinary hours or earlier dates")
