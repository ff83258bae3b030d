"""Why a moment does not count: the words beside the gaps in the ledger."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from opora.engine.worktime.holidays import holiday_name
from opora.engine.worktime.hours import Hours
from opora.engine.worktime.rules import Rules
from opora.engine.worktime.words import phrase


class Reason(StrEnum):
    """Why the desk is closed."""

    OUTSIDE_HOURS = "outside working hours"
    BREAK = "break"
    DAY_OFF = "day off"
    HOLIDAY = "holiday"
    ONE_OFF = "changed hours of this date"
    SHORT_DAY = "shortened day before a holiday"


@dataclass(frozen=True, slots=True)
class Closure:
    """The reason on a date. `title` is the calendar's own name of the holiday, `country` says whose table named it."""

    reason: Reason
    on: date
    title: str = ""
    country: str | None = None

    def describe(self, language: str) -> str:
        """«праздничный день: День России» in "ru", "day off" and so on in any other language."""
        words = phrase(self.reason, language)
        name = self.title or (holiday_name(self.country, self.on, language) if self.country else "")
        return f"{words}: {name}" if name else words


def closure_of_day(rules: Rules, day: date) -> Closure | None:
    """Why no hours begin on `day`; None when some do."""
    if rules.hours_on(day):
        return None
    return _whole_day(rules, day)


def closure_at(rules: Rules, day: date, minute: int) -> Closure:
    """Why a moment that is known to be closed is so: its local date and its minute of that day."""
    hours = rules.hours_on(day)
    if not hours:
        return _whole_day(rules, day)
    if day in rules.dates:
        changed = _covers(rules.ordinary_hours_on(day), minute)
        return Closure(Reason.ONE_OFF if changed else _between(hours, minute), day)
    if _covers(rules.ordinary_hours_on(day), minute):
        return Closure(Reason.SHORT_DAY, day)
    return Closure(_between(hours, minute), day)


def _whole_day(rules: Rules, day: date) -> Closure:
    holidays = rules.holidays
    if day in rules.dates and rules.ordinary_hours_on(day):
        return Closure(Reason.ONE_OFF, day)
    if holidays.is_off(day):
        country = holidays.country if holidays.country_off(day) else None
        return Closure(Reason.HOLIDAY, day, holidays.own.get(day, ""), country)
    return Closure(Reason.DAY_OFF, day)


def _between(hours: Hours, minute: int) -> Reason:
    return Reason.BREAK if hours[0][0] <= minute < hours[-1][1] else Reason.OUTSIDE_HOURS


def _covers(hours: Hours, minute: int) -> bool:
    return any(start <= minute < end for start, end in hours)
