"""What a calendar says about a day, before any of it is placed on the line of time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from zoneinfo import ZoneInfo

from opora.engine.worktime.holidays import is_before_statutory, official_year
from opora.engine.worktime.hours import CLOSED, Hours, shorten
from opora.engine.worktime.week import ALWAYS, Week

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Holidays:
    """Which days are holidays: a country's official calendar, days of one's own, and official days not kept.

    `own` maps a day to its title ("" without one). Without a country the own days count as statutory: the day before
    one is shortened.
    """

    country: str | None = None
    own: Mapping[date, str] = field(default_factory=dict)
    ignored: frozenset[date] = frozenset()

    def is_off(self, day: date) -> bool:
        """Whether `day` is a holiday or a day off gained by a transfer."""
        return day in self.own or (self._is_official(day) and self.country_off(day))

    def country_off(self, day: date) -> bool:
        """Whether the country's table alone calls `day` a day off."""
        return self.country is not None and day in official_year(self.country, day.year).days_off

    def is_working_weekend(self, day: date) -> bool:
        """Whether `day` is a Saturday or Sunday worked by decree."""
        if self.country is None or not self._is_official(day):
            return False
        return day in official_year(self.country, day.year).working_weekends

    def exchanged_for(self, day: date) -> date | None:
        """The weekday off for which the working weekend `day` is worked, where the source says."""
        return official_year(self.country, day.year).working_weekends.get(day) if self.country else None

    def shortens(self, day: date) -> bool:
        """Whether a working `day` is one hour (or what the calendar says) shorter by law."""
        if self.country is None:
            return date.fromordinal(day.toordinal() + 1) in self.own
        following = date.fromordinal(day.toordinal() + 1)
        return following not in self.ignored and is_before_statutory(self.country, day)

    def _is_official(self, day: date) -> bool:
        return day not in self.ignored


@dataclass(frozen=True, eq=False)
class Rules:
    """A calendar as it was written, normalised. Equal texts give equal fingerprints."""

    zone: ZoneInfo
    week: Week
    holidays: Holidays = Holidays()
    shortened_by: int = 0
    """Minutes which a day before a statutory holiday loses at its end."""
    dates: Mapping[date, Hours] = field(default_factory=dict)

    def hours_on(self, day: date) -> Hours:
        """The hours that begin on `day`. One-off dates win, then holidays, then working weekends, then the week."""
        own = self.dates.get(day)
        if own is not None:
            return own
        hours = self.ordinary_hours_on(day)
        if hours and self.shortened_by and self.holidays.shortens(day):
            return shorten(hours, self.shortened_by)
        return hours

    def ordinary_hours_on(self, day: date) -> Hours:
        """The hours of `day` without one-off dates and without shortening."""
        if self.holidays.is_off(day):
            return CLOSED
        if self.holidays.is_working_weekend(day):
            return self._exchanged_hours(day)
        return self.week[day.weekday()]

    def _exchanged_hours(self, day: date) -> Hours:
        """A worked weekend day keeps the hours of the weekday it was exchanged for, else Friday's, else its own."""
        stands_for = self.holidays.exchanged_for(day)
        weekday = FRIDAY if stands_for is None else stands_for.weekday()
        return self.week[weekday] or self.week[FRIDAY] or self.week[day.weekday()]

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything the calendar says, the same in every process and for every way of writing it."""
        content = [
            self.zone.key,
            self.week,
            [self.holidays.country, _dated(self.holidays.own), sorted(map(str, self.holidays.ignored))],
            self.shortened_by,
            _dated(self.dates),
        ]
        return sha256(json.dumps(content).encode()).hexdigest()[:32]

    @cached_property
    def is_always_open(self) -> bool:
        """Whether nothing ever closes: 24/7."""
        return self.week == ALWAYS and not self.dates and self.holidays == Holidays()

    @cached_property
    def explicit_years(self) -> tuple[int, int]:
        """The first and last year of any day named in the definition; (9999, 0) when it names none."""
        years = [day.year for day in (*self.dates, *self.holidays.own, *self.holidays.ignored)]
        return (min(years), max(years)) if years else (9999, 0)


def _dated(days: Mapping[date, object]) -> list[tuple[str, object]]:
    return [(str(day), days[day]) for day in sorted(days)]
