"""What a refusal says: which field, what would be right; and never more than the caller may know."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from opora.api.tests.client import ROOT
from opora.tickets.models import Ticket

pytestmark = pytest.mark.django_db

NEW = {"subject": "Не открывается", "text": "Слова"}


def fault(response: Any, field: str) -> Any:
    """What is said of a field."""
    return next(one for one in response.json()["errors"] if one["field"] == field)


def test_an_unknown_word_of_the_charter_is_answered_with_the_known_ones(cast: Any, as_: Any) -> None:
    response = as_("requester").post("/tickets", {**NEW, "priority": "yesterday"})
    assert response.status_code == 422
    assert fault(response, "priority")["allowed"] == list(cast.charter.priorities)


def test_a_status_that_cannot_follow_is_answered_with_those_that_can(cast: Any, as_: Any, ticket_in: Any) -> None:
    ticket, agent = ticket_in(), as_("agent")
    final = cast.charter.final_statuses[0]
    allowed = agent.get(f"/tickets/{ticket.name}").json()["allowed_statuses"]
    response = agent.put(f"/tickets/{ticket.name}/status", {"status": final})
    assert response.status_code == 409
    assert fault(response, "status")["allowed"] == allowed != []


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/tickets", {**NEW, "number": 1}, "number"),
        ("POST", "/tickets", {**NEW, "registered_at": "2000-01-01T00:00:00Z"}, "registered_at"),
        ("POST", "/tickets", {**NEW, "desk_id": 2}, "desk_id"),
        ("POST", "/tickets/{ticket}/messages", {"text": "x", "is_public": False}, "is_public"),
        ("POST", "/tickets/{ticket}/messages", {"text": "x", "author": "y"}, "author"),
        ("PATCH", "/tickets/{ticket}", {"status": "closed"}, "status"),
        ("POST", "/contacts", {"email": "a@b.example", "is_verified": True}, "is_verified"),
    ],
)
def test_a_field_that_does_not_exist_is_refused(
    as_: Any, ticket_in: Any, method: str, path: str, body: Any, field: str
) -> None:
    response = as_("owner").call(method, path.format(ticket=ticket_in().name), body)
    assert response.status_code == 422
    assert fault(response, field)["message"] == "There is no such field."


@pytest.mark.parametrize("query", ["ignore_permissions=1", "desk=2", "limit=10&page=3"])
def test_a_parameter_that_does_not_exist_is_refused(as_: Any, query: str) -> None:
    assert as_("agent").get(f"/tickets?{query}").status_code == 422
    assert as_("agent").get(f"/me?{query.split('&')[0]}").status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "limit=1000000000",
        "limit=0",
        "limit=x",
        "view=secret",
        "after=%00",
        "after=AAAA",
        "after=" + "x" * 501,
        "organisation=99999999999999999999",
        "assignee=%00",
        "assignee=9" * 1 + "9" * 30,
        "kind=" + "x" * 1000,
    ],
)
def test_a_list_is_asked_for_within_its_bounds(as_: Any, query: str) -> None:
    assert as_("agent").get(f"/tickets?{query}").status_code == 422


def test_a_choice_is_answered_with_its_choices(as_: Any, ticket_in: Any) -> None:
    response = as_("agent").post(f"/tickets/{ticket_in().name}/messages", {"text": "x", "purpose": "advert"})
    assert fault(response, "purpose")["allowed"] == ["reply", "question", "solution"]


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"subject": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b'"text"', "application/json", 422),
        (b"null", "application/json", 422),
        (b'{"subject": "\\ud800", "text": "x"}', "application/json", 422),
        (b'{"subject": "a\\u0000b", "text": "x"}', "application/json", 422),
        (b'{"subject": "x", "text": "x", "fields": {"a": "\\u0000"}}', "application/json", 422),
        (b"subject=x", "application/x-www-form-urlencoded", 415),
        (b"<x/>", "text/xml", 415),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 400),
        (b"nothing", "multipart/form-data", 400),
        (b'{"text": "' + b"x" * 3_000_000 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_form(as_: Any, body: bytes, kind: str, code: int) -> None:
    headers = {"Authorization": f"Bearer {as_('requester').key}"}
    response = Client().generic("POST", f"{ROOT}/tickets", body, content_type=kind, headers=headers)
    assert response.status_code == code, response.content
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v1/", "/api/v2/tickets", "/api/v1/nothing", "/api/v1/tickets/"]
)
def test_an_address_that_does_not_exist_is_a_problem_document(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


def test_a_method_that_does_not_exist_is_a_problem_document(as_: Any) -> None:
    response = as_("agent").delete("/tickets")
    assert response.status_code == 405
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}
    assert response["Content-Type"] == "application/problem+json"


def test_a_ticket_of_others_looks_like_none(cast: Any, as_: Any, ticket_in: Any) -> None:
    ticket, stranger = ticket_in(), as_("neighbour_owner")
    theirs, none = stranger.get(f"/tickets/{ticket.name}"), stranger.get("/tickets/NO-SUCH")
    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content


def test_a_defect_is_logged_under_an_id_and_tells_nothing(
    as_: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret of ours")

    monkeypatch.setattr("opora.api.v1.tickets.queries.queue", fail)
    response = as_("agent").get("/tickets")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert response.json()["id"] in caplog.text


def test_while_the_database_is_away_one_is_told_to_come_back(as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("opora.api.errors.connection.close", lambda: None)
    monkeypatch.setattr("opora.api.v1.tickets.queries.queue", fail)
    response = as_("agent").get("/tickets")
    assert response.status_code == 503
    assert response["Retry-After"]


def test_words_are_in_the_callers_language(as_: Any) -> None:
    english = as_("agent").get("/tickets/none", **{"Accept-Language": "en"})
    assert english.json()["detail"].startswith("There is nothing here")


def test_a_refused_change_changes_nothing(cast: Any, as_: Any, ticket_in: Any) -> None:
    ticket = ticket_in()
    body = {"priority": "critical", "because": "проверка", "line": "no-such"}
    assert as_("agent").patch(f"/tickets/{ticket.name}", body).status_code == 422
    assert Ticket.objects.for_desk(cast.desk).get(pk=ticket.pk).priority == ticket.priority


def test_ids_of_the_neighbour_in_a_body_are_ids_of_nothing(cast: Any, as_: Any, ticket_in: Any) -> None:
    agent, ticket = as_("owner"), ticket_in()
    member, contact = cast.member("neighbour_agent"), cast.contact("neighbour_contact")
    foreign = [
        ("PUT", f"/tickets/{ticket.name}/assignment", {"member": member.pk}, {"member": 10**12}),
        ("POST", f"/tickets/{ticket.name}/participants", {"contact": contact.pk}, {"contact": 10**12}),
        ("POST", "/tickets", {**NEW, "requester": {"id": contact.pk}}, {**NEW, "requester": {"id": 10**12}}),
    ]
    for method, path, theirs, nothing in foreign:
        answered, compared = agent.call(method, path, theirs), agent.call(method, path, nothing)
        assert answered.status_code == compared.status_code == 422
        assert str(contact) not in json.dumps(answered.json(), ensure_ascii=False)
        assert member.name not in answered.content.decode()
