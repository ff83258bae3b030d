"""Calendars against a reference too slow and too plain to be wrong: it looks at the clock on the wall once a minute."""

import pickle
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from opora.engine.worktime import Calendar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)
LENGTH = 9 * 24 * 60
PLACES = [
    ("Europe/Moscow", date(2026, 6, 8)),
    ("Europe/Moscow", date(2014, 10, 22)),
    ("Europe/Berlin", date(2026, 3, 25)),
    ("Europe/Berlin", date(2026, 10, 21)),
    ("America/New_York", date(2026, 10, 28)),
    ("America/Sao_Paulo", date(2018, 10, 31)),
    ("America/Sao_Paulo", date(2019, 2, 13)),
    ("Australia/Lord_Howe", date(2026, 4, 1)),
    ("Asia/Kathmandu", date(2025, 12, 28)),
    ("Pacific/Apia", date(2011, 12, 27)),
    ("UTC", date(2024, 2, 26)),
]
"""Windows of nine days: ordinary ones, every kind of clock change, a year's end, the Friday Samoa never had."""

Week = list[list[tuple[int, int]]]


@cache
def wall(zone: str, first: date) -> tuple[datetime, list[datetime]]:
    """The first minute of the window, and the latest time the clocks have shown by each minute of it."""
    start = datetime.combine(first, datetime.min.time(), UTC)
    shown = ((start + n * MINUTE).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for n in range(-1440, LENGTH))
    return start, list(accumulate(shown, max))[1440:]


def open_minutes(zone: str, first: date, week: Week, changed: dict[date, list[tuple[int, int]]]) -> list[bool]:
    return [is_open(at, week, changed) for at in wall(zone, first)[1]]


def is_open(at: datetime, week: Week, changed: dict[date, list[tuple[int, int]]]) -> bool:
    """Whether the hours of this day, or those of the day before running overnight, cover the minute."""
    minute = at.hour * 60 + at.minute
    today, yesterday = at.date(), at.date() - timedelta(days=1)
    return any(
        start <= minute + past < end
        for day, past in ((today, 0), (yesterday, 1440))
        for start, end in changed.get(day, week[day.weekday()])
    )


def quarter(minute: int) -> str:
    minute = minute if minute <= 1440 else minute - 1440
    return f"{minute // 60:02}:{minute % 60:02}"


