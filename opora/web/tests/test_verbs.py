"""What people of the cast may do with a ticket from its page, and what the page answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from opora.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}

VERBS: dict[str, dict[str, str]] = {
    "assignment": {"member": "me"},
    "messages": {"text": "Здравствуйте!"},
    "question": {"text": "Какая у вас версия?"},
    "solution": {"text": "Обновили, проверьте."},
    "priority": {"to": "low", "because": "Есть обходной путь."},
    "classification": {"kind": ""},
    "participants": {"email": "colleague@romashka.example"},
    "plan": {"planned_at": "2030-01-15T12:00", "because": "Войдёт в ближайший выпуск."},
}
WORKERS = ("agent", "lead", "admin", "owner")
WATCHERS = ("quality", "writer", "tester", "developer")
STRANGERS = ("requester", "customer_admin", "stranger", "neighbour_owner", "neighbour_contact")


def send(client: Client, cast: Any, who: str, ticket: Ticket, verb: str, words: dict[str, str], **more: Any) -> Any:
    client.force_login(cast.user(who))
    return client.post(f"/desk/work/tickets/{ticket.name}/{verb}/", _fitting(cast, words), **more)


def _fitting(cast: Any, words: dict[str, str]) -> dict[str, str]:
    """The charter's own least priority in place of `low`."""
    least = max(cast.charter.priorities, key=lambda key: cast.charter.priorities[key].rank)
    return {key: least if value == "low" else value for key, value in words.items()}


@pytest.fixture
def ticket(cast: Any, register: Any) -> Any:
    return register()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", WORKERS)
def test_workers_may(client: Client, cast: Any, ticket: Any, who: str, verb: str) -> None:
    answer = send(client, cast, who, ticket, verb, VERBS[verb])
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/work/tickets/{ticket.name}/")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", WATCHERS)
def test_watchers_may_not(client: Client, cast: Any, ticket: Any, who: str, verb: str) -> None:
    assert send(client, cast, who, ticket, verb, VERBS[verb]).status_code == 403


@pytest.mark.parametrize("verb", [*VERBS, "notes"])
@pytest.mark.parametrize("who", STRANGERS)
def test_others_find_nothing(client: Client, cast: Any, ticket: Any, who: str, verb: str) -> None:
    assert send(client, cast, who, ticket, verb, {"text": "Проверка"}).status_code == 404
    assert Message.objects.for_desk(cast.desk).filter(text="Проверка").count() == 0


@pytest.mark.parametrize("who", [*WORKERS, *WATCHERS])
def test_all_staff_may_write_notes(client: Client, cast: Any, ticket: Any, who: str) -> None:
    assert send(client, cast, who, ticket, "notes", {"text": "Видел такое вчера."}).status_code == 303
    assert not Message.objects.for_desk(cast.desk).get(text="Видел такое вчера.").is_public


@pytest.mark.parametrize("verb", [*VERBS, "notes"])
def test_looking_at_a_verb_does_nothing(client: Client, cast: Any, ticket: Any, verb: str) -> None:
    client.force_login(cast.user("agent"))
    assert client.get(f"/desk/work/tickets/{ticket.name}/{verb}/").status_code == 405


def test_taking_makes_the_ticket_mine(client: Client, cast: Any, ticket: Any) -> None:
    send(client, cast, "agent", ticket, "assignment", {"member": "me"})
    assert Ticket.objects.for_desk(cast.desk).get(pk=ticket.pk).assignee == cast.member("agent")


def test_htmx_is_told_what_changed(client: Client, cast: Any, ticket: Any) -> None:
    answer = send(client, cast, "agent", ticket, "notes", {"text": "Заметка"}, headers=HTMX)
    assert answer.status_code == 204
    events = json.loads(answer.headers["HX-Trigger"])
    assert {f"live:ticket-{ticket.pk}", "live:any", "toast"} <= set(events)


def test_fault_stands_beside_its_form(client: Client, cast: Any, ticket: Any) -> None:
    answer = send(client, cast, "agent", ticket, "priority", {"to": "low", "because": ""}, headers=HTMX)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "find [data-problem]"
    assert 'data-field="because"' in answer.content.decode()


def test_fault_without_script_gives_back_what_was_typed(client: Client, cast: Any, ticket: Any) -> None:
    words = {"text": "Долго писал этот ответ", "then": "no-such-status"}
    answer = send(client, cast, "agent", ticket, "messages", words)
    assert 400 <= answer.status_code < 500
    assert "Долго писал этот ответ" in answer.content.decode()


def test_reply_and_its_status_go_together_or_not_at_all(client: Client, cast: Any, ticket: Any) -> None:
    send(client, cast, "agent", ticket, "messages", {"text": "Не дойдёт", "then": "no-such-status"})
    assert Message.objects.for_desk(cast.desk).filter(text="Не дойдёт").count() == 0


def test_file_of_a_message_is_only_ever_saved(client: Client, cast: Any, ticket: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("<b>x</b>.html", b"<script>alert(1)</script>", "text/html")
    client.force_login(cast.user("agent"))
    client.post(f"/desk/work/tickets/{ticket.name}/notes/", {"text": "с файлом", "files": file})
    kept = Message.objects.for_desk(cast.desk).get(text="с файлом").attachments.get()
    answer = client.get(f"/desk/files/{kept.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "html" not in answer.headers["Content-Type"]
    assert client.get(f"/desk/files/{kept.pk}/picture/").status_code == 404


def test_file_of_a_note_is_not_for_the_customer(client: Client, cast: Any, ticket: Any) -> None:
    from opora.tickets import actions
    from opora.tickets.values import NewFile
    from tests.cast import AT, words

    said = words("внутреннее", files=(NewFile("secret.txt", b"secret"),))
    note = actions.note(ticket, words=said, by=cast.actor("agent"), at=AT)
    kept = note.attachments.get()
    for who, status in (("agent", 200), ("requester", 404), ("stranger", 404), ("neighbour_owner", 404)):
        client.force_login(cast.user(who))
        assert client.get(f"/desk/files/{kept.pk}/").status_code == status


def test_body_of_a_mail_is_framed_and_harmless(client: Client, cast: Any, ticket: Any) -> None:
    Message.objects.for_desk(cast.desk).filter(ticket=ticket).update(
        html='<p onclick="x()">Привет</p><script>x()</script><img src="https://evil.test/p.png">'
    )
    message = Message.objects.for_desk(cast.desk).get(ticket=ticket)
    client.force_login(cast.user("agent"))
    answer = client.get(f"/desk/messages/{message.pk}/body/")
    page, policy = answer.content.decode(), answer.headers["Content-Security-Policy"]
    assert "Привет" in page
    assert "script" not in page.split("</style>")[1] and "onclick" not in page and "evil.test" not in page
    assert policy.startswith("default-src 'none'") and "sandbox" in policy and "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
