"""Quality score.

Definition: the charter's score of the desk's (or of an agent's) work, with its level.
Unit: points of the rating scale.
Formula: the charter's `quality.formula`: the sum of ratings divided by the tickets closed, or by those rated; rounded
and matched to a level as the charter says (`engine.metrics.quality_score`).
Excluded: open, declined and merged tickets. Under `ratings / tickets` silence counts as nothing given.
Source: tickets closed in the period (`closed_at`) with their ratings as they stand now.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from opora.engine.metrics import Score, quality_score
from opora.reports.facts import Source, Sums
from opora.reports.figures import Asked, Figure, Unit, figure
from opora.reports.kpis.ticket_columns import ASSIGNEE, COLUMNS

_SOURCE = Source(
    f"SELECT t.closed_at AS at, r.score, {COLUMNS} FROM tickets_ticket t"
    " LEFT JOIN quality_rating r ON r.ticket_id = t.id AND r.desk_id = t.desk_id AND r.given_at IS NOT NULL"
    f" {ASSIGNEE} WHERE t.desk_id = %(desk)s AND t.phase = 'closed' AND t.merged_into_id IS NULL"
    " AND t.closed_at >= %(start)s AND t.closed_at < %(end)s",
    ("count(*)", "array_agg(score) FILTER (WHERE score IS NOT NULL)"),
)


def of(asked: Asked) -> Figure:
    """One query."""
    quality = asked.charter.quality

    def combine(rows: Sequence[Sums]) -> Score | None:
        ratings = chain.from_iterable(row.measures[1] or () for row in rows)
        return quality_score(quality, ratings, tickets=sum(row.measures[0] for row in rows))

    return figure(asked, _SOURCE, unit=Unit.SCORE, combine=combine)
