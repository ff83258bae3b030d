"""A week of a desk, and its figures worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from opora.engine.charter.schema import Level
from opora.engine.metrics import Score, mean_first_response, mean_resolution
from opora.quality import actions as quality
from opora.reports import periods, queries
from opora.reports.figures import Asked, Figure
from opora.reports.kpis import KPIS, sla_kept
from opora.tickets import actions
from tests.cast import AT, words

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = AT + 3 * DAY  # Thursday, 10:00 in Moscow
WEEK = periods.period("7d", time_zone="Europe/Moscow", now=NOW)


@dataclass
class Week:
    """Tickets a, b, c and d; all of them by a customer on the plan `standard`."""

    asked: Asked
    cast: Any


@pytest.fixture
def week(cast: Any, register: Callable[..., Any]) -> Week:
    """
    a  Mon 10:00  critical  shop      answered after 30 min, solved after 2 h, confirmed after 3 h, rated 5
    b  Mon 11:00  high      shop      answered after 1 h, solved after 2 h, declined, solved again after 6 h,
                                      confirmed after 7 h, rated 2
    c  Tue 10:00  medium    wms       answered after 90 min, still open
    d  nine days before Monday: high, shop, answered after 10 min, solved after 20 min, confirmed after 30 min, rated 4
    """
    agent, customer = cast.actor("agent"), cast.actor("requester")

    def work(at: datetime, priority: str, category: str, *, answered: timedelta) -> Any:
        ticket = register(kind="incident", priority=priority, category=category, at=at)
        return actions.reply(ticket, words=words("Смотрим"), by=agent, at=at + answered).ticket

    def solve(ticket: Any, at: datetime) -> None:
        actions.take(ticket, by=agent, at=at)
        actions.solve(ticket, words=words("Готово"), by=agent, at=at)

    def close(ticket: Any, at: datetime, score: int) -> None:
        actions.confirm(ticket, by=customer, at=at)
        quality.rate(ticket, score=score, answers={}, comment="", by=customer, at=at)

    earlier = AT - 9 * DAY
    d = work(earlier, "high", "shop", answered=10 * MINUTE)
    solve(d, earlier + 20 * MINUTE)
    close(d, earlier + 30 * MINUTE, 4)
    a = work(AT, "critical", "shop", answered=30 * MINUTE)
    solve(a, AT + 2 * HOUR)
    close(a, AT + 3 * HOUR, 5)
    second = AT + HOUR
    b = work(second, "high", "shop", answered=HOUR)
    solve(b, second + 2 * HOUR)
    actions.decline(b, because="нет", by=customer, at=second + 3 * HOUR)
    solve(b, second + 6 * HOUR)
    close(b, second + 7 * HOUR, 2)
    work(AT + DAY, "medium", "wms", answered=90 * MINUTE)
    return Week(Asked(cast.desk.pk, cast.charter, WEEK), cast)


def figure(week: Week, formula: str, *by: tuple[str, ...]) -> Figure:
    return KPIS[formula](Asked(week.asked.desk_id, week.asked.charter, WEEK, by=by))


def test_first_response_is_the_mean_over_tickets_answered_in_the_week(week: Week) -> None:
    found = figure(week, "first_response_time")
    assert found.value == timedelta(hours=1)  # (30 + 60 + 90) min / 3
    assert found.value == mean_first_response([30 * MINUTE, HOUR, 90 * MINUTE, None])
    assert (found.counted, found.previous) == (3, 10 * MINUTE)


def test_resolution_counts_to_the_last_solution(week: Week) -> None:
    found = figure(week, "resolution_time")
    assert found.value == timedelta(hours=4)  # (2 h + 6 h) / 2; c is open
    assert found.value == mean_resolution([2 * HOUR, 6 * HOUR, None])
    assert (found.counted, found.previous) == (2, 20 * MINUTE)


def test_satisfaction_is_the_share_of_ratings_from_four_up(week: Week) -> None:
    found = figure(week, "satisfaction")
    assert (found.value, found.counted, found.previous) == (0.5, 2, 1.0)


def test_a_declined_solution_is_a_reopening(week: Week) -> None:
    found = figure(week, "solved_without_reopening")
    assert (found.value, found.counted, found.previous) == (0.5, 2, 1.0)


def test_volume_by_day_and_by_category_and_priority(week: Week) -> None:
    found = figure(week, "volume", ("category", "priority"), ("category",))
    assert (found.value, found.previous) == (3, 1)
    assert {str(day): value for day, value in found.days if value} == {"2026-11-16": 2, "2026-11-17": 1}
    crossed = {part.keys: part.value for part in found.parts[("category", "priority")]}
    assert crossed == {("shop", "critical"): 1, ("shop", "high"): 1, ("wms", "medium"): 1}
    assert {part.keys: part.value for part in found.parts[("category",)]} == {("shop",): 2, ("wms",): 1}


def test_the_quality_score_divides_by_answers_here(week: Week) -> None:
    found = figure(week, "quality_score")
    assert isinstance(found.value, Score)
    assert found.value.value == Decimal("3.50")  # (5 + 2) / 2


def test_the_quality_score_has_the_charters_level(week: Week) -> None:
    levels = (Level(key="good", title="Хорошо", at_least="3.5"), Level(key="bad", title="Плохо", acceptable=False))
    charter = week.asked.charter
    strict = charter.quality.model_copy(update={"formula": "ratings / tickets", "levels": levels})
    asked = Asked(week.asked.desk_id, charter.model_copy(update={"quality": strict}), WEEK)
    value = KPIS["quality_score"](asked).value
    assert isinstance(value, Score) and value.level is not None
    assert value.level.key == "good"


def test_deadlines_kept_counts_decided_clocks_only(week: Week) -> None:
    response = sla_kept.of(week.asked, clock="response")
    assert (response.counted, response.value) == (3, _kept(week, "response"))
    everything = sla_kept.of(week.asked)
    assert everything.counted == response.counted + sla_kept.of(week.asked, clock="resolution").counted


def _kept(week: Week, key: str) -> float:
    from opora.clocks.models import Clock
    from opora.clocks.states import state_of
    from opora.engine.metrics import sla_kept_share

    rows = Clock.objects.for_desk(week.cast.desk).filter(key=key, started_at__gte=WEEK.starts_at)
    share = sla_kept_share(state_of(row).in_time for row in rows)
    assert share is not None
    return share


def test_a_breach_counts_while_the_ticket_is_open(week: Week) -> None:
    from opora.clocks.models import Clock

    before = sla_kept.of(week.asked, clock="resolution")
    Clock.objects.for_desk(week.cast.desk).filter(key="resolution", met_at=None).update(breached_at=AT + 2 * DAY)
    after = sla_kept.of(week.asked, clock="resolution")
    assert after.counted == before.counted + 1
    assert {str(day): value for day, value in after.days if value is not None}["2026-11-18"] == 0.0


@pytest.mark.parametrize("formula", KPIS)
def test_every_figure_is_one_query_and_the_neighbours_have_none(
    week: Week, formula: str, django_assert_num_queries: Any
) -> None:
    from opora.desks import tenancy

    with django_assert_num_queries(1):
        assert figure(week, formula, ("category",)).counted
    neighbour = week.cast.neighbour
    with tenancy.desk(neighbour.pk):
        empty = KPIS[formula](Asked(neighbour.pk, week.asked.charter, WEEK))
    assert not empty.counted
    assert empty.value in (None, 0)


def test_the_charters_figures_come_in_its_order_and_unknown_ones_say_so(week: Week) -> None:
    named = queries.named(week.asked.desk_id, week.asked.charter, WEEK)
    assert [one.formula for one in named[:7]] == [kpi.formula for kpi in week.asked.charter.kpis]
    assert {one.formula for one in named if one.figure is None} == {"developer_time_saved"}
