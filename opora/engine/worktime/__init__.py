"""Working time: calendars that add, measure and explain, one moment at a time or millions at once. Pure, no clock."""

from opora.engine.worktime.amount import Amount, Unit, parse_amount
from opora.engine.worktime.calendar import Calendar
from opora.engine.worktime.closure import Closure, Reason
from opora.engine.worktime.errors import (
    AmountError,
    CalendarError,
    NaiveMoment,
    NeverCloses,
    NeverOpens,
    OutOfRange,
)
from opora.engine.worktime.holidays import transfers_known
from opora.engine.worktime.spans import Span

__all__ = [
    "Amount",
    "AmountError",
    "Calendar",
    "CalendarError",
    "Closure",
    "NaiveMoment",
    "NeverCloses",
    "NeverOpens",
    "OutOfRange",
    "Reason",
    "Span",
    "Unit",
    "parse_amount",
    "transfers_known",
]
