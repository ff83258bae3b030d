"""Spans of days in the desk's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from opora.reports.periods import period

NIGHT = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)  # 01:30 of 1 December in Moscow


@pytest.mark.parametrize(
    ("name", "first", "last", "before"),
    [
        ("7d", date(2026, 11, 25), date(2026, 12, 1), date(2026, 11, 18)),
        ("30d", date(2026, 11, 2), date(2026, 12, 1), date(2026, 10, 3)),
        ("month", date(2026, 12, 1), date(2026, 12, 1), date(2026, 11, 30)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 1), date(2026, 7, 31)),
        ("; drop table", date(2026, 11, 2), date(2026, 12, 1), date(2026, 10, 3)),
    ],
)
def test_a_period_ends_with_the_desks_own_today(name: str, first: date, last: date, before: date) -> None:
    found = period(name, time_zone="Europe/Moscow", now=NIGHT)
    assert (found.first, found.last, found.before) == (first, last, before)
    assert found.days[0] == first and found.days[-1] == last
    assert found.ends_at == datetime(2026, 12, 1, 21, tzinfo=UTC)


def test_a_day_of_a_clock_change_is_one_day() -> None:
    found = period("7d", time_zone="Europe/Kyiv", now=datetime(2026, 10, 26, 9, tzinfo=UTC))
    assert found.length == 7
    assert (found.ends_at.astimezone(UTC) - found.starts_at.astimezone(UTC)).total_seconds() == 7 * 86400 + 3600
