"""Figures and ledgers: for whom they are, and what they say."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from opora.clocks.models import Clock
from opora.desks import tenancy
from opora.tickets import actions
from opora.web.reports import proof
from opora.web.reports.figures import guarded
from tests.cast import AT, words

FIGURES = "/desk/work/figures/"
LATER = AT + timedelta(days=2, hours=3)


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: LATER)


@pytest.fixture
def as_(cast: Any) -> Callable[[str], Client]:
    def browser(name: str) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="ru")
        client.force_login(cast.user(name))
        return client

    return browser


def test_figures_are_for_those_who_lead(as_: Callable[[str], Client]) -> None:
    expected = dict.fromkeys(("lead", "quality", "admin", "owner"), 200)
    expected |= dict.fromkeys(
        ("agent", "writer", "tester", "developer", "requester", "customer_admin", "neighbour_owner"), 404
    )
    for page in (FIGURES, f"{FIGURES}export/"):
        assert {name: as_(name).get(page).status_code for name in expected} == expected
        assert Client().get(page).status_code == 302


@pytest.mark.parametrize("query", ["", "?period=7d", "?period=month", "?period=quarter", "?period=%00", "?period=1e9"])
def test_an_empty_desk_has_an_empty_page(as_: Callable[[str], Client], query: str) -> None:
    answer = as_("lead").get(FIGURES + query)
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


def test_figures_bear_the_regulations_names_and_clauses(
    as_: Callable[[str], Client], cast: Any, register: Callable[..., Any]
) -> None:
    ticket = register(category="shop/orders")
    actions.reply(ticket, words=words("Смотрим"), by=cast.actor("agent"), at=AT + timedelta(minutes=30))
    page = as_("lead").get(FIGURES).text
    for kpi in cast.charter.kpis:
        assert kpi.title in page and (kpi.clause or "") in page
    assert "30&nbsp;" in page or "30 " in page
    assert "Заказы и оплата" in page
    assert " style=" not in page
    assert "ранее:" not in page, "there was nothing before"


def test_the_page_costs_the_same_whatever_happened(
    as_: Callable[[str], Client], register: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    client = as_("lead")
    client.get(FIGURES)
    for n in range(10):
        register(subject=f"Вопрос {n}")
    with django_assert_max_num_queries(25):
        client.get(FIGURES)


@pytest.mark.parametrize("cell", ["=1+1", "+7", "-1", "@SUM", "\t=1", "\r=1", "＝1", "  =1", "|calc"])
def test_no_cell_of_the_export_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Заказы", "12", "0.5", "", "a=b"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell


def test_the_export_holds_the_figures(as_: Callable[[str], Client], cast: Any, register: Callable[..., Any]) -> None:
    register(category="shop/orders", priority="high")
    answer = as_("lead").get(f"{FIGURES}export/?period=7d")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {7}
    assert [row for row in rows if row[2].endswith("Высокий") and row[3] == "1"]


def test_a_ledger_is_for_the_desks_staff(as_: Callable[[str], Client], register: Callable[..., Any]) -> None:
    ticket = register()
    expected = {"agent": 200, "lead": 200, "tester": 200, "requester": 404, "neighbour_agent": 404}
    address = f"/desk/work/tickets/{ticket.name}/clocks/resolution/"
    assert {name: as_(name).get(address).status_code for name in expected} == expected
    for other in ("nonsense", "department"):
        assert as_("agent").get(f"/desk/work/tickets/{ticket.name}/clocks/{other}/").status_code == 404


@pytest.fixture
def paused(cast: Any, register: Callable[..., Any]) -> Any:
    """Registered Monday 10:00, asked at 11:00, answered on Tuesday at 11:00."""
    ticket = register(kind="incident", priority="low")
    agent = cast.actor("agent")
    actions.take(ticket, by=agent, at=AT)
    actions.ask(ticket, words=words("Что?"), by=agent, at=AT + timedelta(hours=1))
    answered = AT + timedelta(days=1, hours=1)
    actions.customer_reply(ticket, words=words("Вот"), by=cast.actor("requester"), at=answered)
    with tenancy.desk(cast.desk.pk):
        ticket.refresh_from_db()
    return ticket


def test_the_ledger_adds_up_to_the_deadline(cast: Any, paused: Any) -> None:
    sheet = proof.of(paused, "resolution", actor=cast.actor("agent"), now=LATER)
    ledger = sheet.ledger
    assert ledger.budget is not None and ledger.due_at is not None
    assert ledger.counted + sum((row.amount for row in ledger.ahead), timedelta()) == max(ledger.budget, ledger.counted)
    everything = (*sheet.lines, *sheet.late, *sheet.ahead)
    assert everything[0].start == AT
    for line, following in pairwise(everything):
        assert line.end == following.start
    assert any(line.state == "paused" and "Ждём пользователя" in line.words for line in sheet.lines)
    assert sum(piece.width for piece in sheet.bar.pieces) == pytest.approx(proof.WIDTH, abs=1)


def test_a_missed_deadline_cuts_the_interval_it_lies_in(cast: Any, paused: Any) -> None:
    due = LATER - timedelta(hours=1, minutes=30)
    with tenancy.desk(cast.desk.pk):
        Clock.objects.for_desk(cast.desk).filter(ticket=paused, key="resolution").update(due_at=due, breached_at=due)
    sheet = proof.of(paused, "resolution", actor=cast.actor("agent"), now=LATER)
    assert sheet.lines[-1].end == due and sheet.late[0].start == due
    assert {line.state for line in sheet.late} <= {"late", "closed"}


def test_the_bar_explains_only_what_occurs(cast: Any, paused: Any) -> None:
    sheet = proof.of(paused, "resolution", actor=cast.actor("agent"), now=AT + timedelta(days=1, hours=2))
    everything = (*sheet.lines, *sheet.late, *sheet.ahead)
    assert not sheet.is_broken
    assert {state for state, _ in sheet.bar.keys} == {line.state for line in everything} >= {"counted", "ahead"}
    assert sheet.bar.start == AT and sheet.bar.end == everything[-1].end == sheet.ledger.due_at


def test_a_missed_deadline_is_told_and_its_time_explained(cast: Any, paused: Any) -> None:
    sheet = proof.of(paused, "resolution", actor=cast.actor("agent"), now=LATER)
    assert sheet.late and sheet.view.is_breached
    assert sheet.is_broken and "late" in dict(sheet.bar.keys)


def test_a_ledgers_columns_are_from_and_to(as_: Callable[[str], Client], paused: Any) -> None:
    page = as_("agent").get(f"/desk/work/tickets/{paused.name}/clocks/resolution/").text
    assert '<th scope="col">С</th><th scope="col">По</th>' in page
    assert "ledger-bar__due--broken" in page and "ledger__due--broken" in page


def test_customers_read_their_own_names_of_statuses(as_: Callable[[str], Client], paused: Any) -> None:
    staff = as_("agent").get(f"/desk/work/tickets/{paused.name}/clocks/resolution/").text
    customer = as_("requester").get(f"/desk/tickets/{paused.name}/clocks/resolution/").text
    assert "Ждём пользователя" in staff
    assert "Ждём пользователя" not in customer and "Нужен ваш ответ" in customer


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (timedelta(hours=110, minutes=5), r"110 \S+ 5 \S+"),
        (timedelta(minutes=5), r"5 \S+"),
        (timedelta(), r"0 \S+"),
        (timedelta(hours=-2), r"−2 \S+"),
        (timedelta(seconds=40), r"40 \S+"),
    ],
)
def test_working_time_is_told_in_hours(length: timedelta, expected: str) -> None:
    assert re.fullmatch(expected, proof.hours(length))


def test_a_ledger_costs_few_queries(cast: Any, paused: Any, django_assert_num_queries: Any) -> None:
    now: datetime = LATER
    proof.of(paused, "resolution", actor=cast.actor("agent"), now=now)
    with django_assert_num_queries(2):
        proof.of(paused, "resolution", actor=cast.actor("agent"), now=now)
