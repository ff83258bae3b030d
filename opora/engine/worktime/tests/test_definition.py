"""Faults of a definition name their place and what to write instead."""

from datetime import date, datetime, timedelta

import pytest

from opora.engine.worktime import Calendar, CalendarError

WEEK = {"mon-fri": "10:00-19:00"}


@pytest.mark.parametrize(
    ("spec", "path", "words"),
    [
        ("8/5", "", '"24/7" or a mapping'),
        (None, "", '"24/7" or a mapping'),
        ({}, "week", "is missing"),
        ({"week": {}}, "week", "at least one day"),
        ({"week": "10:00-19:00"}, "week", "at least one day"),
        ({"weak": WEEK}, "weak", "did you mean week"),
        ({"week": WEEK, "zone": "UTC"}, "zone", "use week, holidays, short_days and dates"),
        ({"week": {"monday": "10:00-19:00"}}, "week.monday", "use mon, tue"),
        ({"week": {1: "10:00-19:00"}}, "week.1", "use mon, tue"),
        ({"week": {"mon-": "10:00-19:00"}}, "week.mon-", "use mon, tue"),
        ({"week": {"mon-fri": "10:00-19:00", "fri": "10:00-15:00"}}, "week.fri", "already given by 'mon-fri'"),
        ({"week": {"mon,mon": "10:00-19:00"}}, "week.mon,mon", "already given"),
        ({"week": {"mon": "10-19"}}, "week.mon", 'write hours like "10:00-19:00"'),
        ({"week": {"mon": None}}, "week.mon", 'write hours like "10:00-19:00"'),
        ({"week": {"mon": ""}}, "week.mon", 'write hours like "10:00-19:00"'),
        ({"week": {"mon": [600]}}, "week.mon", 'write hours like "10:00-19:00"'),
        ({"week": {"mon": "10:00-25:00"}}, "week.mon", "00:00 to 24:00"),
        ({"week": {"mon": "10:60-19:00"}}, "week.mon", "00:00 to 24:00"),
        ({"week": {"mon": "24:00-02:00"}}, "week.mon", "next day"),
        ({"week": {"mon": "00:00-23:59"}}, "week.mon", "write 24:00"),
        ({"week": {"mon": "10:00-10:00"}}, "week.mon", "is empty"),
        ({"week": {"mon": ["10:00-14:00", "13:00-19:00"]}}, "week.mon", "10:00-14:00 and 13:00-19:00 overlap"),
        ({"week": {"mon-fri": "22:00-06:00", "sat": "05:00-09:00"}}, "week.mon-fri", "opens at 05:00"),
        ({"week": {"sun": "22:00-06:00", "mon": "05:00-09:00"}}, "week.sun", "opens at 05:00"),
        ({"week": WEEK, "holidays": "XX"}, "holidays", "ISO 3166"),
        ({"week": WEEK, "holidays": "DE-XX"}, "holidays", "ISO 3166"),
        ({"week": WEEK, "holidays": 7}, "holidays", "country code"),
        ({"week": WEEK, "holidays": ["2026-02-30"]}, "holidays.0", "not a date"),
        ({"week": WEEK, "holidays": ["2026-01-01", date(2026, 1, 1)]}, "holidays.1", "named twice"),
        ({"week": WEEK, "holidays": {"land": "RU"}}, "holidays.land", "country, add and remove"),
        ({"week": WEEK, "holidays": {"country": "XX"}}, "holidays.country", "ISO 3166"),
        ({"week": WEEK, "holidays": {"country": "RU", "add": "2026-01-01"}}, "holidays.add", "list of dates"),
        ({"week": WEEK, "holidays": {"remove": ["2026-01-01"]}}, "holidays.remove", "name the country"),
        (
            {"week": WEEK, "holidays": {"country": "RU", "add": ["2026-01-01"], "remove": ["2026-01-01"]}},
            "holidays.remove.2026-01-01",
            "both added and removed",
        ),
        ({"week": WEEK, "holidays": "RU", "short_days": "soon"}, "short_days", "amount"),
        ({"week": WEEK, "holidays": "RU", "short_days": "1 working day"}, "short_days", "hours"),
        ({"week": WEEK, "holidays": "RU", "short_days": "24h"}, "short_days", "part of a day"),
        ({"week": WEEK, "holidays": "RU", "short_days": "90s"}, "short_days", "whole minutes"),
        ({"week": WEEK, "short_days": "1h"}, "short_days", "add holidays"),
        ({"week": WEEK, "dates": ["2026-01-01"]}, "dates", "not a mapping"),
        ({"week": WEEK, "dates": {"2026-02-30": []}}, "dates.2026-02-30", "not a date"),
        ({"week": WEEK, "dates": {20260230: []}}, "dates.20260230", "not a date"),
        ({"week": WEEK, "dates": {"2026-01-01": "soon"}}, "dates.2026-01-01", 'write hours like "10:00-19:00"'),
        ({"week": WEEK, "dates": {"2026-01-01": [], date(2026, 1, 1): []}}, "dates.2026-01-01", "named twice"),
        ({"week": WEEK, "dates": {datetime(2026, 1, 1): []}}, "dates.2026-01-01 00:00:00", "a moment"),  # noqa: DTZ001
    ],
)
def test_a_fault_names_its_place(spec: object, path: str, words: str) -> None:
    with pytest.raises(CalendarError) as caught:
        Calendar.parse(spec, "Europe/Moscow")
    assert caught.value.path == path
    assert words in caught.value.problem
    assert str(caught.value).startswith(path)


@pytest.mark.parametrize("zone", ["Europe/Moskow", "", "../etc/passwd", "MSK+3", None, 3])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(CalendarError, match="Europe/Moscow") as caught:
        Calendar.parse("24/7", zone)
    assert caught.value.path == "time_zone"


@pytest.mark.parametrize(
    ("week", "hours"),
    [
        ({"mon": "9:00-18:00"}, {0: ((540, 1080),)}),
        ({"mon": " 09:00 – 18:00 "}, {0: ((540, 1080),)}),
        ({"Mon, Wed": "18:00-00:00"}, {0: ((1080, 1440),), 2: ((1080, 1440),)}),
        ({"sat-mon": "22:00-06:00"}, {5: ((1320, 1800),), 6: ((1320, 1800),), 0: ((1320, 1800),)}),
        ({"mon": ["14:00-18:00", "09:00-13:00", "13:00-14:00"]}, {0: ((540, 1080),)}),
        ({"mon-tue": "00:00-24:00", "wed": []}, {0: ((0, 1440),), 1: ((0, 1440),)}),
        ({"mon": "22:00-06:00", "tue": "06:00-09:00"}, {0: ((1320, 1800),), 1: ((360, 540),)}),
    ],
)
def test_hours_are_read(week: dict[str, object], hours: dict[int, object]) -> None:
    assert Calendar.parse({"week": week}, "UTC").rules.week == tuple(hours.get(day, ()) for day in range(7))


def test_short_days_may_be_a_timedelta() -> None:
    calendar = Calendar.parse({"week": WEEK, "holidays": "RU", "short_days": timedelta(minutes=90)}, "Europe/Moscow")
    assert calendar.rules.hours_on(date(2026, 6, 11)) == ((600, 1050),)


def test_shortening_goes_on_into_the_interval_before() -> None:
    week = {"mon-fri": ["10:00-16:00", "18:00-18:30"]}
    calendar = Calendar.parse({"week": week, "holidays": "RU", "short_days": "1h"}, "Europe/Moscow")
    assert calendar.rules.hours_on(date(2026, 6, 11)) == ((600, 930),)
