"""Spans of days over which figures are counted, with the span before to compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NAMES = ("7d", "30d", "month", "quarter")
DEFAULT = "30d"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, in the desk's time zone; the span before has as many days."""

    name: str
    first: date
    last: date
    time_zone: str

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> tuple[date, ...]:
        """Every day, in order."""
        return tuple(self.first + timedelta(days=n) for n in range(self.length))

    @property
    def before(self) -> date:
        """The first day of the span before."""
        return self.first - timedelta(days=self.length)

    @property
    def starts_at(self) -> datetime:
        """Midnight with which it begins."""
        return self._midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """Midnight with which it ends."""
        return self._midnight(self.last + timedelta(days=1))

    @property
    def before_starts_at(self) -> datetime:
        """Midnight with which the span before begins."""
        return self._midnight(self.before)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=ZoneInfo(self.time_zone))


def period(name: str, *, time_zone: str, now: datetime) -> Period:
    """The period of that name that ends today: `7d`, `30d`, `month` and `quarter` so far; else the default one."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    chosen = name if name in NAMES else DEFAULT
    match chosen:
        case "7d":
            first = today - timedelta(days=6)
        case "month":
            first = today.replace(day=1)
        case "quarter":
            first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
        case _:
            first = today - timedelta(days=29)
    return Period(chosen, first, today, time_zone)
