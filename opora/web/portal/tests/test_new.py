"""A new ticket: the charter's questions, the promise before sending, and what goes wrong."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opora.charters import names
from opora.clocks.queries import of_ticket
from opora.desks import tenancy
from opora.tickets.models import Attachment, Ticket
from opora.web.portal import draft
from tests.cast import AT

NEW, PREVIEW = "/desk/new/", "/desk/new/preview/"
FILLED = {"kind": "incident", "subject": "Сайт не открывается", "text": "Белый экран", "once": "one"}


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: AT)


@pytest.fixture
def client(cast: Any) -> Client:
    browser = Client(HTTP_ACCEPT_LANGUAGE="ru")
    browser.force_login(cast.user("requester"))
    return browser


def tickets(cast: Any) -> list[Ticket]:
    with tenancy.desk(cast.desk.pk):
        return list(Ticket.objects.for_desk(cast.desk).order_by("pk"))


def test_a_sent_form_becomes_a_ticket_once(client: Client, cast: Any) -> None:
    answers = [client.post(NEW, FILLED) for _ in range(2)]
    ticket, *others = tickets(cast)
    assert not others
    assert {answer.status_code for answer in answers} == {303}
    assert {answer.headers["Location"] for answer in answers} == {f"/desk/tickets/{ticket.name}/"}
    assert (ticket.kind, ticket.subject, ticket.requester_id) == (
        "incident",
        FILLED["subject"],
        cast.contact("requester").pk,
    )
    assert client.post(NEW, FILLED | {"once": "two"}).status_code == 303
    assert len(tickets(cast)) == 2


def test_the_promise_is_what_the_ticket_gets(client: Client, cast: Any) -> None:
    chosen = FILLED | {"priority": "high", "category": "shop/orders"}
    promised = client.post(PREVIEW, chosen).text
    client.post(NEW, chosen)
    ticket = tickets(cast)[0]
    with tenancy.desk(cast.desk.pk):
        clocks = of_ticket(ticket, actor=cast.actor("requester"), now=AT)
    assert clocks
    for clock in clocks:
        assert clock.due_at is not None
        local = clock.due_at + timedelta(hours=3)  # Moscow
        assert f"{local.day} ноября, {local:%H:%M}" in promised
        assert clock.title in promised
    assert cast.charter.lines[ticket.line].title in promised
    assert cast.charter.plans["standard"].title in promised


def test_the_promise_follows_the_priority(client: Client) -> None:
    promises = {client.post(PREVIEW, FILLED | {"priority": key}).text for key in ("critical", "low")}
    assert len(promises) == 2


def test_a_preview_creates_nothing(client: Client, cast: Any) -> None:
    client.post(PREVIEW, FILLED)
    client.post(NEW, FILLED | {"show": "1"})
    assert not tickets(cast)


def test_without_scripts_a_button_shows_the_promise_and_keeps_what_was_typed(client: Client) -> None:
    page = client.post(NEW, FILLED | {"show": "1", "priority": "critical", "fields.where": "Корзина"}).text
    assert 'value="Сайт не открывается"' in page and "Белый экран</textarea>" in page and 'value="Корзина"' in page
    assert re.search(r'<option value="critical" selected>', page)


def test_what_is_missing_stands_beside_its_field(client: Client, cast: Any) -> None:
    answer = client.post(NEW, {"kind": "content", "subject": "Баннер", "text": "На главную", "once": "x"})
    assert answer.status_code == 422
    assert "На главную</textarea>" in answer.text
    field = answer.text.split('name="fields.when"')[1]
    assert 'aria-invalid="true"' in field.split(">")[0]
    assert "field__problem" in field[:600]
    fixed = client.post(
        NEW, {"kind": "content", "subject": "Баннер", "text": "На главную", "fields.when": "пт", "once": "x"}
    )
    assert fixed.status_code == 303
    assert tickets(cast)[0].fields["when"] == "пт"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kind": "no such", "category": "../..", "priority": "\x00", "subject": "\x00", "text": ""},
        {"kind": "incident", "subject": "x" * 3000, "text": "y", "fields.zzz": "1", "fields.": "2"},
        {"kind": "incident", "subject": "a", "text": "b\x00c", "once": "ж" * 100},
        {"kind": ["incident", "content"], "subject": ["a", "b"], "text": "c"},
        {"kind": "enquiry", "subject": "<script>alert(1)</script>", "text": "</textarea><script>"},
    ],
)
@pytest.mark.parametrize("address", [NEW, PREVIEW])
def test_no_input_breaks_the_form(client: Client, given: dict[str, Any], address: str) -> None:
    answer = client.post(address, given)
    assert answer.status_code < 500
    assert "<script>alert(1)" not in answer.text


def test_files_come_along_and_their_type_is_looked_at(client: Client, cast: Any) -> None:
    picture = SimpleUploadedFile("экран.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "text/html")
    answer = client.post(NEW, FILLED | {"files": [picture]})
    assert answer.status_code == 303
    with tenancy.desk(cast.desk.pk):
        kept = Attachment.objects.for_desk(cast.desk).get()
    assert (kept.name, kept.type) == ("экран.png", "image/png")
    saved = client.get(f"/desk/files/{kept.pk}/")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    stranger = Client()
    stranger.force_login(cast.user("colleague"))
    assert stranger.get(f"/desk/files/{kept.pk}/").status_code == 404


def test_contacts_are_filled_in_and_an_earlier_ticket_is_named(client: Client, register: Any) -> None:
    ticket = register(subject="Старая беда")
    page = client.get(f"{NEW}?kind=enquiry&about={ticket.name}").text
    assert "requester@romashka.example" in page
    assert f"Старая беда ({ticket.name})" in page
    assert client.get(f"{NEW}?about=OUT-99999").status_code == 200


@pytest.mark.parametrize("name", names())
def test_every_shipped_charter_has_a_form_for_each_of_its_kinds(name: str) -> None:
    from opora.charters import shipped

    charter = shipped(name)
    for kind in draft.kinds(charter):
        entered = draft.entered(charter, {"kind": kind})
        questions = draft.asked_of(charter, entered)
        assert entered.kind == kind
        assert questions.categories


def test_the_form_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get(NEW)
    with django_assert_max_num_queries(12):
        client.get(NEW)
