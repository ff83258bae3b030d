"""A customer's ticket: writing, confirming, objecting, reopening, rating."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from opora.desks import tenancy
from opora.quality import actions as quality
from opora.quality.models import Rating
from opora.tickets import actions
from opora.tickets.models import Message
from tests.cast import AT, words

LATER = AT + timedelta(hours=5)


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: LATER)


@pytest.fixture
def client(cast: Any) -> Client:
    browser = Client(HTTP_ACCEPT_LANGUAGE="ru")
    browser.force_login(cast.user("requester"))
    return browser


@pytest.fixture
def solved(cast: Any, register: Callable[..., Any]) -> Any:
    ticket = register()
    actions.take(ticket, by=cast.actor("agent"), at=AT)
    actions.solve(ticket, words=words("Почистили кэш"), by=cast.actor("agent"), at=AT + timedelta(hours=1))
    return ticket


@pytest.fixture
def closed(cast: Any, solved: Any) -> Any:
    return actions.confirm(solved, by=cast.actor("requester"), at=AT + timedelta(hours=2))


def phase(cast: Any, ticket: Any) -> str:
    with tenancy.desk(cast.desk.pk):
        ticket.refresh_from_db()
    return str(ticket.phase)


def test_an_answer_is_kept_once_and_brings_the_ticket_back_to_work(
    client: Client, cast: Any, register: Callable[..., Any]
) -> None:
    ticket = register()
    actions.take(ticket, by=cast.actor("agent"), at=AT)
    actions.ask(ticket, words=words("Какой браузер?"), by=cast.actor("agent"), at=AT)
    for _ in range(2):
        sent = client.post(f"/desk/tickets/{ticket.name}/messages/", {"text": "Firefox", "once": "m1"})
        assert sent.status_code == 303
    with tenancy.desk(cast.desk.pk):
        assert Message.objects.for_desk(cast.desk).filter(ticket=ticket, text="Firefox").count() == 1
    assert phase(cast, ticket) == "open"


def test_an_empty_answer_says_so_in_its_form(client: Client, register: Callable[..., Any]) -> None:
    answer = client.post(f"/desk/tickets/{register().name}/messages/", {"text": "  "})
    assert answer.status_code == 422
    assert "problem" in answer.text and 'id="answer"' in answer.text


def test_confirming_closes_and_asks_for_a_rating(client: Client, cast: Any, solved: Any) -> None:
    address = f"/desk/tickets/{solved.name}/"
    assert "Почистили кэш" in client.get(address).text
    for _ in range(2):
        assert client.post(f"{address}confirmation/").status_code == 303
    assert phase(cast, solved) == "closed"
    page = client.get(address).text
    assert 'name="score"' in page and 'name="text"' not in page


def test_an_objection_needs_words_and_reopens(client: Client, cast: Any, solved: Any) -> None:
    address = f"/desk/tickets/{solved.name}/"
    assert client.post(f"{address}objection/", {"because": ""}).status_code == 422
    assert phase(cast, solved) == "solved"
    assert client.post(f"{address}objection/", {"because": "Всё ещё белый экран"}).status_code == 303
    assert phase(cast, solved) == "open"
    assert "Всё ещё белый экран" in client.get(address).text


def test_a_closed_ticket_opens_again_while_the_charter_allows(
    client: Client, cast: Any, closed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/desk/tickets/{closed.name}/"
    assert "reopening/" in client.get(address).text
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: AT + timedelta(days=60))
    assert "reopening/" not in client.get(address).text
    assert client.post(f"{address}reopening/", {"because": "опять"}).status_code == 409
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: LATER)
    assert client.post(f"{address}reopening/", {"because": "опять"}).status_code == 303
    assert phase(cast, closed) == "open"


def test_a_rating_can_be_given_and_changed(client: Client, cast: Any, closed: Any) -> None:
    address = f"/desk/tickets/{closed.name}/rating/"
    for bad in ("", "0", "6", "нет", "-1", "9" * 40):
        assert client.post(address, {"score": bad}).status_code in (409, 422)
    assert client.post(address, {"score": "2", "answers.nonsense": "x"}).status_code == 422
    for score in ("3", "5"):
        assert client.post(address, {"score": score, "answers.comment": "спасибо"}).status_code == 303
    with tenancy.desk(cast.desk.pk):
        rating = Rating.objects.for_desk(cast.desk).get(ticket=closed)
    assert (rating.score, rating.comment, rating.answers) == (5, "спасибо", {"comment": "спасибо"})


def test_an_open_ticket_cannot_be_rated(client: Client, register: Callable[..., Any]) -> None:
    assert client.post(f"/desk/tickets/{register().name}/rating/", {"score": "5"}).status_code == 409


def test_the_mails_link_rates_without_signing_in(cast: Any, closed: Any) -> None:
    asked = quality.ask(closed, at=LATER)
    assert asked is not None
    address = f"/desk/rate/{asked[1]}/"
    visitor = Client(HTTP_ACCEPT_LANGUAGE="ru")
    assert closed.name in visitor.get(address).text
    assert visitor.post(address, {"score": "9"}).status_code == 422
    assert visitor.post(address, {"score": "4"}).status_code == 200
    with tenancy.desk(cast.desk.pk):
        assert Rating.objects.for_desk(cast.desk).get(ticket=closed).score == 4
    assert visitor.get("/desk/rate/nonsense/").status_code == 404
    assert visitor.get(f"/neighbour/rate/{asked[1]}/").status_code == 404
    assert visitor.get(f"/desk/tickets/{closed.name}/").status_code == 302


def test_only_public_clocks_have_a_ledger_for_customers(client: Client, cast: Any, solved: Any) -> None:
    from opora.clocks.models import Clock

    address = f"/desk/tickets/{solved.name}/clocks/resolution/"
    assert client.get(address).status_code == 200
    with tenancy.desk(cast.desk.pk):
        Clock.objects.for_desk(cast.desk).filter(ticket=solved, key="resolution").update(is_public=False)
    assert client.get(address).status_code == 404


def test_the_ticket_page_costs_the_same_however_long_the_talk_is(
    client: Client, cast: Any, register: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    ticket = register()
    client.get(f"/desk/tickets/{ticket.name}/")
    for n in range(5):
        actions.reply(ticket, words=words(f"Ответ {n}"), by=cast.actor("agent"), at=AT)
    with django_assert_max_num_queries(17):
        client.get(f"/desk/tickets/{ticket.name}/")


def test_the_list_costs_the_same_however_long_it_is(
    client: Client, register: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    client.get("/desk/")
    for n in range(30):
        register(subject=f"Вопрос {n}")
    with django_assert_max_num_queries(11):
        page = client.get("/desk/").text
    assert "Вопрос 29" in page and "Вопрос 0<" not in page
    assert 'rel="next"' in page
    assert client.get("/desk/?view=nonsense&after=zzz").status_code == 422
