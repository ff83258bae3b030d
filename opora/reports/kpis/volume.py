"""Volume.

Definition: how many tickets were registered.
Unit: tickets.
Formula: their number, also by category, by priority or by whatever the charter names (`engine.metrics.volume`).
Excluded: merged tickets.
Source: the ticket's `registered_at`; kind, category and priority as they are now.
"""

from __future__ import annotations

from collections.abc import Sequence

from opora.reports.facts import Source, Sums
from opora.reports.figures import Asked, Figure, Unit, figure
from opora.reports.kpis.ticket_columns import ASSIGNEE, COLUMNS

_SOURCE = Source(
    f"SELECT t.registered_at AS at, {COLUMNS} FROM tickets_ticket t {ASSIGNEE}"
    " WHERE t.desk_id = %(desk)s AND t.merged_into_id IS NULL"
    " AND t.registered_at >= %(start)s AND t.registered_at < %(end)s",
    ("count(*)",),
)


def of(asked: Asked) -> Figure:
    """One query."""
    return figure(asked, _SOURCE, unit=Unit.TICKETS, combine=_combine)


def _combine(rows: Sequence[Sums]) -> int:
    return sum(row.measures[0] for row in rows)
