"""Ten million deadlines on a Russian office calendar, in one process on two cores.

Prints the time of `Calendar.add_many`, of the floor (numpy's `searchsorted` of the same moments over the same edges,
nothing else) and their ratio, all from this run. `python -m bench.deadlines [COUNT]`
"""

import sys
from datetime import UTC, datetime
from time import perf_counter

import numpy as np

from bench import figures
from opora.engine.worktime import Calendar
from opora.engine.worktime.vector import edges
from opora.engine.worktime.zone import to_micros

COUNT = 10_000_000
GOAL_SECONDS = 5.0
ROUNDS = 3
HOUR = 3_600_000_000
OFFICE = {"week": {"mon-fri": ["10:00-13:00", "14:00-19:00"]}, "holidays": "RU", "short_days": "1h"}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    calendar = Calendar.parse(OFFICE, "Europe/Moscow")
    starts, amounts = requests(count)
    calendar.add_many(starts[:1000], amounts[:1000])
    seconds = min(timed(lambda: calendar.add_many(starts, amounts)) for _ in range(ROUNDS))
    table = edges(calendar._line, 2024, 2027)
    floor = min(timed(lambda: np.searchsorted(table.opens, starts, "right")) for _ in range(ROUNDS))
    one = timed(lambda: [calendar.add(*pair) for pair in pairs(starts, amounts)]) / 1000
    note = f"{count / seconds / 1e6:.1f} million/s; one at a time {one * 1e6:.1f} µs"
    most = GOAL_SECONDS * count / COUNT
    figures.report([figures.within(f"{count:,} deadlines", seconds, "s", most=most, floor=floor, note=note)])


def requests(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Moments of 2024 to 2026 in no order, amounts of one second to 80 working hours, from a fixed seed."""
    chance = np.random.default_rng(20240101)
    first, last = (to_micros(datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2027))
    return chance.integers(first, last, count), chance.integers(1_000_000, 80 * HOUR, count)


def pairs(starts: np.ndarray, amounts: np.ndarray) -> list:
    """The first thousand as datetimes and timedeltas."""
    moments = starts[:1000].astype("datetime64[us]").tolist()
    lengths = amounts[:1000].astype("timedelta64[us]").tolist()
    return [(at.replace(tzinfo=UTC), length) for at, length in zip(moments, lengths, strict=True)]


def timed(work) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main()
