"""Who may do what: the cast, every operation, states of a ticket. An operation without a row fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction

from opora.api.openapi import PREFIX, description

pytestmark = pytest.mark.django_db

WHO = (
    "owner",
    "agent",
    "quality",
    "requester",
    "colleague",
    "customer_admin",
    "neighbour_owner",
    "neighbour_contact",
    "",
)
"""The columns of the table; the last one has no key."""

Codes = tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """An operation: what is sent, and by state of the ticket what everybody in WHO is answered."""

    body: Any = None
    query: str = ""
    codes: Mapping[str, Codes] = field(default_factory=dict)


def row(body: Any = None, query: str = "", **codes: Codes) -> Row:
    return Row(body, query, codes)


#             own  ag   qa   req  coll cadm nbr  nbrc anon
ANY_KEY = (200, 200, 200, 200, 200, 200, 200, 200, 401)
STAFF_READS = (200, 200, 200, 403, 403, 403, 200, 403, 401)
SEEING = (200, 200, 200, 200, 404, 200, 404, 404, 401)
WORKERS = (200, 200, 403, 403, 404, 403, 404, 404, 401)
NOT_NOW = (409, 409, 403, 403, 404, 403, 404, 404, 401)
CUSTOMERS = (403, 403, 403, 200, 404, 200, 404, 404, 401)
CUSTOMERS_NOT_NOW = (403, 403, 403, 409, 404, 409, 404, 404, 401)
BECAUSE = {"because": "проверка"}

TABLE: dict[str, Row] = {
    "GET /me": row(new=ANY_KEY),
    "GET /desk": row(new=ANY_KEY),
    "GET /members": row(new=STAFF_READS),
    "GET /tickets": row(new=ANY_KEY, query="view=all"),
    "POST /tickets": row(
        {"subject": "Новое", "text": "Слова", "requester": {"email": "requester@romashka.example"}},
        new=(201, 201, 403, 403, 403, 403, 201, 403, 401),
    ),
    "GET /tickets/{ticket}": row(new=SEEING, closed=SEEING),
    "PATCH /tickets/{ticket}": row({"priority": "critical", **BECAUSE}, new=WORKERS, closed=NOT_NOW),
    "GET /tickets/{ticket}/messages": row(new=SEEING, query="include=all"),
    "POST /tickets/{ticket}/messages": row(
        {"text": "Слова"},
        new=(201, 201, 403, 201, 404, 201, 404, 404, 401),
        solved=(201, 201, 403, 201, 404, 201, 404, 404, 401),
    ),
    "POST /tickets/{ticket}/notes": row(
        {"text": "Заметка"},
        new=(201, 201, 201, 403, 404, 403, 404, 404, 401),
        closed=(201, 201, 201, 403, 404, 403, 404, 404, 401),
    ),
    "GET /attachments/{attachment}": row(new=SEEING),
    "PUT /tickets/{ticket}/assignment": row({"member": "me"}, new=WORKERS, closed=NOT_NOW),
    "DELETE /tickets/{ticket}/assignment": row(new=WORKERS, solved=WORKERS, closed=NOT_NOW),
    "POST /tickets/{ticket}/participants": row({}, new=(201, 201, 403, 403, 404, 403, 404, 404, 401)),
    "PUT /tickets/{ticket}/status": row({}, new=WORKERS),
    "PUT /tickets/{ticket}/plan": row({"planned_at": "2026-12-01T12:00:00Z"}, new=WORKERS, closed=NOT_NOW),
    "POST /tickets/{ticket}/refusal": row({}, new=WORKERS, closed=NOT_NOW),
    "POST /tickets/{ticket}/deferral": row({}, new=WORKERS, closed=NOT_NOW),
    "POST /tickets/{ticket}/confirmation": row(new=CUSTOMERS_NOT_NOW, solved=CUSTOMERS, closed=CUSTOMERS),
    "POST /tickets/{ticket}/decline": row(BECAUSE, new=CUSTOMERS_NOT_NOW, solved=CUSTOMERS),
    "POST /tickets/{ticket}/reopening": row(
        BECAUSE,
        new=(409, 409, 403, 409, 404, 409, 404, 404, 401),
        solved=(200, 200, 403, 200, 404, 200, 404, 404, 401),
    ),
    "GET /tickets/{ticket}/clocks": row(new=SEEING),
    "GET /tickets/{ticket}/clocks/{clock}/ledger": row(new=SEEING),
    "POST /promises": row({}, new=ANY_KEY),
    "GET /tickets/{ticket}/rating": row(closed=(404, 404, 404, 404, 404, 404, 404, 404, 401)),
    "PUT /tickets/{ticket}/rating": row({"score": 5}, new=CUSTOMERS_NOT_NOW, closed=CUSTOMERS),
    "GET /search": row(new=ANY_KEY, query="text=кэш"),
    "GET /organisations": row(new=STAFF_READS),
    "POST /organisations": row({"name": "ООО «Новая»"}, new=(201, 201, 403, 403, 403, 403, 201, 403, 401)),
    "GET /organisations/{organisation}": row(new=(200, 200, 200, 403, 403, 403, 404, 403, 401)),
    "GET /contacts": row(new=STAFF_READS),
    "POST /contacts": row({"email": "new@example.org"}, new=(201, 201, 403, 403, 403, 403, 201, 403, 401)),
    "GET /contacts/{contact}": row(new=(200, 200, 200, 403, 403, 403, 404, 403, 401)),
}

CASES = [(operation, state) for operation, one in TABLE.items() for state in one.codes]


def operations() -> set[str]:
    """Every operation the API has."""
    paths = description()["paths"].items()
    return {f"{method.upper()} /{path.removeprefix(PREFIX)}" for path, methods in paths for method in methods}


def test_every_operation_has_a_row() -> None:
    assert operations() == set(TABLE)


@pytest.mark.parametrize(("operation", "state"), CASES)
def test_everybody_may_do_exactly_what_the_table_says(
    operation: str, state: str, cast: Any, as_: Any, ticket_in: Any
) -> None:
    place = _place(cast, ticket_in(state))
    method, _, path = operation.partition(" ")
    asked = TABLE[operation]
    address = path.format(**place) + (f"?{asked.query}" if asked.query else "")
    answered = {}
    for name in WHO:
        caller = as_(name)
        with transaction.atomic():
            response = caller.call(method, address, _body(cast, operation, asked))
            transaction.set_rollback(True)
        answered[name] = response.status_code
        _is_well_told(response)
        if name.startswith("neighbour") and response.status_code < 400:
            _says_nothing_of(place, response)
    assert answered == dict(zip(WHO, asked.codes[state], strict=True))


def _place(cast: Any, ticket: Any) -> dict[str, Any]:
    """Whatever an address may name; all of it belongs to `cast.desk`."""
    from opora.tickets.actions.messages import keep_message
    from opora.tickets.values import NewFile
    from tests.cast import AT, words

    file = NewFile("экран.txt", b"white screen")
    message = keep_message(ticket, words("файл", files=(file,)), is_public=True, by=cast.actor("agent"), at=AT)
    return {
        "ticket": ticket.name,
        "clock": next(iter(cast.charter.clocks)),
        "attachment": message.attachments.get().pk,
        "organisation": cast.organisation.pk,
        "contact": cast.contact("colleague").pk,
    }


def _body(cast: Any, operation: str, asked: Row) -> Any:
    match operation.rpartition("/")[2]:
        case "participants":
            return {"contact": cast.contact("colleague").pk}
        case "status":
            status = cast.charter.workflow.moves.registered
            return {"status": status}
        case "refusal" | "deferral" as how:
            wanted = {"refusal": ("decline", "either", "out_of_scope"), "deferral": ("defer", "either")}[how]
            return {"reason": next(key for key, one in cast.charter.reasons.items() if one.effect in wanted)}
        case _:
            return asked.body


def _is_well_told(response: Any) -> None:
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
        told = response.json()
        assert told["status"] == response.status_code
        assert told["detail"]


def _says_nothing_of(place: dict[str, Any], response: Any) -> None:
    text = response.content.decode()
    assert place["ticket"] not in text
    assert "Ромашка" not in text
    assert "заметка" not in text
