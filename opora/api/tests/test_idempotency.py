"""A POST under a key happens once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from opora.api.models import IdempotentRequest
from opora.api.tests.client import Caller, key_of
from opora.api.tests.conftest import NOW
from opora.tickets.models import Message, Ticket

NEW = {"subject": "Один раз", "text": "Слова"}
KEY = {"Idempotency-Key": "a1b2"}


@pytest.mark.django_db
def test_the_same_request_is_answered_the_same_and_done_once(cast: Any, as_: Any) -> None:
    caller = as_("requester")
    first, second = caller.post("/tickets", NEW, **KEY), caller.post("/tickets", NEW, **KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert second["Idempotency-Replayed"] == "true"
    assert Ticket.objects.for_desk(cast.desk).count() == 1


@pytest.mark.django_db
def test_a_repeat_is_answered_as_the_first_time_though_the_state_has_moved_on(as_: Any, ticket_in: Any) -> None:
    caller, path = as_("requester"), f"/tickets/{ticket_in('solved').name}/confirmation"
    first = caller.post(path, **KEY)
    assert first.status_code == 200
    assert caller.post(path, **KEY).json() == first.json()


@pytest.mark.django_db
def test_a_key_with_another_body_or_address_is_refused(cast: Any, as_: Any) -> None:
    caller = as_("requester")
    caller.post("/tickets", NEW, **KEY)
    other = caller.post("/tickets", {**NEW, "subject": "Другое"}, **KEY)
    elsewhere = caller.post("/promises", {}, **KEY)
    assert [other.status_code, elsewhere.status_code] == [422, 422]
    assert other.json()["code"] == "idempotency_key_reused"
    assert Ticket.objects.for_desk(cast.desk).count() == 1


@pytest.mark.django_db
def test_keys_of_two_callers_do_not_meet(cast: Any, as_: Any) -> None:
    assert as_("requester").post("/tickets", NEW, **KEY).status_code == 201
    assert as_("colleague").post("/tickets", NEW, **KEY).status_code == 201
    assert Ticket.objects.for_desk(cast.desk).count() == 2


@pytest.mark.django_db
def test_after_a_day_the_key_is_free_again(cast: Any, as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = Caller(key_of(cast, "requester", lives=timedelta(days=3)))
    caller.post("/tickets", NEW, **KEY)
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: NOW + timedelta(hours=24))
    assert "Idempotency-Replayed" not in caller.post("/tickets", NEW, **KEY)
    assert Ticket.objects.for_desk(cast.desk).count() == 2


@pytest.mark.django_db
def test_a_refused_request_may_be_corrected_under_its_key(cast: Any, as_: Any) -> None:
    caller = as_("requester")
    assert caller.post("/tickets", {**NEW, "kind": "no-such"}, **KEY).status_code == 422
    assert caller.post("/tickets", NEW, **KEY).status_code == 201
    assert IdempotentRequest.objects.for_desk(cast.desk).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 201, "ключ".encode().decode("latin-1"), "a\tb"])
def test_an_unusable_key_is_refused(as_: Any, key: str) -> None:
    assert as_("requester").post("/tickets", NEW, **{"Idempotency-Key": key}).status_code == 422


@pytest.mark.django_db
def test_files_belong_to_the_request(as_: Any, ticket_in: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    caller, path = as_("agent"), f"/tickets/{ticket_in().name}/messages"

    def send(content: bytes) -> Any:
        file = SimpleUploadedFile("log.txt", content)
        return caller.upload(path, {"text": "лог"}, [file], **KEY)

    assert send(b"one").status_code == 201
    again = send(b"one")
    assert again.get("Idempotency-Replayed") == "true", again.content
    assert send(b"two").status_code == 422


def test_ten_at_once_make_one_ticket(transactional_cast: Any) -> None:
    from django.db import connections

    caller = Caller(key_of(transactional_cast, "requester"))

    def send(_: int) -> int:
        try:
            return int(caller.post("/tickets", NEW, **KEY).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as threads:
        codes = list(threads.map(send, range(10)))
    assert set(codes) <= {201, 409}
    assert 201 in codes
    assert Ticket.objects.for_desk(transactional_cast.desk).count() == 1
    assert Message.objects.for_desk(transactional_cast.desk).count() == 1
    assert send(0) == 201
