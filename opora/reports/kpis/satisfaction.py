"""Satisfaction.

Definition: the share of ratings at or above the charter's `quality.satisfied_from`.
Unit: share of the ratings given.
Formula: satisfied / given (`engine.metrics.satisfied_share`).
Excluded: surveys not answered, and ratings of merged tickets. A rating given again counts once, as it stands now.
Source: ratings (`given_at`, `score`); a rating belongs to the day on which it was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from opora.engine.metrics import satisfied_share
from opora.reports.facts import Source, Sums
from opora.reports.figures import Asked, Figure, Unit, figure
from opora.reports.kpis.ticket_columns import COLUMNS

_SOURCE = Source(
    f"SELECT r.given_at AS at, r.score, {COLUMNS} FROM quality_rating r"
    " JOIN tickets_ticket t ON t.id = r.ticket_id AND t.desk_id = r.desk_id"
    " LEFT JOIN desks_member m ON m.id = r.member_id AND m.desk_id = r.desk_id"
    " WHERE r.desk_id = %(desk)s AND r.given_at >= %(start)s AND r.given_at < %(end)s AND t.merged_into_id IS NULL",
    ("count(score)", "array_agg(score)"),
)


def of(asked: Asked) -> Figure:
    """One query."""
    bound = asked.charter.quality.satisfied_from

    def combine(rows: Sequence[Sums]) -> float | None:
        return satisfied_share(chain.from_iterable(row.measures[1] for row in rows), satisfied_from=bound)

    return figure(asked, _SOURCE, unit=Unit.SHARE, combine=combine)
