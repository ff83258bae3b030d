"""First response time.

Definition: the mean time from a ticket's registration to what met its response clock: by default the first public
words of a person, or what else the charter's clock `response` lists.
Unit: elapsed time.
Formula: sum of (met - registered) / number of tickets answered in the period (`engine.metrics.mean_first_response`).
Excluded: tickets not answered yet, merged tickets; automatic answers and notes meet no such clock. A charter without
a clock `response` counts to the first public words of a person.
Source: rows of the clock `response` (`met_at`), else the ticket's `first_reply_at`; a ticket belongs to the day of its
first response.
"""

from __future__ import annotations

from opora.reports.facts import Source
from opora.reports.figures import Asked, Figure, Unit, figure, mean
from opora.reports.kpis.ticket_columns import ASSIGNEE, COLUMNS

CLOCK = "response"
_MEASURES = ("count(*)", "sum(extract(epoch FROM at - registered_at))")
_BY_CLOCK = Source(
    f"SELECT c.met_at AS at, t.registered_at, {COLUMNS} FROM clocks_clock c"
    f" JOIN tickets_ticket t ON t.id = c.ticket_id AND t.desk_id = c.desk_id {ASSIGNEE}"
    " WHERE c.desk_id = %(desk)s AND c.key = %(clock)s AND c.met_at >= %(start)s AND c.met_at < %(end)s"
    " AND t.merged_into_id IS NULL",
    _MEASURES,
)
_BY_WORDS = Source(
    f"SELECT t.first_reply_at AS at, t.registered_at, {COLUMNS} FROM tickets_ticket t {ASSIGNEE}"
    " WHERE t.desk_id = %(desk)s AND t.first_reply_at >= %(start)s AND t.first_reply_at < %(end)s"
    " AND t.merged_into_id IS NULL",
    _MEASURES,
)


def of(asked: Asked) -> Figure:
    """One query."""
    source = _BY_CLOCK if CLOCK in asked.charter.clocks else _BY_WORDS
    return figure(asked, source, unit=Unit.TIME, combine=mean, parameters={"clock": CLOCK})
