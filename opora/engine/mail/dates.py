"""The Date header: RFC 5322 with its obsolete zones and two-digit years, and ISO 8601, which some robots write."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from opora.engine.mail import encoded

_LETTERS = 120
_MOST_OFFSET = timedelta(hours=24)


def parse(value: bytes) -> datetime | None:
    """An aware moment, None when absent or invalid. A date without a zone is taken as UTC."""
    text = encoded.text(value[:_LETTERS])
    return _rfc5322(text) or _iso(text)


def _rfc5322(text: str) -> datetime | None:
    try:
        found = parsedate_tz(text)
        if not found or found[0] < 1900:
            return None
        return datetime(*found[:6], tzinfo=_zone(found[9]))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _zone(seconds: int | None) -> timezone:
    offset = timedelta(seconds=seconds or 0)
    return timezone(offset) if offset and abs(offset) < _MOST_OFFSET else UTC


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
