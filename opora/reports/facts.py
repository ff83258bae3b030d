"""One aggregate query: facts of a period and of the span before, by day and by what they are broken down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from opora.reports.periods import Period

DIMENSIONS = ("kind", "category", "priority", "plan", "line", "agent")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts of a KPI lie.

    `rows` is a query that yields `at` (the moment that puts a fact into a period), the DIMENSIONS and the columns that
    the `measures` sum up; it may use `%(desk)s`, `%(start)s`, `%(end)s` and its own parameters. Nothing in it comes
    from people.
    """

    rows: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """Measures over one group: of a `day`, or of the period broken down (`group`: values of the dimensions)."""

    day: date | None
    group: tuple[str, ...]
    measures: tuple[Any, ...]


def sums(
    source: Source,
    *,
    desk_id: int,
    period: Period,
    by: Sequence[tuple[str, ...]] = (),
    parameters: Mapping[str, Any] | None = None,
) -> tuple[list[Sums], list[list[Sums]]]:
    """Sums by day, the span before included, and one list of sums for each breakdown of `by`. One query."""
    for breakdown in by:
        assert set(breakdown) <= set(DIMENSIONS), breakdown
    with connection.cursor() as cursor:
        cursor.execute(_sql(source, by), _values(desk_id, period, parameters or {}))
        rows = cursor.fetchall()
    daily = [Sums(row[1], (), row[2 + len(DIMENSIONS) :]) for row in rows if row[0] == 0]
    return sorted(daily, key=lambda one: str(one.day)), [list(_broken(rows, n, names)) for n, names in enumerate(by, 1)]


def total(rows: Iterable[Sums], *, since: date, until: date) -> list[Sums]:
    """The days from `since` to `until`."""
    return [row for row in rows if row.day is not None and since <= row.day <= until]


def _sql(source: Source, by: Sequence[tuple[str, ...]]) -> str:
    measures = ", ".join(source.measures)
    none = ", ".join("NULL" for _ in DIMENSIONS)
    parts = [f"SELECT 0, day, {none}, {measures} FROM facts GROUP BY day"]
    for number, names in enumerate(by, 1):
        columns = ", ".join(name if name in names else "NULL" for name in DIMENSIONS)
        those = f"FROM facts WHERE at >= %(middle)s GROUP BY {', '.join(names)}"
        parts.append(f"SELECT {number}, NULL, {columns}, {measures} {those}")
    return (
        f"WITH found AS ({source.rows}), facts AS MATERIALIZED"
        f" (SELECT found.*, (at AT TIME ZONE %(zone)s)::date AS day FROM found) {' UNION ALL '.join(parts)}"
    )


def _values(desk_id: int, period: Period, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **parameters,
        "desk": desk_id,
        "start": period.before_starts_at,
        "middle": period.starts_at,
        "end": period.ends_at,
        "zone": period.time_zone,
    }


def _broken(rows: Iterable[tuple[Any, ...]], number: int, names: tuple[str, ...]) -> Iterator[Sums]:
    places = [2 + DIMENSIONS.index(name) for name in names]
    for row in rows:
        if row[0] == number:
            yield Sums(None, tuple(str(row[place] or "") for place in places), row[2 + len(DIMENSIONS) :])
