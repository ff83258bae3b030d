"""Calendar: working time as a value. Add an amount to a moment, measure between two, ask why it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from opora.engine.worktime import arithmetic
from opora.engine.worktime.amount import Amount
from opora.engine.worktime.closure import Closure, closure_at, closure_of_day
from opora.engine.worktime.describe import describe
from opora.engine.worktime.errors import NeverOpens
from opora.engine.worktime.rules import Rules
from opora.engine.worktime.spans import LAST_YEAR, Span, Timeline, day_edges
from opora.engine.worktime.spec import parse_rules
from opora.engine.worktime.zone import MICROSECOND, from_micros, to_micros

if TYPE_CHECKING:  # numpy is for many at once only: a server that asks one at a time never loads it
    from numpy.typing import ArrayLike, NDArray

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Calendar:
    """Working hours in a time zone. Immutable; equal when the definitions mean the same; safe to share between threads.

    Moments are aware datetimes in any zone and come back in UTC, where subtracting and comparing are exact; `local`
    shows them in the calendar's zone. An interval is open at its first moment and closed at its last, but an amount
    that runs out exactly at closing time is due at closing time. Everything is counted in real elapsed time: a 24/7
    Sunday of 25 hours has 90,000 seconds. A wall-clock time that comes twice means its first coming; one that a clock
    change skips means the change. Naive datetimes raise NaiveMoment, moments outside the years 2 to 9998 OutOfRange.
    """

    rules: Rules
    _line: Timeline = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_line", Timeline(self.rules))

    @classmethod
    def parse(cls, spec: object, time_zone: str) -> Calendar:
        """The calendar of "24/7" or of a mapping with week, holidays, short_days and dates. Raises CalendarError."""
        return cls(parse_rules(spec, time_zone))

    @property
    def fingerprint(self) -> str:
        """A short hash of the definition, stable between processes and ways of writing the same hours."""
        return self.rules.fingerprint

    @property
    def time_zone(self) -> str:
        """The IANA name of the zone whose wall clocks the hours follow."""
        return self.rules.zone.key

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The moment at which `amount` of working time after `start` has passed; a negative amount counts backwards.

        Nothing to count gives `start` itself while open or just closed, else the next opening. Raises NeverOpens.
        """
        if amount < timedelta(0):
            return self.subtract(start, -amount)
        return self._moment(arithmetic.forward(self._line, to_micros(start), amount // MICROSECOND))

    def subtract(self, start: datetime, amount: timedelta) -> datetime:
        """The moment from which `amount` of working time passes until `start`, at an edge the opening.

        Nothing to count gives `start` itself while open or just closed, else the last closing. Raises NeverOpens.
        """
        if amount < timedelta(0):
            return self.add(start, -amount)
        return self._moment(arithmetic.backward(self._line, to_micros(start), amount // MICROSECOND))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`, negative when `end` is first: a clock that may not run back clamps it."""
        return timedelta(microseconds=arithmetic.measure(self._line, to_micros(start), to_micros(end)))

    def add_days(self, start: datetime, days: int) -> datetime:
        """Closing time of the `days`-th (at least 1) working day after the local day of `start`.

        The day of `start` itself does not count: Civil Code of the Russian Federation, articles 191 and 194. Raises
        NeverOpens.
        """
        if days < 1:
            raise ValueError(f"{days} working days is no term; count at least 1")
        return self.closing_on(self.add_working_days(self.local(start).date(), days))

    def due(self, start: datetime, amount: Amount) -> datetime:
        """When `amount`, counted from `start`, runs out: `add` for a length of time, `add_days` for working days."""
        if amount.time is not None:
            return self.add(start, amount.time)
        return self.add_days(start, amount.count)

    def is_open(self, at: datetime) -> bool:
        """Whether working time passes at `at`."""
        return arithmetic.is_open(self._line, to_micros(at))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself while open, else the next opening. Raises NeverOpens."""
        return self._moment(arithmetic.next_opening(self._line, to_micros(at)))

    def previous_open(self, at: datetime) -> datetime:
        """The last working moment up to `at`: itself while open or just closed, else the last closing. NeverOpens."""
        return self._moment(arithmetic.last_open(self._line, to_micros(at)))

    def next_close(self, at: datetime) -> datetime:
        """The first closing after `at`. Raises NeverOpens, or NeverCloses when there is none."""
        return self._moment(arithmetic.next_closing(self._line, to_micros(at)))

    def spans(self, start: datetime, end: datetime) -> tuple[Span, ...]:
        """The open intervals inside [start, end), in order; their lengths add up to `between(start, end)`."""
        cut = arithmetic.pieces(self._line, to_micros(start), to_micros(end))
        return tuple(Span(self._moment(opening), self._moment(closing)) for opening, closing in cut)

    def periods(self, start: datetime) -> Iterator[Span]:
        """The open intervals from `start` on, the first one cut there. Ends, if ever, in NeverOpens or NeverCloses."""
        at = start
        while True:
            opening = self.next_open(at)
            at = self.next_close(opening)
            yield Span(opening, at)

    def periods_before(self, end: datetime) -> Iterator[Span]:
        """The open intervals before `end`, latest first. Ends, if ever, in NeverOpens or NeverCloses."""
        at = to_micros(end)
        while True:
            closing = arithmetic.last_open(self._line, at)
            at = arithmetic.opening_of(self._line, closing)
            yield Span(self._moment(at), self._moment(closing))

    def reason_closed(self, at: datetime | date) -> Closure | None:
        """Why a moment does not count, or why a whole date has no hours; None when it is open."""
        if not isinstance(at, datetime):
            return closure_of_day(self.rules, at)
        if self.is_open(at):
            return None
        local = self.local(at)
        return closure_at(self.rules, local.date(), local.hour * 60 + local.minute)

    def local(self, moment: datetime) -> datetime:
        """The same moment in the calendar's zone, for showing it."""
        return self._moment(to_micros(moment)).astimezone(self.rules.zone)

    def is_working_day(self, day: date) -> bool:
        """Whether any hours begin on `day`."""
        return bool(self.rules.hours_on(day))

    def closing_on(self, day: date) -> datetime:
        """When the hours of `day` end, maybe in the next day. Raises NeverOpens for a day without hours."""
        last = list(day_edges(self.rules, datetime.combine(day, time.min)))[-1:]
        if not last:
            raise NeverOpens(f"{day} is not a working day")
        return self._moment(last[0][1])

    def add_working_days(self, day: date, days: int) -> date:
        """The `days`-th working day after `day`, before it for a negative number; 0 is `day` itself. NeverOpens."""
        step = _DAY if days > 0 else -_DAY
        left = abs(days)
        while left:
            day = self._next_working_day(day, step)
            left -= 1
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (date.fromordinal(number) for number in range(start.toordinal() + 1, end.toordinal() + 1))
        return sum(self.is_working_day(day) for day in days)

    def add_many(self, starts: ArrayLike, amounts: ArrayLike) -> NDArray[Any]:
        """`add` over arrays: int64 microseconds since 1970 in UTC or datetime64; microseconds or timedelta64."""
        from opora.engine.worktime import vector

        return vector.add_many(self._line, starts, amounts)

    def between_many(self, starts: ArrayLike, ends: ArrayLike) -> NDArray[Any]:
        """`between` over arrays: int64 microseconds, or timedelta64[us] when the starts are datetime64."""
        from opora.engine.worktime import vector

        return vector.between_many(self._line, starts, ends)

    def describe(self, language: str) -> str:
        """The hours in one line: «пн–пт 10:00–19:00 (UTC+3)» in "ru", English for any other language."""
        return describe(self.rules, language)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return f"<Calendar {describe(self.rules, 'en')} {self.fingerprint[:8]}>"

    def __reduce__(self) -> tuple[type[Calendar], tuple[Rules]]:
        return Calendar, (self.rules,)

    @staticmethod
    def _moment(micros: int) -> datetime:
        return from_micros(micros)

    def _next_working_day(self, day: date, step: timedelta) -> date:
        first, last = self.rules.explicit_years
        horizon = (max(day.year, last) if step > timedelta(0) else min(day.year, first)), arithmetic.PATIENCE
        while True:
            day += step
            if self.is_working_day(day):
                return day
            if (day.year - horizon[0]) * step.days > horizon[1] or not 1 < day.year <= LAST_YEAR:
                raise NeverOpens(
                    f"there is no working day until {day}; give the calendar ordinary hours or later dates"
                )
