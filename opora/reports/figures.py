"""A figure: what a KPI comes to over a period, over the span before, by day and broken down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from opora.engine.charter import Charter
from opora.engine.metrics import Score
from opora.reports import facts
from opora.reports.facts import Source, Sums
from opora.reports.periods import Period

Value = timedelta | Score | float | int
Combine = Callable[[Sequence[Sums]], Value | None]


class Unit(StrEnum):
    """What a value is."""

    TIME = "time"  # timedelta, elapsed
    SHARE = "share"  # 0.0 to 1.0
    TICKETS = "tickets"  # whole number
    SCORE = "score"  # a Score: points of the rating scale, with the level


@dataclass(frozen=True, slots=True)
class Part:
    """The value of one group: `keys` are those of the dimensions it is broken down by."""

    keys: tuple[str, ...]
    value: Value | None
    counted: int


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` and `previous` are None when there was nothing to count; `counted` says over how many."""

    unit: Unit
    value: Value | None
    previous: Value | None
    counted: int
    days: tuple[tuple[date, Value | None], ...]
    parts: Mapping[tuple[str, ...], tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a KPI. `by`: breakdowns, each a tuple of dimensions."""

    desk_id: int
    charter: Charter
    period: Period
    by: tuple[tuple[str, ...], ...] = ()


def figure(
    asked: Asked,
    source: Source,
    *,
    unit: Unit,
    combine: Combine,
    parameters: Mapping[str, object] | None = None,
) -> Figure:
    """The figure from one query. `combine` makes a value of sums; the first measure must be the number counted."""
    daily, broken = facts.sums(source, desk_id=asked.desk_id, period=asked.period, by=asked.by, parameters=parameters)
    period = asked.period
    now = facts.total(daily, since=period.first, until=period.last)
    before = facts.total(daily, since=period.before, until=period.first - timedelta(days=1))
    by_day = {row.day: row for row in now}
    return Figure(
        unit=unit,
        value=combine(now),
        previous=combine(before),
        counted=_counted(now),
        days=tuple((day, combine([by_day[day]] if day in by_day else [])) for day in period.days),
        parts={names: _parts(rows, combine) for names, rows in zip(asked.by, broken, strict=True)},
    )


def mean(rows: Sequence[Sums]) -> timedelta | None:
    """Mean of lengths of time: measures are their number and their sum in seconds."""
    number = _counted(rows)
    seconds = sum((Decimal(row.measures[1] or 0) for row in rows), Decimal())
    return timedelta(seconds=float(seconds / number)) if number else None


def _parts(rows: Sequence[Sums], combine: Combine) -> tuple[Part, ...]:
    parts = [Part(row.group, combine([row]), _counted([row])) for row in rows]
    return tuple(sorted(parts, key=lambda part: (-part.counted, part.keys)))


def _counted(rows: Sequence[Sums]) -> int:
    return sum(int(row.measures[0] or 0) for row in rows)
