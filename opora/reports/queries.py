"""The figures that a desk's charter names."""

from __future__ import annotations

from dataclasses import dataclass

from opora.engine.charter import Charter
from opora.engine.charter.schema import Kpi
from opora.reports.figures import Asked, Figure
from opora.reports.kpis import KPIS, sla_kept, volume
from opora.reports.periods import Period

ALWAYS_SHOWN = ("first_response_time", "resolution_time", "satisfaction", "solved_without_reopening", "sla_kept")
"""What is shown besides the figures that the charter names, so that every desk sees how it does."""


@dataclass(frozen=True, slots=True)
class Named:
    """A figure under the name the regulation gives it; `kpi` None: it names none such. `figure` None: not computed."""

    formula: str
    kpi: Kpi | None
    figure: Figure | None


def named(desk_id: int, charter: Charter, period: Period) -> list[Named]:
    """The charter's figures in its order, then those of ALWAYS_SHOWN that it does not name. One query each."""
    own = [_named(desk_id, charter, period, kpi.formula, kpi) for kpi in charter.kpis]
    said = {kpi.formula for kpi in charter.kpis}
    rest = [_named(desk_id, charter, period, formula, None) for formula in ALWAYS_SHOWN if formula not in said]
    return own + rest


def by_category_and_priority(desk_id: int, charter: Charter, period: Period) -> Figure:
    """Volume, broken down by both together. One query."""
    return volume.of(Asked(desk_id, charter, period, by=(("category", "priority"),)))


def kept_by_clock(desk_id: int, charter: Charter, period: Period) -> list[tuple[str, Figure]]:
    """Deadlines kept, for every public clock of tickets, by priority. One query each."""
    asked = Asked(desk_id, charter, period, by=(("priority",),))
    public = [key for key, rule in charter.clocks.items() if rule.public and rule.starts != "handed_off"]
    return [(key, sla_kept.of(asked, clock=key)) for key in public]


def _named(desk_id: int, charter: Charter, period: Period, formula: str, kpi: Kpi | None) -> Named:
    compute = KPIS.get(formula)
    if compute is None:
        return Named(formula, kpi, None)
    asked = Asked(desk_id, charter, period, by=tuple((word,) for word in kpi.by) if kpi else ())
    return Named(formula, kpi, compute(asked))
