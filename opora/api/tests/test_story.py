"""A ticket's life through the API alone."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db

NEW = {"subject": "Не открывается карточка", "text": "Белый экран"}


def test_a_ticket_lives_from_registration_to_rating(cast: Any, as_: Any) -> None:
    customer, agent = as_("requester"), as_("agent")
    made = customer.post("/tickets", NEW)
    assert made.status_code == 201, made.content
    ticket = made.json()
    name = ticket["name"]
    assert ticket["clocks"], "clocks run from the first moment"
    assert made["Location"] == f"/api/v1/tickets/{ticket['number']}"

    taken = agent.put(f"/tickets/{name}/assignment", {"member": "me"})
    assert taken.status_code == 200, taken.content
    assert taken.json()["assignee"]["name"] == cast.member("agent").name
    assert agent.post(f"/tickets/{name}/notes", {"text": "похоже на кэш"}).status_code == 201
    asked = agent.post(f"/tickets/{name}/messages", {"text": "Какой браузер?", "purpose": "question"})
    assert asked.status_code == 201, asked.content
    assert customer.post(f"/tickets/{name}/messages", {"text": "Firefox"}).status_code == 201
    solved = agent.post(f"/tickets/{name}/messages", {"text": "Очистили кэш", "purpose": "solution"})
    assert solved.status_code == 201, solved.content
    closed = customer.post(f"/tickets/{name}/confirmation")
    assert closed.status_code == 200, closed.content
    assert closed.json()["closed_at"]

    said = [item["text"] for item in customer.get(f"/tickets/{name}/messages").json()["items"]]
    assert said == ["Белый экран", "Какой браузер?", "Firefox", "Очистили кэш"]
    assert "похоже на кэш" in [item["text"] for item in agent.get(f"/tickets/{name}/messages").json()["items"]]
