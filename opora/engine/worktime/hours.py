"""Hours of one day: reading "10:00-19:00" and keeping it as minutes from midnight."""

import re
from collections.abc import Sequence

from opora.engine.worktime.errors import CalendarError

MINUTES_IN_DAY = 24 * 60

Hours = tuple[tuple[int, int], ...]
"""Sorted, disjoint (start, end) in minutes from the midnight that begins the day; above 1440: in the next day."""

WHOLE_DAY: Hours = ((0, MINUTES_IN_DAY),)
CLOSED: Hours = ()

_SPAN = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})\s*")
_FORM = 'write hours like "10:00-19:00", a list of them, or [] for a closed day'


def parse_hours(value: object, path: str) -> Hours:
    """Hours of a day from a string or a list of strings; `[]` is a closed day.

    "22:00-06:00" runs overnight into the next day, "00:00-24:00" is the whole day. Raises CalendarError.
    """
    if isinstance(value, str):
        return (_parse_span(value, path),)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return _join(sorted(_parse_item(item, path) for item in value), path)
    raise CalendarError(path, f"{value!r} is not hours; {_FORM}")


def shorten(hours: Hours, minutes: int) -> Hours:
    """The same day without its last `minutes`, taken from the end of the last interval backwards."""
    left, kept = minutes, list(hours)
    while kept and left:
        start, end = kept.pop()
        taken = min(left, end - start)
        left -= taken
        if start < end - taken:
            kept.append((start, end - taken))
    return tuple(kept)


def clock(minute: int) -> str:
    """570 as "09:30"; past midnight as the clock shows it then, the end of the day itself as "24:00"."""
    shown = minute if minute <= MINUTES_IN_DAY else minute - MINUTES_IN_DAY
    return f"{shown // 60:02}:{shown % 60:02}"


def _parse_item(item: object, path: str) -> tuple[int, int]:
    if isinstance(item, str):
        return _parse_span(item, path)
    raise CalendarError(path, f"{item!r} is not hours; {_FORM}")


def _parse_span(text: str, path: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise CalendarError(path, f"{text!r} is not hours; {_FORM}")
    start = _minute(found[1], found[2], text, path)
    end = _minute(found[3], found[4], text, path)
    _refuse_doubtful(start, end, text, path)
    return (start, end) if end > start else (start, end + MINUTES_IN_DAY)


def _minute(hour: str, minute: str, text: str, path: str) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) > 59 or total > MINUTES_IN_DAY:
        raise CalendarError(path, f"{text!r} names no time of day; use 00:00 to 24:00")
    return total


def _refuse_doubtful(start: int, end: int, text: str, path: str) -> None:
    """Texts that could be read in two ways are refused instead of guessed at."""
    if end == MINUTES_IN_DAY - 1:
        raise CalendarError(path, f"{text!r} loses the last minute of the day; write 24:00 for its end")
    if start == MINUTES_IN_DAY:
        raise CalendarError(path, f"{text!r} begins at 24:00; give those hours to the next day, from 00:00")
    if start == end:
        raise CalendarError(path, f'{text!r} is empty; write "00:00-24:00" for a whole day or [] for a closed one')


def _join(spans: list[tuple[int, int]], path: str) -> Hours:
    """Touching intervals become one; overlapping ones are refused."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            first = f"{clock(joined[-1][0])}-{clock(joined[-1][1])}"
            raise CalendarError(path, f"{first} and {clock(start)}-{clock(end)} overlap; write hours that do not")
        if joined and start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
