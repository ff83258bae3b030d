"""A calendar's hours in one short line for a page or a mail."""

from datetime import UTC, datetime, timedelta

from opora.engine.worktime.hours import CLOSED, WHOLE_DAY, Hours, clock
from opora.engine.worktime.rules import Rules
from opora.engine.worktime.words import day_name, phrase

_LATER = 2037
"""A year ruled by the zone's standing rule, not by past decrees."""


def describe(rules: Rules, language: str) -> str:
    """«пн–пт 10:00–19:00, сб 10:00–15:00 (UTC+3)»; 24/7 is «круглосуточно»."""
    if rules.is_always_open:
        return phrase("round the clock", language)
    days = [f"{_days(first, last, language)} {_hours(hours, language)}".strip() for first, last, hours in _runs(rules)]
    return f"{', '.join(days) or phrase('by single dates', language)} ({offset_name(rules)})"


def offset_name(rules: Rules) -> str:
    """ "UTC+3" for a zone with one offset all year, else the zone's own name."""
    offsets = {datetime(_LATER, month, 1, tzinfo=UTC).astimezone(rules.zone).utcoffset() for month in range(1, 13)}
    if len(offsets) > 1:
        return rules.zone.key
    minutes = (offsets.pop() or timedelta(0)) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    amount = f"{hours}:{rest:02}" if rest else f"{hours}"
    return f"UTC{'-' if minutes < 0 else '+'}{amount}" if minutes else "UTC"


def _runs(rules: Rules) -> list[tuple[int, int, Hours]]:
    """Neighbouring days with equal hours: (first weekday, last weekday, hours); closed days are left out."""
    runs: list[tuple[int, int, Hours]] = []
    for weekday, hours in enumerate(rules.week):
        if runs and runs[-1][1] == weekday - 1 and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], weekday, hours)
        elif hours != CLOSED:
            runs.append((weekday, weekday, hours))
    return runs


def _days(first: int, last: int, language: str) -> str:
    if first == last:
        return day_name(first, language)
    if (first, last) == (0, 6):
        return phrase("daily", language)
    return f"{day_name(first, language)}–{day_name(last, language)}"


def _hours(hours: Hours, language: str) -> str:
    if hours == WHOLE_DAY:
        return phrase("round the clock", language)
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in hours)
