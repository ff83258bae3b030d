"""Between the clock on the wall and the microseconds since 1970-01-01T00:00Z in which everything is counted."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opora.engine.worktime.errors import CalendarError, NaiveMoment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (wall-clock arithmetic)


def load_zone(name: object) -> ZoneInfo:
    """The IANA time zone of that name. Raises CalendarError with path `time_zone`."""
    problem = f'{name!r} is not a time zone; use a name of the IANA database like "Europe/Moscow" or "UTC"'
    if not isinstance(name, str) or not name:
        raise CalendarError("time_zone", problem)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CalendarError("time_zone", problem) from None


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware datetime. Raises NaiveMoment."""
    if moment.utcoffset() is None:
        raise NaiveMoment(f"{moment!r} has no time zone; working time is counted between aware datetimes")
    return (moment - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware datetime in UTC."""
    return EPOCH + timedelta(microseconds=micros)


def first_moment(wall: datetime, zone: ZoneInfo) -> int:
    """The first moment, in microseconds since 1970, at which clocks in `zone` show `wall` (naive) or a later time.

    So a time shown twice in autumn means its first showing, and one that is skipped in spring means the jump itself.
    """
    early, late = zone.utcoffset(wall), zone.utcoffset(wall.replace(fold=1))
    assert early is not None and late is not None
    before_1970 = wall - _NAIVE_EPOCH
    if early >= late:
        return (before_1970 - early) // MICROSECOND
    return _jump(int((before_1970 - late).total_seconds()), int((before_1970 - early).total_seconds()), zone)


def _jump(before: int, after: int, zone: ZoneInfo) -> int:
    """The transition in (before, after], both in seconds since 1970, by halving: offsets change at whole seconds."""
    old = _offset(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after * SECOND


def _offset(second: int, zone: ZoneInfo) -> timedelta | None:
    return (EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset()
