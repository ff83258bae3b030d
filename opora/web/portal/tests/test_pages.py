"""Which pages exist for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from opora.desks import tenancy
from opora.tickets import actions
from tests.cast import AT, CONTACTS, MEMBERS, words

SIGN_IN = 302
OWN, NOT_THERE, FOUND = 200, 404, 200


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: AT)


@pytest.fixture
def as_(cast: Any) -> Callable[[str], Client]:
    """A signed-in browser of somebody of the cast; `visitor` is nobody."""

    def browser(name: str) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="ru")
        if name != "visitor":
            client.force_login(cast.user(name))
        return client

    return browser


TICKET_PAGES = ("", "conversation/", "state/", "clocks/response/")


@pytest.mark.parametrize("page", TICKET_PAGES)
def test_a_ticket_exists_for_its_requester_and_the_organisations_administrator_only(
    as_: Callable[[str], Client], register: Callable[..., Any], page: str
) -> None:
    ticket = register()
    address = f"/desk/tickets/{ticket.name}/{page}"
    expected = {"requester": OWN, "customer_admin": OWN, "colleague": NOT_THERE, "stranger": NOT_THERE}
    expected |= dict.fromkeys(MEMBERS, NOT_THERE) | {"neighbour_owner": NOT_THERE, "neighbour_contact": NOT_THERE}
    expected["visitor"] = SIGN_IN
    assert {name: as_(name).get(address).status_code for name in expected} == expected


@pytest.mark.parametrize("page", ["new/", "tickets/"])
def test_pages_of_customers_exist_for_customers_of_this_desk(as_: Callable[[str], Client], page: str) -> None:
    people = {"visitor": SIGN_IN, "agent": NOT_THERE, "owner": NOT_THERE, "neighbour_contact": NOT_THERE}
    expected = people | dict.fromkeys(CONTACTS, FOUND)
    assert {name: as_(name).get(f"/desk/{page}").status_code for name in expected} == expected


def test_the_desks_page_is_for_everybody(as_: Callable[[str], Client], register: Callable[..., Any]) -> None:
    ticket = register()
    for name in ("visitor", "agent", "stranger", "neighbour_owner"):
        answer = as_(name).get("/desk/")
        assert answer.status_code == FOUND
        assert ticket.name not in answer.text
    assert ticket.name in as_("requester").get("/desk/").text


def test_an_unknown_desk_or_ticket_is_the_same_404(as_: Callable[[str], Client]) -> None:
    client = as_("requester")
    assert client.get("/nowhere/").status_code == NOT_THERE
    assert client.get("/desk/tickets/OUT-99999/").status_code == NOT_THERE


VERBS = {
    "messages/": {"text": "ещё"},
    "confirmation/": {},
    "objection/": {"because": "нет"},
    "reopening/": {"because": "да"},
}


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_of_strangers_and_neighbours_find_nothing(
    as_: Callable[[str], Client], register: Callable[..., Any], cast: Any, verb: str
) -> None:
    ticket = register()
    actions.solve(ticket, words=words("Готово"), by=cast.actor("agent"), at=AT)
    for name in ("stranger", "colleague", "neighbour_contact", "agent"):
        assert as_(name).post(f"/desk/tickets/{ticket.name}/{verb}", VERBS[verb]).status_code == NOT_THERE
    with tenancy.desk(cast.desk.pk):
        ticket.refresh_from_db()
    assert ticket.phase == "solved"


def test_internal_words_never_reach_the_customer(
    as_: Callable[[str], Client], register: Callable[..., Any], cast: Any
) -> None:
    ticket = register()
    actions.note(ticket, words=words("тайная заметка"), by=cast.actor("agent"), at=AT)
    actions.ask(ticket, words=words("Какой браузер?"), by=cast.actor("agent"), at=AT)
    page = as_("requester").get(f"/desk/tickets/{ticket.name}/").text
    assert "тайная заметка" not in page
    assert "Какой браузер?" in page
    assert "Нужен ваш ответ" in page  # the status by its name for customers
    assert "Ждём пользователя" not in page
