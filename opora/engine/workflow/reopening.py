"""Whether a closed ticket can still be opened again."""

from __future__ import annotations

from datetime import UTC, datetime

from opora.engine.charter.schema import Charter
from opora.engine.worktime import parse_amount


def can_reopen(charter: Charter, *, closed_at: datetime, now: datetime) -> bool:
    """Whether a ticket closed at `closed_at` may be opened again at `now`; the last moment included."""
    if charter.workflow.reopening.within == "always":
        return True
    until = reopen_until(charter, closed_at)
    return until is not None and now <= until


def reopen_until(charter: Charter, closed_at: datetime) -> datetime | None:
    """The last moment at which it may be opened again; None when the charter says always or never."""
    rule = charter.workflow.reopening
    if rule.within in ("always", "never"):
        return None
    return charter.calendar(rule.on).due(closed_at, parse_amount(rule.within)).astimezone(UTC)