def written(hours: list[tuple[int, int]]) -> list[str]:
    return [f"{quarter(start)}-{quarter(end)}" for start, end in hours]


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    edges = st.lists(st.integers(0, 96).map(lambda n: n * 15), unique=True, max_size=4).map(sorted)
    drawn = [draw(edges) for _ in range(7)]
    week = [list(zip(day[::2], day[1::2], strict=False)) for day in drawn]
    for weekday, hours in enumerate(week):
        following = week[(weekday + 1) % 7]
        free = following[0][0] if following else 720
        if hours and free and draw(st.booleans()):
            start = hours[-1][0]
            hours[-1] = (start, 1440 + draw(st.integers(0, min(free, start) // 15 - 1)) * 15) if start else hours[-1]
    return week


@st.composite
def cases(draw: st.DrawFn) -> tuple[Calendar, datetime, list[bool]]:
    zone, first = draw(st.sampled_from(PLACES))
    week = draw(weeks())
    offsets = draw(st.lists(st.integers(0, 8), unique=True, max_size=2))
    changed = {first + timedelta(days=n): draw(st.sampled_from([[], [(0, 1440)], [(600, 900)]])) for n in offsets}
    spec: dict[str, Any] = {
        "week": {day: written(hours) for day, hours in zip(DAYS, week, strict=True)},
        "dates": {day: written(hours) for day, hours in changed.items()},
    }
    return Calendar.parse(spec, zone), wall(zone, first)[0], open_minutes(zone, first, week, changed)


slowly = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


@slowly
@given(cases())
def test_open_at_exactly_the_minutes_of_the_reference(case: tuple[Calendar, datetime, list[bool]]) -> None:
    calendar, start, minutes = case
    spans = calendar.spans(start, start + LENGTH * MINUTE)
    counted = [False] * LENGTH
    for opening, closing in spans:
        low, high = (opening - start) // MINUTE, (closing - start) // MINUTE
        counted[low:high] = [True] * (high - low)
        assert low < high
    assert counted == minutes
    assert [calendar.is_open(start + n * MINUTE) for n in range(0, LENGTH, 15)] == minutes[::15]
    assert all(before.end < after.start for before, after in pairwise(spans))


@slowly
@given(cases(), st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_between_counts_the_minutes_of_the_reference(
    case: tuple[Calendar, datetime, list[bool]], low: int, high: int
) -> None:
    calendar, start, minutes = case
    low, high = sorted((low, high))
    since, until = start + low * MINUTE, start + high * MINUTE
    assert calendar.between(since, until) == sum(minutes[low:high]) * MINUTE
    assert calendar.between(until, since) == -calendar.between(since, until)
    assert sum((span.length for span in calendar.spans(since, until)), timedelta(0)) == calendar.between(since, until)


@slowly
@given(cases(), st.integers(0, LENGTH - 1), st.integers(1, 3000))
def test_add_ends_with_the_last_minute_of_the_reference(
    case: tuple[Calendar, datetime, list[bool]], low: int, amount: int
) -> None:
    calendar, start, minutes = case
    totals = list(accumulate(minutes[low:]))
    assume(totals[-1] >= amount)
    due = calendar.add(start + low * MINUTE, amount * MINUTE)
    assert due == start + (low + bisect_left(totals, amount) + 1) * MINUTE


@slowly
@given(cases(), st.integers(1, LENGTH), st.integers(1, 3000))
def test_subtract_begins_with_the_first_minute_of_the_reference(
    case: tuple[Calendar, datetime, list[bool]], high: int, amount: int
) -> None:
    calendar, start, minutes = case
    totals = list(accumulate(reversed(minutes[:high])))
    assume(totals[-1] >= amount)
    begun = calendar.subtract(start + high * MINUTE, amount * MINUTE)
    assert begun == start + (high - bisect_left(totals, amount) - 1) * MINUTE
    assert calendar.add(start + high * MINUTE, -amount * MINUTE) == begun


@slowly
@given(cases(), st.integers(0, LENGTH - 1))
def test_openings_and_closings_are_those_of_the_reference(
    case: tuple[Calendar, datetime, list[bool]], low: int
) -> None:
    calendar, start, minutes = case
    assume(any(minutes[low:]) and any(minutes[:low]))
    at = start + low * MINUTE
    first = minutes.index(True, low)
    assert calendar.next_open(at) == start + first * MINUTE
    last = low - 1 - minutes[:low][::-1].index(True)
    assert calendar.previous_open(at) == start + (last + 1) * MINUTE
    if False in minutes[first:]:
        assert calendar.next_close(at) == start + minutes.index(False, first) * MINUTE


moments = st.datetimes(datetime(1995, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
amounts = st.timedeltas(timedelta(0), timedelta(days=700))
OFFICE = Calendar.parse(
    {"week": {"mon-fri": ["10:00-13:00", "14:00-19:00"]}, "holidays": "RU", "short_days": "1h"}, "Europe/Moscow"
)
NIGHT = Calendar.parse({"week": {"sun-thu": "22:00-06:00"}, "dates": {"2027-01-01": "09:00-12:00"}}, "Europe/Berlin")
ALWAYS = Calendar.parse("24/7", "Europe/Berlin")
calendars = st.sampled_from([OFFICE, NIGHT, ALWAYS])


@settings(deadline=None, max_examples=100)
@given(calendars, moments, amounts)
def test_what_was_added_is_what_is_measured(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    assert calendar.between(start, calendar.add(start, amount)) == amount
    assert calendar.between(calendar.subtract(start, amount), start) == amount


@settings(deadline=None, max_examples=100)
@given(calendars, moments, amounts, amounts)
def test_adding_in_two_steps_is_adding_once(
    calendar: Calendar, start: datetime, one: timedelta, two: timedelta
) -> None:
    assume(one and two)
    assert calendar.add(calendar.add(start, one), two) == calendar.add(start, one + two)


@settings(deadline=None, max_examples=100)
@given(calendars, moments, moments, moments)
def test_measuring_in_two_steps_is_measuring_once(calendar: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


@settings(deadline=None, max_examples=100)
@given(
    calendars,
    st.lists(st.tuples(moments, st.timedeltas(timedelta(days=-90), timedelta(days=90))), min_size=1, max_size=30),
)
def test_many_at_once_answer_as_one_by_one(calendar: Calendar, asked: list[tuple[datetime, timedelta]]) -> None:
    starts = np.array([start.replace(tzinfo=None) for start, _ in asked], "datetime64[us]")
    by = np.array([amount for _, amount in asked], "timedelta64[us]")
    ends = calendar.add_many(starts, by)
    assert [end.replace(tzinfo=UTC) for end in ends.tolist()] == [calendar.add(*pair) for pair in asked]
    measured = calendar.between_many(starts, starts[::-1])
    assert measured.tolist() == [calendar.between(a, b) for (a, _), (b, _) in zip(asked, reversed(asked), strict=True)]


def test_many_pieces_at_once_answer_like_one_piece() -> None:
    starts = np.arange(1_700_000_000_000_000, 1_800_000_000_000_000, 300_000_000, dtype=np.int64)
    by = np.where(np.arange(starts.size) % 3 == 0, 0, 7_200_000_000)
    ends = OFFICE.add_many(starts, by)
    assert starts.size > 3 * (1 << 16) and ends.dtype == np.int64
    assert [ends[n] for n in (0, 65_535, 65_536, 333_332)] == [
        OFFICE.add_many(starts[n], by[n])[0] for n in (0, 65_535, 65_536, 333_332)
    ]
    assert (OFFICE.between_many(starts, ends) == by).all()


@settings(deadline=None, max_examples=30)
@given(cases())
def test_a_copy_is_the_same_calendar(case: tuple[Calendar, datetime, list[bool]]) -> None:
    calendar = case[0]
    copy = pickle.loads(pickle.dumps(calendar))
    assert copy == calendar and hash(copy) == hash(calendar) and copy.fingerprint == calendar.fingerprint


@pytest.mark.parametrize(("zone", "first"), PLACES)
def test_round_the_clock_loses_no_minute(zone: str, first: date) -> None:
    start = wall(zone, first)[0]
    for spec in (
        "24/7",
        {"week": {"daily": "00:00-24:00"}, "dates": {"1999-01-01": []}},
        {"week": {"daily": ["07:00-24:00", "00:00-07:00"]}},
    ):
        assert Calendar.parse(spec, zone).between(start, start + LENGTH * MINUTE) == LENGTH * MINUTE
