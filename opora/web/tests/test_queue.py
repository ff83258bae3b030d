"""The queue's page: words of the charter, filters, order, and the same number of queries whatever there is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opora.web.models import SavedView

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client: Client, cast: Any) -> Client:
    client.force_login(cast.user("agent"))
    return client


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_page_costs_the_same_whatever_it_shows(agent: Client, register: Any) -> None:
    register()
    agent.get("/desk/work/")
    one = queries_of(agent, "/desk/work/")
    for number in range(12):
        register(subject=f"Обращение {number}", by="stranger" if number % 2 else "colleague")
    assert queries_of(agent, "/desk/work/") == one <= 15


def test_ticket_costs_the_same_whatever_was_said(agent: Client, cast: Any, register: Any) -> None:
    from opora.tickets import actions
    from tests.cast import AT, words

    ticket = register()
    address = f"/desk/work/tickets/{ticket.name}/"
    agent.get(address)
    one = queries_of(agent, address)
    for number in range(6):
        actions.note(ticket, words=words(f"Заметка {number}"), by=cast.actor("agent"), at=AT)
    assert queries_of(agent, address) == one <= 24


def test_row_says_who_what_and_by_when(agent: Client, register: Any) -> None:
    ticket = register(subject="Не печатает чек")
    page = agent.get("/desk/work/").content.decode()
    for words in (ticket.name, "Не печатает чек", "Иван Заказов", "ООО «Ромашка»", 'class="deadline"'):
        assert words in page


def test_hostile_subject_is_only_text(agent: Client, register: Any) -> None:
    ticket = register(subject="<img src=x onerror=alert(1)>{{ 7|add:7 }}")
    for address in ("/desk/work/", f"/desk/work/tickets/{ticket.name}/", "/desk/work/palette/?q=img"):
        page = agent.get(address).content.decode()
        assert "<img src=x" not in page
        assert "14" not in page.split("onerror", 1)[-1][:20]


def test_order_is_told_in_words(agent: Client) -> None:
    assert "Порядок:" in agent.get("/desk/work/").content.decode()


def test_unknown_view_is_refused_in_words(agent: Client) -> None:
    answer = agent.get("/desk/work/?view=nonsense")
    assert answer.status_code == 422
    assert "unassigned" in answer.content.decode()


def test_empty_views_say_what_that_means(agent: Client) -> None:
    for view, words in (("mine", "ничего нет в работе"), ("overdue", "Просроченных нет"), ("open", "нет обращений")):
        assert words in agent.get(f"/desk/work/?view={view}").content.decode()


def test_saved_view_is_mine_until_a_lead_shares_it(client: Client, cast: Any) -> None:
    client.force_login(cast.user("agent"))
    query = "view=open&assignee=none"
    client.post("/desk/work/saved-views/", {"title": "Ничьи", "query": query, "shared": "on"})
    assert not SavedView.objects.for_desk(cast.desk).get(title="Ничьи").is_shared
    client.force_login(cast.user("lead"))
    assert "Ничьи" not in client.get("/desk/work/").content.decode()
    client.post("/desk/work/saved-views/", {"title": "Общий", "query": query, "shared": "on"})
    client.force_login(cast.user("agent"))
    assert "Общий" in client.get("/desk/work/").content.decode()


def test_saved_view_of_another_cannot_be_forgotten(client: Client, cast: Any) -> None:
    client.force_login(cast.user("lead"))
    client.post("/desk/work/saved-views/", {"title": "Мой", "query": "view=open&assignee=me"})
    kept = SavedView.objects.for_desk(cast.desk).get(title="Мой")
    client.force_login(cast.user("agent"))
    assert client.post(f"/desk/work/saved-views/{kept.pk}/deletion/").status_code == 404
    client.force_login(cast.user("lead"))
    assert client.post(f"/desk/work/saved-views/{kept.pk}/deletion/").status_code == 303


def test_number_leads_straight_to_the_ticket(agent: Client, register: Any) -> None:
    ticket = register()
    answer = agent.get("/desk/work/search/", {"q": ticket.name.lower()})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/work/tickets/{ticket.name}/")


def test_search_finds_words_of_a_message(agent: Client, register: Any) -> None:
    ticket = register(text="Кассовый аппарат пищит и мигает.")
    assert ticket.name in agent.get("/desk/work/search/?q=кассовые аппараты").content.decode()


def test_new_ticket_for_a_caller(agent: Client, cast: Any) -> None:
    form = {
        "email": "requester@romashka.example",
        "subject": "Звонок",
        "text": "Просит перезвонить.",
        "channel": "phone",
    }
    answer = agent.post("/desk/work/new/", form)
    assert answer.status_code == 303, answer.content.decode()[:3000]
    assert "Просит перезвонить." in agent.get(answer.headers["Location"]).content.decode()


def test_new_ticket_without_words_stays_on_the_form(agent: Client, cast: Any) -> None:
    answer = agent.post("/desk/work/new/", {"email": "requester@romashka.example", "subject": "Только тема"})
    assert answer.status_code == 422
    assert "Только тема" in answer.content.decode()


def test_mail_is_for_leads(client: Client, cast: Any) -> None:
    for who, status in (("agent", 404), ("lead", 200), ("admin", 200), ("requester", 404), ("neighbour_owner", 404)):
        client.force_login(cast.user(who))
        for tab in ("quarantine", "incoming", "outgoing"):
            assert client.get(f"/desk/work/mail/?tab={tab}").status_code == status
