"""The desk's figures.

GET figures/         the page: `?period=7d|30d|month|quarter`
GET figures/export/  the same as CSV
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opora.engine.charter import Charter
from opora.engine.metrics import Score
from opora.reports import periods, queries
from opora.reports.figures import Figure, Part, Value
from opora.toolkit import clock
from opora.web.access import leads
from opora.web.desk import StaffRequest
from opora.web.reports import cards
from opora.web.workspace import frame, titles

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


@dataclass(frozen=True, slots=True)
class Cross:
    """A table of numbers: titles of the columns, and lines of a title, cells and their sum."""

    columns: tuple[tuple[str, str, int], ...]
    lines: tuple[tuple[str, tuple[int, ...], int], ...]
    sums: tuple[int, ...]
    total: int


@leads
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """For those who lead: what the regulation measures, and how it came out."""
    period = _period(request)
    charter, desk_id = request.charter, request.desk.pk
    figures = [cards.card(one, charter) for one in queries.named(desk_id, charter, period)]
    kept = queries.kept_by_clock(desk_id, charter, period)
    cross = _cross(charter, queries.by_category_and_priority(desk_id, charter, period))
    context = {
        "section": "figures",
        "period": period,
        "periods": [(name, _period_title(name)) for name in periods.NAMES],
        "cards": figures,
        "cross": cross,
        "kept": [_kept(charter, key, figure) for key, figure in kept],
        "priorities": [priority.title for priority in charter.priorities.values()],
        "is_empty": not cross.total and all(not one.chart for one in figures),
    }
    return frame.page(request, "reports/figures.html", context)


@leads
@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """Every figure without its days, then its breakdowns; what a spreadsheet would run as a formula is quoted."""
    period = _period(request)
    name = f"{request.desk.slug}-{period.first}-{period.last}.csv"
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    for row in _rows(request, period):
        writer.writerow([guarded(cell) for cell in row])
    return answer


def guarded(cell: object) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_DANGEROUS) else text


def _rows(request: StaffRequest, period: periods.Period) -> Iterator[Sequence[object]]:
    yield (
        gettext("Figure"),
        gettext("Clause"),
        gettext("Group"),
        gettext("Value"),
        gettext("Unit"),
        gettext("Counted"),
        gettext("Before"),
    )
    for one in queries.named(request.desk.pk, request.charter, period):
        if one.figure is None:
            continue
        title = one.kpi.title if one.kpi else cards.title_of(one.formula)
        clause = (one.kpi.clause or "") if one.kpi else ""
        figure = one.figure
        yield title, clause, "", _plain(figure.value), _unit(figure), figure.counted, _plain(figure.previous)
        for names, parts in figure.parts.items():
            for part in parts:
                yield (
                    title,
                    clause,
                    _group(request.charter, names, part),
                    _plain(part.value),
                    _unit(figure),
                    part.counted,
                    "",
                )
    volume = queries.by_category_and_priority(request.desk.pk, request.charter, period)
    for names, parts in volume.parts.items():
        for part in parts:
            yield (
                cards.title_of("volume"),
                "",
                _group(request.charter, names, part),
                part.counted,
                "tickets",
                part.counted,
                "",
            )


def _group(charter: Charter, names: tuple[str, ...], part: Part) -> str:
    return " · ".join(cards.key_title(charter, name, key) for name, key in zip(names, part.keys, strict=True))


def _plain(value: Value | None) -> object:
    match value:
        case None:
            return ""
        case timedelta():
            return round(value.total_seconds())
        case Score():
            return value.value
        case float():
            return round(value, 4)
        case _:
            return value


def _unit(figure: Figure) -> str:
    return "seconds" if figure.unit.value == "time" else figure.unit.value


def _period(request: StaffRequest) -> periods.Period:
    name = request.GET.get("period", periods.DEFAULT)
    return periods.period(name, time_zone=request.charter.time_zone, now=clock.now())


def _period_title(name: str) -> str:
    return {
        "7d": gettext("7 days"),
        "30d": gettext("30 days"),
        "month": gettext("This month"),
        "quarter": gettext("This quarter"),
    }[name]


def _cross(charter: Charter, figure: Figure) -> Cross:
    counts = {part.keys: part.counted for part in next(iter(figure.parts.values()), ())}
    known = list(charter.priorities)
    keys = known + sorted({priority for _, priority in counts} - set(known))
    columns = tuple((key, cards.key_title(charter, "priority", key), titles.level(charter, key)) for key in keys)
    order = list(charter.category_tree)
    found = sorted(
        {category for category, _ in counts},
        key=lambda path: (order.index(path) if path in order else len(order), path),
    )
    lines = tuple(_line(charter, path, keys, counts) for path in found)
    return Cross(
        columns=columns,
        lines=lines,
        sums=tuple(sum(cells[place] for _, cells, _ in lines) for place in range(len(keys))),
        total=sum(total for _, _, total in lines),
    )


def _line(
    charter: Charter, path: str, keys: Sequence[str], counts: dict[tuple[str, ...], int]
) -> tuple[str, tuple[int, ...], int]:
    cells = tuple(counts.get((path, key), 0) for key in keys)
    return cards.key_title(charter, "category", path), cells, sum(cells)


def _kept(charter: Charter, key: str, figure: Figure) -> dict[str, Any]:
    parts = {part.keys[0]: part for part in figure.parts[("priority",)]}
    return {
        "title": charter.clocks[key].title,
        "all": cards.words(figure.value, figure.unit),
        "counted": figure.counted,
        "share": figure.value,
        "cells": [_cell(parts.get(priority), figure) for priority in charter.priorities],
    }


def _cell(part: Part | None, figure: Figure) -> dict[str, Any]:
    if part is None:
        return {"value": "—", "counted": 0, "share": None}
    return {"value": cards.words(part.value, figure.unit), "counted": part.counted, "share": part.value}
