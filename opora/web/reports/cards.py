"""Figures in words: values with their units, the change since the span before, a small chart, titles of groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from opora.engine.charter import Charter
from opora.engine.charter.schema import Level
from opora.engine.metrics import Score
from opora.reports.figures import Figure, Unit, Value
from opora.reports.queries import Named
from opora.web import durations
from opora.web.workspace import titles

CHART_HEIGHT = 40
BAR, GAP = 8, 2


@dataclass(frozen=True, slots=True)
class Column:
    """A day of the chart: a rectangle; `words` are its tooltip."""

    x: int
    y: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns in a box of `width` × CHART_HEIGHT; no columns: there was nothing."""

    width: int
    height: int
    columns: tuple[Column, ...]
    best: str


@dataclass(frozen=True, slots=True)
class Share:
    """A line of a breakdown."""

    title: str
    value: str
    counted: int


@dataclass(frozen=True, slots=True)
class Card:
    """A figure as the page shows it; `facts` say what it is over. `tone` of the change: success, danger or plain."""

    title: str
    clause: str
    definition: str
    explanation: str
    value: str
    facts: tuple[str, ...]
    change: str
    tone: str
    level: Level | None
    chart: Chart | None
    parts: tuple[tuple[str, tuple[Share, ...]], ...]
    is_computed: bool


def card(named: Named, charter: Charter) -> Card:
    """The card of one figure of the charter."""
    figure, kpi = named.figure, named.kpi
    told = {
        "title": kpi.title if kpi else title_of(named.formula),
        "clause": (kpi.clause or "") if kpi else "",
        "definition": (kpi.definition or "") if kpi else "",
        "explanation": explanation_of(named.formula),
    }
    if figure is None:
        return Card(
            **told,
            value="—",
            facts=(),
            change="",
            tone="plain",
            level=None,
            chart=None,
            parts=(),
            is_computed=False,
        )
    change, tone = _change(figure)
    return Card(
        **told,
        value=words(figure.value, figure.unit),
        facts=tuple(fact for fact in _facts(figure, named) if fact),
        change=change,
        tone=tone,
        level=figure.value.level if isinstance(figure.value, Score) else None,
        chart=chart(figure),
        parts=tuple(_parts(figure, charter)),
        is_computed=True,
    )


def words(value: Value | None, unit: Unit) -> str:
    """The value with its unit; a dash when there was nothing to count."""
    if value is None:
        return "—"
    match value:
        case timedelta():
            return durations.words(value)
        case Score():
            return number_format(value.value)
        case float() if unit is Unit.SHARE:
            percent = round(value * 100, 1)
            return f"{number_format(percent, decimal_pos=0 if percent == int(percent) else 1)}\u00a0%"
        case _:
            return number_format(value, use_l10n=True, force_grouping=True)


def title_of(formula: str) -> str:
    """The figure's name where the regulation gives none."""
    return {
        "first_response_time": gettext("First response"),
        "resolution_time": gettext("Resolution"),
        "satisfaction": gettext("Satisfaction"),
        "solved_without_reopening": gettext("Solved without reopening"),
        "volume": gettext("Volume"),
        "sla_kept": gettext("Deadlines kept"),
        "quality_score": gettext("Quality score"),
    }.get(formula, formula)


def explanation_of(formula: str) -> str:
    """How it is counted, in one or two sentences."""
    return {
        "first_response_time": gettext(
            "Mean time from registration to what met the response deadline: by default the first public words of a "
            "person. Automatic answers and notes do not count. Tickets answered in the period."
        ),
        "resolution_time": gettext(
            "Mean time from registration to the solution, elapsed. A reopened ticket counts to its last solution; "
            "declined and merged ones do not count."
        ),
        "satisfaction": gettext(
            "Ratings that count as satisfied, divided by all ratings given in the period. Surveys without an answer "
            "do not count."
        ),
        "solved_without_reopening": gettext(
            "Tickets closed in the period that were never opened again, divided by all closed. Declined and merged "
            "ones do not count."
        ),
        "volume": gettext("Tickets registered in the period; merged ones do not count."),
        "sla_kept": gettext(
            "Deadlines kept, divided by all decided in the period: kept or missed. A missed one counts at once, also "
            "while the ticket is open."
        ),
        "quality_score": gettext(
            "The regulation's own formula over the tickets closed in the period and their ratings, with its level."
        ),
    }.get(formula, gettext("Opora does not compute this figure yet."))


