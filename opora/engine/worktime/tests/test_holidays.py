"""The Russian production calendar, by hand and against the collected one, and holidays of one's own."""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from opora.engine.worktime import Calendar
from opora.engine.worktime.holidays import holiday_name, is_known, official_year, transfers, transfers_known

CORPORA = Path(os.environ.get("OPORA_CORPORA", Path(__file__).parents[5] / "shared" / "corpora"))
PRODUCTION = CORPORA / "ru_calendar_2024_2027.json"
OFFICE = Calendar.parse({"week": {"mon-fri": "09:00-17:00"}, "holidays": "RU", "short_days": "1h"}, "Europe/Moscow")


def length(calendar: Calendar, day: date) -> int:
    return sum(end - start for start, end in calendar.rules.hours_on(day))


def days_of(year: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=n) for n in range(366) if (date(year, 1, 1) + timedelta(days=n)).year == year
    ]


@pytest.mark.parametrize(
    ("year", "days", "hours", "short"),
    [
        (2024, 248, 1979, ["02-22", "03-07", "05-08", "06-11", "11-02"]),
        (2025, 247, 1972, ["03-07", "04-30", "06-11", "11-01"]),
        (2026, 247, 1972, ["04-30", "05-08", "06-11", "11-03"]),
        (2027, 247, 1972, ["02-20", "04-30", "06-11", "11-03"]),
    ],
)
def test_years_have_the_decreed_days_and_hours(year: int, days: int, hours: int, short: list[str]) -> None:
    lengths = {day: length(OFFICE, day) for day in days_of(year)}
    assert sum(value > 0 for value in lengths.values()) == days
    assert sum(lengths.values()) == hours * 60
    assert [f"{day:%m-%d}" for day, value in lengths.items() if value == 7 * 60] == short


@pytest.mark.corpora
@pytest.mark.skipif(not PRODUCTION.exists(), reason="the collected calendar is not here: ../shared or OPORA_CORPORA")
@pytest.mark.parametrize("year", ["2024", "2025", "2026", "2027"])
def test_years_agree_with_the_collected_calendar(year: str) -> None:
    known = json.loads(PRODUCTION.read_text())[year]
    official = official_year("RU", int(year))
    assert sorted(map(str, official.days_off)) == known["days_off"]
    assert sorted(map(str, official.working_weekends)) == known["working_weekends"]
    assert {(str(worked), str(off)) for off, worked in transfers("RU", int(year)).items()} == {
        (worked, off) for worked, off, _ in known["transfers"]
    }
    lengths = {str(day): length(OFFICE, day) for day in days_of(int(year))}
    assert sorted(day for day, value in lengths.items() if value == 7 * 60) == known["short_days_derived"]
    assert sum(value > 0 for value in lengths.values()) == known["working_days"]


@pytest.mark.parametrize(
    ("week", "hours"),
    [
        ({"mon": "08:00-12:00", "tue-fri": "10:00-19:00"}, ((480, 720),)),  # 27.04.2024 was worked for Monday 29.04
        ({"tue-thu": "10:00-19:00", "fri": "10:00-17:00"}, ((600, 1020),)),  # nothing on Monday: Friday's hours
        ({"tue-thu": "10:00-19:00", "sat": "11:00-15:00"}, ((660, 900),)),  # nor on Friday: its own
        ({"mon-fri": "10:00-19:00", "sat": "11:00-15:00"}, ((600, 1140),)),
    ],
)
def test_a_working_saturday_keeps_the_hours_of_the_day_it_stands_for(week: dict[str, str], hours: object) -> None:
    calendar = Calendar.parse({"week": week, "holidays": "RU"}, "Europe/Moscow")
    assert calendar.rules.hours_on(date(2024, 4, 27)) == hours


def test_days_are_added_to_a_country_and_taken_from_it() -> None:
    holidays = {"country": "ru", "add": ["2026-05-08"], "remove": [date(2026, 6, 12), "2024-04-27"]}
    calendar = Calendar.parse(
        {"week": {"mon-fri": "09:00-17:00"}, "holidays": holidays, "short_days": "1h"}, "Europe/Moscow"
    )
    assert not calendar.is_working_day(date(2026, 5, 8))
    assert calendar.is_working_day(date(2026, 6, 12))
    assert not calendar.is_working_day(date(2024, 4, 27))
    assert length(calendar, date(2026, 5, 7)) == 8 * 60  # a company's own day off shortens nothing
    assert length(calendar, date(2026, 6, 11)) == 8 * 60  # neither does a holiday that is not kept
    assert length(calendar, date(2026, 4, 30)) == 7 * 60


def test_a_plain_list_is_a_country_of_ones_own() -> None:
    calendar = Calendar.parse(
        {"week": {"mon-fri": "09:00-17:00"}, "holidays": ["2026-06-12"], "short_days": "1h"}, "UTC"
    )
    assert length(calendar, date(2026, 6, 12)) == 0
    assert length(calendar, date(2026, 6, 11)) == 7 * 60
    assert length(calendar, date(2026, 1, 1)) == 8 * 60


def test_one_off_dates_win_over_everything() -> None:
    spec = {
        "week": {"mon-fri": "09:00-17:00"},
        "holidays": "RU",
        "short_days": "1h",
        "dates": {"2026-06-12": "10:00-12:00", "2026-06-11": "09:00-17:00", "2024-04-27": []},
    }
    calendar = Calendar.parse(spec, "Europe/Moscow")
    assert [length(calendar, date(*day)) for day in ((2026, 6, 12), (2026, 6, 11), (2024, 4, 27))] == [120, 480, 0]


def test_years_without_a_decree_are_known_as_such() -> None:
    assert transfers_known("RU", 2026) and not transfers_known("RU", 2090)
    assert transfers_known("US", 2090)


def test_names_come_in_the_language_asked() -> None:
    assert holiday_name("RU", date(2026, 6, 12), "ru") == "День России"
    assert holiday_name("RU", date(2026, 6, 12), "en") == "Russia Day"
    assert holiday_name("RU", date(2026, 6, 11), "ru") == ""


@pytest.mark.parametrize(
    ("code", "known"), [("RU", True), ("DE-BY", True), ("DE-XX", False), ("XX", False), ("", False)]
)
def test_countries_are_known_or_not(code: str, known: bool) -> None:
    assert is_known(code) is known
