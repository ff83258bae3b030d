"""Formulas of the figures a regulation names, on plain values. Nothing to count gives None, never zero. Pure."""

from opora.engine.metrics.quality import Score, quality_score
from opora.engine.metrics.shares import satisfied_share, sla_kept_share, solved_without_reopening_share
from opora.engine.metrics.times import mean_first_response, mean_resolution, time_by_line
from opora.engine.metrics.volume import volume

__all__ = [
    "Score",
    "mean_first_response",
    "mean_resolution",
    "quality_score",
    "satisfied_share",
    "sla_kept_share",
    "solved_without_reopening_share",
    "time_by_line",
    "volume",
]