def chart(figure: Figure) -> Chart | None:
    """A column a day, the highest as high as the box."""
    sizes = [(day, value, _size(value)) for day, value in figure.days]
    top = max((size for _, _, size in sizes), default=0.0)
    if top <= 0:
        return None
    columns = tuple(
        Column(
            x=place * (BAR + GAP),
            y=round(CHART_HEIGHT * (1 - size / top), 2),
            height=max(round(CHART_HEIGHT * size / top, 2), 0.5),
            words=f"{_day(day)}: {words(value, figure.unit)}",
        )
        for place, (day, value, size) in enumerate(sizes)
        if value is not None
    )
    highest = max((value for _, value, size in sizes if size == top), key=_size)
    return Chart(len(sizes) * (BAR + GAP) - GAP, CHART_HEIGHT, columns, words(highest, figure.unit))


def key_title(charter: Charter, dimension: str, key: str) -> str:
    """A charter's key as people know it; a name stands for itself."""
    if not key:
        return gettext("nobody")
    if dimension == "category":
        return " / ".join(titles.category(charter, key))
    items: Mapping[str, Mapping[str, object]] = {
        "kind": charter.kinds,
        "priority": charter.priorities,
        "plan": charter.plans,
        "line": charter.lines,
    }
    return str(getattr(items.get(dimension, {}).get(key), "title", key))


def dimension_title(dimension: str) -> str:
    """What a breakdown is by."""
    names: dict[str, Callable[[], str]] = {
        "kind": lambda: gettext("By kind"),
        "category": lambda: gettext("By category"),
        "priority": lambda: gettext("By priority"),
        "plan": lambda: gettext("By plan"),
        "line": lambda: gettext("By line"),
        "agent": lambda: gettext("By specialist"),
    }
    return names[dimension]()


def _parts(figure: Figure, charter: Charter) -> Iterator[tuple[str, tuple[Share, ...]]]:
    for names, parts in figure.parts.items():
        lines = tuple(
            Share(
                title=" · ".join(key_title(charter, name, key) for name, key in zip(names, part.keys, strict=True)),
                value=words(part.value, figure.unit),
                counted=part.counted,
            )
            for part in parts
        )
        if lines:
            yield " × ".join(dimension_title(name) for name in names), lines


def _facts(figure: Figure, named: Named) -> Iterator[str]:
    """Over how much it is, what it was before if it was anything, and what the regulation wants."""
    yield _counted(figure, named.formula)
    if figure.previous is not None and not (figure.unit is Unit.TICKETS and not figure.previous):
        yield gettext("before: %(before)s") % {"before": words(figure.previous, figure.unit)}
    if named.kpi and named.kpi.target:
        yield gettext("target: %(target)s") % {"target": named.kpi.target}


def _counted(figure: Figure, formula: str) -> str:
    match formula:
        case "volume":
            return ""
        case "satisfaction":
            return ngettext("of %(n)s rating", "of %(n)s ratings", figure.counted) % {"n": figure.counted}
        case "sla_kept":
            return ngettext("of %(n)s deadline", "of %(n)s deadlines", figure.counted) % {"n": figure.counted}
        case _:
            return ngettext("over %(n)s ticket", "over %(n)s tickets", figure.counted) % {"n": figure.counted}


def _change(figure: Figure) -> tuple[str, str]:
    if figure.value is None or figure.previous is None:
        return "", "plain"
    now, before = _size(figure.value), _size(figure.previous)
    if figure.unit is Unit.SHARE:
        points = round((now - before) * 100, 1)
        told = gettext("%(points)s points") % {"points": _signed(points)}
        return told, _tone(points, rises=True)
    if before == 0:
        return "", "plain"
    percent = round((now / before - 1) * 100)
    if figure.unit is Unit.TICKETS:
        return f"{_signed(percent)}\u00a0%", "plain"
    return f"{_signed(percent)}\u00a0%", _tone(percent, rises=figure.unit is Unit.SCORE)


def _tone(change: float, *, rises: bool) -> str:
    if change == 0:
        return "plain"
    return "success" if (change > 0) == rises else "danger"


def _signed(number: float) -> str:
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return sign + number_format(abs(number))


def _size(value: Value | None) -> float:
    match value:
        case None:
            return 0.0
        case timedelta():
            return value.total_seconds()
        case Score():
            return float(value.value)
        case _:
            return float(value)


def _day(day: date) -> str:
    return date_format(day, "j E")
