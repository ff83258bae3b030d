"""Amounts of time as a regulation writes them: "60m", "24h", "2d", "3 working days"."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from opora.engine.worktime.errors import AmountError
from opora.engine.worktime.words import counted

LONGEST = timedelta(days=36_600)


class Unit(StrEnum):
    """The unit in which an amount was written."""

    SECOND = "s"
    MINUTE = "m"
    HOUR = "h"
    DAY = "d"
    WEEK = "w"
    WORKING_DAY = "working day"


LENGTHS = {
    Unit.WEEK: timedelta(weeks=1),
    Unit.DAY: timedelta(days=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.MINUTE: timedelta(minutes=1),
    Unit.SECOND: timedelta(seconds=1),
}

_SPELLINGS = {
    Unit.SECOND: ("s", "sec", "second", "seconds"),
    Unit.MINUTE: ("m", "min", "minute", "minutes"),
    Unit.HOUR: ("h", "hour", "hours"),
    Unit.DAY: ("d", "day", "days"),
    Unit.WEEK: ("w", "week", "weeks"),
}
_UNIT_OF = {word: unit for unit, words in _SPELLINGS.items() for word in words}
_PART = re.compile(r"(\d+)\s*([a-z]+)\s*")
_WORKING_DAYS = re.compile(r"(\d+)\s*(?:working|business)[\s-]+days?|(\d+)\s*wd")
_FORM = 'write an amount like "60m", "4h", "1h 30m", "2d" (48 hours) or "3 working days"'


@dataclass(frozen=True, slots=True)
class Amount:
    """Either an exact length (`time`) or a number of working days (`working_days`); the other one is None.

    Two amounts are equal when they mean the same: "60m" equals "1h". `unit` only remembers how it was written.
    A day written "d" is 24 hours of the calendar it is counted on, never a working day.
    """

    time: timedelta | None = None
    working_days: int | None = None
    unit: Unit = field(default=Unit.SECOND, compare=False)

    def __post_init__(self) -> None:
        if (self.time is None) == (self.working_days is None):
            raise AmountError(repr(self.time), "an amount is either a length of time or a number of working days")

    @classmethod
    def of(cls, time: timedelta) -> "Amount":
        """The amount of exactly `time`, shown in the largest unit that divides it, at most hours."""
        fitting = (unit for unit in (Unit.HOUR, Unit.MINUTE) if not time % LENGTHS[unit])
        return cls(time=time, unit=next(fitting, Unit.SECOND))

    @classmethod
    def of_working_days(cls, days: int) -> "Amount":
        """The amount of `days` working days."""
        return cls(working_days=days, unit=Unit.WORKING_DAY)

    @property
    def count(self) -> int:
        """How many of `unit`; parts of a second are dropped."""
        if self.time is None:
            return self.working_days or 0
        return self.time // LENGTHS[self.unit]

    def __str__(self) -> str:
        """The text that `parse_amount` reads back."""
        if self.time is None:
            return f"{self.count} working {'day' if self.count == 1 else 'days'}"
        return f"{self.count}{self.unit}"

    def describe(self, language: str) -> str:
        """For people: «60 минут», «4 часа», «3 рабочих дня» in "ru", "3 working days" in any other language."""
        return counted(self.count, self.unit, language)


def parse_amount(text: object) -> Amount:
    """The amount that `text` names. Raises AmountError with the allowed forms; nothing is guessed for a bare number."""
    if isinstance(text, Amount):
        return text
    if isinstance(text, timedelta):
        return Amount.of(_checked(text, str(text)))
    if not isinstance(text, str):
        raise AmountError(str(text), f"the unit is missing; {_FORM}")
    written = text.strip().lower()
    days = _WORKING_DAYS.fullmatch(written)
    if days:
        return _working_days(int(days[1] or days[2]), text)
    return _length(written, text)


def _working_days(days: int, text: str) -> Amount:
    _checked(timedelta(days=min(days, LONGEST.days + 1)), text)
    return Amount.of_working_days(days)


def _length(written: str, text: str) -> Amount:
    parts = _PART.findall(written)
    if not parts or _PART.sub("", written) or any(word not in _UNIT_OF for _, word in parts):
        raise AmountError(text, f"is not an amount of time; {_FORM}")
    units = [_UNIT_OF[word] for _, word in parts]
    if len(set(units)) != len(units):
        raise AmountError(text, f"names a unit twice; {_FORM}")
    seconds = sum(
        int(number) * int(LENGTHS[unit].total_seconds()) for (number, _), unit in zip(parts, units, strict=True)
    )
    time = _checked(timedelta(seconds=min(seconds, int(LONGEST.total_seconds()) + 1)), text)
    return Amount(time=time, unit=min(units, key=lambda unit: LENGTHS[unit]))


def _checked(time: timedelta, text: str) -> timedelta:
    if time <= timedelta(0):
        raise AmountError(text, f"is no time at all; {_FORM}")
    if time > LONGEST:
        raise AmountError(text, "is longer than a hundred years; write an amount that can run out")
    return time
