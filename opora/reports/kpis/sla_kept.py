"""Deadlines kept.

Definition: the share of promises that were kept, over all public clocks of the charter or one of them.
Unit: share of the clocks decided.
Formula: kept / (kept + broken) (`engine.metrics.sla_kept_share`).
Excluded: clocks that are open and not late, clocks without a term, clocks cancelled before their deadline, merged
tickets. A clock broken counts at once, also while the ticket is still open.
Source: clock rows (`met_at`, `breached_at`, `budget`); a clock belongs to the day on which it was decided: the missed
deadline, else the moment it was met.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

from opora.engine.metrics import sla_kept_share
from opora.reports.facts import Source, Sums
from opora.reports.figures import Asked, Figure, Unit, figure
from opora.reports.kpis.ticket_columns import ASSIGNEE, COLUMNS

_SOURCE = Source(
    f"SELECT coalesce(c.breached_at, c.met_at) AS at, c.breached_at IS NOT NULL AS broken, {COLUMNS}"
    f" FROM clocks_clock c JOIN tickets_ticket t ON t.id = c.ticket_id AND t.desk_id = c.desk_id {ASSIGNEE}"
    " WHERE c.desk_id = %(desk)s AND c.is_public AND c.mode <> 'none' AND t.merged_into_id IS NULL"
    " AND (%(clock)s = '' OR c.key = %(clock)s)"
    " AND (c.breached_at IS NOT NULL OR (c.met_at IS NOT NULL AND c.budget IS NOT NULL AND c.cancelled_at IS NULL))"
    " AND coalesce(c.breached_at, c.met_at) >= %(start)s AND coalesce(c.breached_at, c.met_at) < %(end)s",
    ("count(*)", "count(*) FILTER (WHERE broken)"),
)


def of(asked: Asked, *, clock: str = "") -> Figure:
    """Of one clock, or of all when it is empty. One query."""
    return figure(asked, _SOURCE, unit=Unit.SHARE, combine=_combine, parameters={"clock": clock})


def _combine(rows: Sequence[Sums]) -> float | None:
    decided = sum(row.measures[0] for row in rows)
    broken = sum(row.measures[1] for row in rows)
    return sla_kept_share(chain(repeat(True, decided - broken), repeat(False, broken)))
