"""The ordinary week: `{mon-fri: "10:00-19:00", sat: []}` read into the hours of seven days."""

from collections.abc import Iterator, Mapping

from opora.engine.worktime.errors import CalendarError
from opora.engine.worktime.hours import CLOSED, MINUTES_IN_DAY, WHOLE_DAY, Hours, clock, parse_hours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORM = 'use mon, tue, wed, thu, fri, sat, sun, a range "mon-fri", a list "mon,wed" or "daily"'

Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
"""Hours from Monday to Sunday; an interval belongs to the day on which it begins."""

ALWAYS: Week = (WHOLE_DAY,) * 7


def parse_week(value: object, path: str = "week") -> Week:
    """The seven days of a week; days not named are closed. CalendarError: a day unknown, named twice, overlapping."""
    if not isinstance(value, Mapping) or not value:
        raise CalendarError(path, f"name at least one day with its hours; {_FORM}")
    hours: dict[int, Hours] = {}
    key_of: dict[int, str] = {}
    for key, text in value.items():
        here = f"{path}.{key}"
        parsed = parse_hours(text, here)
        for day in _days(key, here):
            if day in hours:
                raise CalendarError(here, f"{DAYS[day]} is already given by {key_of[day]!r}; name each day once")
            hours[day], key_of[day] = parsed, str(key)
    week: Week = tuple(hours.get(day, CLOSED) for day in range(7))  # type: ignore[assignment]
    _refuse_collision(week, key_of, path)
    return week


def _days(key: object, path: str) -> Iterator[int]:
    if not isinstance(key, str):
        raise CalendarError(path, f"{key!r} is not a day of the week; {_FORM}")
    for part in key.lower().split(","):
        yield from _range(part.strip(), path)


def _range(part: str, path: str) -> Iterator[int]:
    if part == "daily":
        yield from range(7)
        return
    first, dash, last = (word.strip() for word in part.partition("-"))
    if first not in DAYS or (dash and last not in DAYS):
        raise CalendarError(path, f"{part!r} is not a day of the week; {_FORM}")
    begin = DAYS.index(first)
    length = (DAYS.index(last) - begin) % 7 if dash else 0
    yield from ((begin + step) % 7 for step in range(length + 1))


def _refuse_collision(week: Week, key_of: Mapping[int, str], path: str) -> None:
    """An overnight interval may touch the next day's first one, never cover it."""
    for day, hours in enumerate(week):
        following = week[(day + 1) % 7]
        if not hours or not following:
            continue
        end = hours[-1][1] - MINUTES_IN_DAY
        if end > following[0][0]:
            raise CalendarError(
                f"{path}.{key_of[day]}",
                f"{DAYS[day]} runs until {clock(end)} of the next day, which opens at {clock(following[0][0])} already;"
                " end the one where the other begins",
            )
