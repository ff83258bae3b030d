"""How often machines of ours answer one address (A12, A15). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

DEADBAND = timedelta(minutes=5)
DAY = timedelta(days=1)
A_DAY = 5
HOUR = timedelta(hours=1)
AN_HOUR_UNASKED = 3


def may_acknowledge(earlier: Sequence[datetime], at: datetime) -> bool:
    """Whether a mail may be acknowledged when the address got acknowledgements at the moments `earlier`.

    At most one in five minutes and five a day.
    """
    return not _since(earlier, at - DEADBAND) and len(_since(earlier, at - DAY)) < A_DAY


def may_write_unasked(earlier: Sequence[datetime], at: datetime) -> bool:
    """Whether somebody who did not write by mail, and whose address nobody has checked, may get one more mail."""
    return len(_since(earlier, at - HOUR)) < AN_HOUR_UNASKED


def _since(moments: Sequence[datetime], start: datetime) -> list[datetime]:
    return [moment for moment in moments if moment > start]
