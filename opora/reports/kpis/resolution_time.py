"""Resolution time.

Definition: the mean time from a ticket's registration to its solution.
Unit: elapsed time.
Formula: sum of (solved - registered) / number of tickets solved in the period (`engine.metrics.mean_resolution`).
Excluded: tickets not solved, declined, merged. A reopened ticket counts once, to its last solution, on that day.
Source: the ticket's `solved_at`, which is set when it is solved (or closed without), and taken back by a reopening.
"""

from __future__ import annotations

from opora.reports.facts import Source
from opora.reports.figures import Asked, Figure, Unit, figure, mean
from opora.reports.kpis.ticket_columns import ASSIGNEE, COLUMNS

_SOURCE = Source(
    f"SELECT t.solved_at AS at, t.registered_at, {COLUMNS} FROM tickets_ticket t {ASSIGNEE}"
    " WHERE t.desk_id = %(desk)s AND t.phase IN ('solved', 'closed') AND t.merged_into_id IS NULL"
    " AND t.solved_at >= %(start)s AND t.solved_at < %(end)s",
    ("count(*)", "sum(extract(epoch FROM at - registered_at))"),
)


def of(asked: Asked) -> Figure:
    """One query."""
    return figure(asked, _SOURCE, unit=Unit.TIME, combine=mean)
