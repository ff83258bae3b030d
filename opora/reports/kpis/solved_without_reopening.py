"""Solved without reopening.

Definition: the share of closed tickets that were never opened again.
Unit: share of the tickets closed.
Formula: never reopened / closed (`engine.metrics.solved_without_reopening_share`).
Excluded: open, declined and merged tickets. A declined solution is a reopening.
Source: the ticket's `reopened_times` and `closed_at`; a ticket belongs to the day of its last closing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

from opora.engine.metrics import solved_without_reopening_share
from opora.reports.facts import Source, Sums
from opora.reports.figures import Asked, Figure, Unit, figure
from opora.reports.kpis.ticket_columns import ASSIGNEE, COLUMNS

_SOURCE = Source(
    f"SELECT t.closed_at AS at, t.reopened_times, {COLUMNS} FROM tickets_ticket t {ASSIGNEE}"
    " WHERE t.desk_id = %(desk)s AND t.phase = 'closed' AND t.merged_into_id IS NULL"
    " AND t.closed_at >= %(start)s AND t.closed_at < %(end)s",
    ("count(*)", "count(*) FILTER (WHERE reopened_times > 0)"),
)


def of(asked: Asked) -> Figure:
    """One query."""
    return figure(asked, _SOURCE, unit=Unit.SHARE, combine=_combine)


def _combine(rows: Sequence[Sums]) -> float | None:
    closed = sum(row.measures[0] for row in rows)
    reopened = sum(row.measures[1] for row in rows)
    return solved_without_reopening_share(chain(repeat(0, closed - reopened), repeat(1, reopened)))
