"""The KPIs by the words with which a charter names them (`kpis.formula`).

A charter may also name `line_time` and `developer_time_saved`, which nothing computes yet: pages say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from opora.reports.figures import Asked, Figure
from opora.reports.kpis import (
    first_response_time,
    quality_score,
    resolution_time,
    satisfaction,
    sla_kept,
    solved_without_reopening,
    volume,
)

KPIS: Mapping[str, Callable[[Asked], Figure]] = {
    "first_response_time": first_response_time.of,
    "resolution_time": resolution_time.of,
    "satisfaction": satisfaction.of,
    "solved_without_reopening": solved_without_reopening.of,
    "volume": volume.of,
    "sla_kept": sla_kept.of,
    "quality_score": quality_score.of,
}
