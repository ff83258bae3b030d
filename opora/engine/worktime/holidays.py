"""Public holidays of a country: days off, working weekends and the days before statutory holidays.

Source: the `holidays` library (for Russia it equals the production calendar of 2024 and 2025 day by day). It knows
the transfers of a year only after that year's decree; `transfers_known` says whether it does. Shortened days come by
rule: Labour Code of the Russian Federation, article 95, and for working Saturdays order 588n of the Ministry of
Health (2009).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays as library

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficialYear:
    """What the official calendar of one country says about one year."""

    days_off: frozenset[date]
    statutory: frozenset[date]
    """Days off that are holidays by law, without the days off gained by a transfer."""
    working_weekends: Mapping[date, date | None]
    """A weekend day that is worked -> the weekday off it was exchanged for, None where the source does not say."""


def is_known(country: str) -> bool:
    """Whether `country` ("RU", or "DE-BY" with a subdivision) has a table of holidays."""
    code, _, part = country.partition("-")
    known = library.list_supported_countries(include_aliases=True)
    return code in known and (not part or part in known[code])


@lru_cache(maxsize=4096)
def official_year(country: str, year: int) -> OfficialYear:
    """The official calendar of `year`; `country` must be known."""
    table = _table(country, (year, year + 1), observed=True)
    plain = _table(country, (year,), observed=False)
    exchanged = {worked: off for at in (year, year + 1) for off, worked in transfers(country, at).items()}
    gained = set(transfers(country, year))
    return OfficialYear(
        days_off=frozenset(day for day in table if day.year == year),
        statutory=frozenset(day for day in plain if day.year == year and day not in gained),
        working_weekends={day: exchanged.get(day) for day in table.weekend_workdays if day.year == year},
    )


def transfers(country: str, year: int) -> Mapping[date, date]:
    """Weekday off -> the day (usually of a weekend) it was exchanged for, as decreed for `year`."""
    return _decreed(country).get(year, {})


def transfers_known(country: str, year: int) -> bool:
    """Whether the table reaches `year`; false means: its transfers are not decreed or not published yet, so warn.

    A country that decrees no transfers is known for every year.
    """
    decreed = _decreed(country)
    return not decreed or year <= max(decreed)


@lru_cache(maxsize=256)
def _decreed(country: str) -> Mapping[int, Mapping[date, date]]:
    """All transfers of a country by year; the library keeps them as (month, day, from month, from day[, from year])."""
    tables = getattr(_table(country, (), observed=True), "special_public_holidays", {})
    by_year = {year: _exchanges(year, rows if isinstance(rows[0], tuple) else (rows,)) for year, rows in tables.items()}
    return {year: exchanges for year, exchanges in by_year.items() if exchanges}


def _exchanges(year: int, rows: tuple[tuple[int, ...], ...]) -> dict[date, date]:
    moved = (row for row in rows if len(row) >= 4)
    return {date(year, row[0], row[1]): date(row[4] if len(row) > 4 else year, row[2], row[3]) for row in moved}


@lru_cache(maxsize=4096)
def holiday_name(country: str, day: date, language: str) -> str:
    """The name of a day off in "ru" or "en", else in the country's own language; "" when it is none."""
    names = library.country_holidays(*_code(country), language=_language(country, language), years=(day.year,))
    return str(names.get(day) or "")


def is_before_statutory(country: str, day: date) -> bool:
    """Whether the day after is a statutory holiday, or `day` is a working weekend exchanged for a day before one."""
    stands_for = official_year(country, day.year).working_weekends.get(day)
    return _is_statutory(country, day + _DAY) or (stands_for is not None and _is_statutory(country, stands_for + _DAY))


def _is_statutory(country: str, day: date) -> bool:
    return day in official_year(country, day.year).statutory


def _table(country: str, years: tuple[int, ...], *, observed: bool) -> library.HolidayBase:
    return library.country_holidays(*_code(country), years=years, observed=observed)


def _code(country: str) -> tuple[str, str | None]:
    code, _, part = country.partition("-")
    return code, part or None


def _language(country: str, language: str) -> str | None:
    supported = _table(country, (), observed=True).supported_languages
    return next((code for code in supported if code == language or code.startswith(f"{language}_")), None)
