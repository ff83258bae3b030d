"""What a key opens, for how long, and how often it may call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from opora.api import limits
from opora.api.tests.client import ROOT, Caller, key_of
from opora.api.tests.conftest import NOW
from opora.desks import tenancy
from opora.desks.actions import deactivate_member, revoke_token
from opora.desks.models import ApiToken

pytestmark = pytest.mark.django_db


def test_a_revoked_key_is_dead_at_once(cast: Any, as_: Any) -> None:
    caller = as_("agent")
    assert caller.get("/me").status_code == 200
    revoke_token(ApiToken.objects.for_desk(cast.desk).get(), by=cast.actor("agent"), at=NOW)
    assert caller.get("/me").status_code == 401


def test_the_key_of_somebody_who_left_is_dead_at_once(cast: Any, as_: Any) -> None:
    caller = as_("agent")
    assert caller.get("/me").status_code == 200
    deactivate_member(cast.member("agent"), at=NOW)
    assert caller.get("/me").status_code == 401


def test_the_key_of_a_blocked_contact_is_dead_at_once(cast: Any, as_: Any) -> None:
    caller = as_("requester")
    assert caller.get("/me").status_code == 200
    contact = cast.contact("requester")
    contact.is_blocked = True
    contact.save(update_fields=["is_blocked"])
    assert caller.get("/me").status_code == 401


def test_another_role_holds_from_the_next_request(cast: Any, as_: Any, ticket_in: Any) -> None:
    caller, path = as_("agent"), f"/tickets/{ticket_in().name}/assignment"
    assert caller.put(path, {"member": "me"}).status_code == 200
    cast.member("agent").role = "quality"
    cast.member("agent").save(update_fields=["role"])
    assert caller.delete(path).status_code == 403


def test_an_expired_key_opens_nothing(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = Caller(key_of(cast, "agent", lives=timedelta(hours=1)))
    assert caller.get("/me").status_code == 200
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: NOW + timedelta(hours=1))
    assert caller.get("/me").status_code == 401


def test_the_key_of_a_desk_that_was_closed_is_dead(cast: Any, as_: Any) -> None:
    caller = as_("agent")
    assert caller.get("/me").status_code == 200
    cast.desk.is_active = False
    cast.desk.save(update_fields=["is_active"])
    assert caller.get("/me").status_code == 401


def test_a_key_in_the_address_opens_nothing(cast: Any) -> None:
    key = key_of(cast, "agent")
    for query in (f"?access_token={key}", f"?token={key}", f"?api_key={key}"):
        response = Client().get(f"{ROOT}/me{query}")
        assert response.status_code == 401
        assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header", ["Basic opora_x", "Bearer", "Bearer ", "Bearer opora_" + "x" * 10_000, "Bearer ключ"]
)
def test_a_header_without_a_key_is_refused(cast: Any, header: str) -> None:
    latin = header.encode().decode("latin-1")
    assert Client().get(f"{ROOT}/me", headers={"Authorization": latin}).status_code == 401


def test_a_request_leaves_the_connection_with_no_desk(cast: Any, as_: Any) -> None:
    caller = as_("agent")
    with tenancy.desk(tenancy.NO_DESK):
        caller.get("/me")
        assert not ApiToken.objects.across_desks().exists()
        Caller("opora_wrong").get("/me")
        assert not ApiToken.objects.across_desks().exists()


def test_the_last_use_is_noted_to_the_minute(cast: Any, as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    caller = as_("agent")
    seen = []
    for seconds in (0, 30, 61):
        monkeypatch.setattr("opora.toolkit.clock.now", lambda at=NOW + timedelta(seconds=seconds): at)
        caller.get("/me")
        seen.append(ApiToken.objects.for_desk(cast.desk).get().last_used_at)
    assert seen == [NOW, NOW, NOW + timedelta(seconds=61)]


@pytest.mark.parametrize(
    ("scope", "method", "path", "body"),
    [
        ("tickets:write", "GET", "/tickets", None),
        ("tickets:read", "POST", "/tickets", {"subject": "x", "text": "y"}),
        ("tickets:write", "POST", "/tickets/1/notes", {"text": "x"}),
        ("customers:read", "POST", "/organisations", {"name": "x"}),
        ("tickets:read", "GET", "/contacts", None),
        ("tickets:read", "GET", "/search?text=x", None),
    ],
)
def test_a_key_is_for_its_scopes_only(as_: Any, scope: str, method: str, path: str, body: Any) -> None:
    response = as_("agent", scope).call(method, path, body)
    assert response.status_code == 403
    assert response.json()["code"] == "out_of_scope"
    assert response.json()["errors"][0]["allowed"]


def test_without_the_scope_notes_there_are_no_notes(as_: Any, ticket_in: Any) -> None:
    path = f"/tickets/{ticket_in().name}/messages?include=all"
    assert "тайная заметка" in as_("agent").get(path).content.decode()
    assert "тайная заметка" not in as_("agent", "tickets:read").get(path).content.decode()


def test_a_key_that_calls_too_often_waits(as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opora.api.limits.time.monotonic", lambda: 100.0)
    caller = as_("agent", "tickets:read")
    codes = [caller.get("/me").status_code for _ in range(limits.REQUESTS.burst)]
    assert set(codes) == {200}
    refused = caller.get("/me")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 1
    assert as_("agent", "tickets:read").get("/me").status_code == 200, "another key has its own count"


def test_wrong_keys_from_one_address_are_held_up_and_right_ones_are_not(
    as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opora.api.limits.time.monotonic", lambda: 100.0)
    codes = [Caller("opora_guess").get("/me").status_code for _ in range(limits.WRONG_KEYS.burst + 2)]
    assert codes[0] == 401
    assert codes[-1] == 429
    assert as_("agent").get("/me").status_code == 200


def test_a_limit_lets_one_more_pass_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("opora.api.limits.time.monotonic", lambda: now[0])
    limit = limits.Limit(per_minute=60, burst=2)
    limit.spend("a")
    limit.spend("a")
    with pytest.raises(limits.TooMany) as refusal:
        limit.spend("a")
    assert refusal.value.wait == 1
    now[0] += 1
    limit.spend("a")
