"""Reading a calendar's definition, as a charter or a program writes it, into Rules; every fault names its place."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from difflib import get_close_matches

from opora.engine.worktime.amount import parse_amount
from opora.engine.worktime.errors import AmountError, CalendarError
from opora.engine.worktime.holidays import is_known
from opora.engine.worktime.hours import MINUTES_IN_DAY, Hours, parse_hours
from opora.engine.worktime.rules import Holidays, Rules
from opora.engine.worktime.week import ALWAYS, parse_week
from opora.engine.worktime.zone import load_zone

_KEYS = ("week", "holidays", "short_days", "dates")
_HOLIDAY_KEYS = ("country", "add", "remove")
_DATE_FORM = "write a date like 2026-12-31"


def parse_rules(spec: object, time_zone: object) -> Rules:
    """Rules from "24/7" or a mapping with the keys week, holidays, short_days and dates. Raises CalendarError."""
    zone = load_zone(time_zone)
    if isinstance(spec, str) and spec.strip() == "24/7":
        return Rules(zone, ALWAYS)
    if not isinstance(spec, Mapping):
        raise CalendarError("", f'{spec!r} is not a calendar; write "24/7" or a mapping with {_listed(_KEYS)}')
    _refuse_unknown(spec, _KEYS, "")
    if "week" not in spec:
        raise CalendarError("week", 'is missing; write the ordinary hours, like {mon-fri: "10:00-19:00"}')
    holidays = _holidays(spec.get("holidays"))
    return Rules(
        zone,
        week=parse_week(spec["week"]),
        holidays=holidays,
        shortened_by=_short_days(spec.get("short_days"), holidays),
        dates=_dates(spec.get("dates")),
    )


def _holidays(value: object) -> Holidays:
    path = "holidays"
    if value is None:
        return Holidays()
    if isinstance(value, str):
        return Holidays(country=_country(value, path))
    if isinstance(value, Mapping):
        return _composed(value, path)
    if isinstance(value, Sequence):
        return Holidays(own=_titled(value, path))
    raise CalendarError(
        path, f'{value!r} is not holidays; write a country code like "RU", a list of dates, or a mapping'
    )


def _composed(value: Mapping[object, object], path: str) -> Holidays:
    _refuse_unknown(value, _HOLIDAY_KEYS, path)
    country = value.get("country")
    own = _titled(value.get("add") or [], f"{path}.add")
    ignored = _titled(value.get("remove") or [], f"{path}.remove")
    if ignored and country is None:
        raise CalendarError(
            f"{path}.remove", "there is nothing to remove from; name the country, or leave the dates out"
        )
    for day in own:
        if day in ignored:
            raise CalendarError(f"{path}.remove.{day}", "is both added and removed; keep one of them")
    return Holidays(None if country is None else _country(country, f"{path}.country"), own, frozenset(ignored))


def _country(value: object, path: str) -> str:
    if isinstance(value, str) and is_known(value.strip().upper()):
        return value.strip().upper()
    raise CalendarError(
        path, f'{value!r} is no country with known holidays; use an ISO 3166 code like "RU", "KZ" or "DE-BY"'
    )


def _titled(value: object, path: str) -> dict[date, str]:
    """Dates with titles from a list of dates or a mapping of date to title."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise CalendarError(path, f"{value!r} is not a list of dates; {_DATE_FORM}")
    titles: dict[date, str] = {}
    for position, key in enumerate(value):
        title = value[key] if isinstance(value, Mapping) else ""
        here = f"{path}.{key}" if isinstance(value, Mapping) else f"{path}.{position}"
        day = _date(key, here)
        if day in titles:
            raise CalendarError(here, f"{day} is named twice; name each date once")
        titles[day] = str(title or "")
    return titles


def _short_days(value: object, holidays: Holidays) -> int:
    if value is None:
        return 0
    lost = value if isinstance(value, timedelta) else _amount(value, "short_days")
    minutes, rest = divmod(lost, timedelta(minutes=1))
    if rest or not 0 < minutes < MINUTES_IN_DAY:
        raise CalendarError("short_days", f'{value!r} is not a part of a day; write whole minutes or hours, like "1h"')
    if holidays.country is None and not holidays.own:
        raise CalendarError("short_days", "has no holidays to stand before; add holidays, or leave short_days out")
    return minutes


def _amount(value: object, path: str) -> timedelta:
    try:
        time = parse_amount(value).time
    except AmountError as fault:
        raise CalendarError(path, str(fault)) from None
    if time is None:
        raise CalendarError(path, f'{value!r} counts days; write minutes or hours, like "1h"')
    return time


def _dates(value: object) -> dict[date, Hours]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise CalendarError(
            "dates", f'{value!r} is not a mapping; write dates with hours, like {{2026-12-31: "10:00-15:00"}}'
        )
    hours: dict[date, Hours] = {}
    for key, text in value.items():
        path = f"dates.{key}"
        day = _date(key, path)
        if day in hours:
            raise CalendarError(path, f"{day} is named twice; name each date once")
        hours[day] = parse_hours(text, path)
    return hours


def _date(value: object, path: str) -> date:
    if isinstance(value, datetime):
        raise CalendarError(path, f"{value} is a moment, not a date; {_DATE_FORM}")
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise CalendarError(path, f"{value!r} is not a date of the calendar; {_DATE_FORM}") from None


def _refuse_unknown(value: Mapping[object, object], allowed: Sequence[str], path: str) -> None:
    for key in value:
        if key not in allowed:
            close = get_close_matches(str(key), allowed, 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise CalendarError(f"{path}.{key}".lstrip("."), f"is not known; use {_listed(allowed)}{hint}")


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
