"""Pages for when something goes wrong stand by themselves."""

from typing import Any

import pytest
from django.template import loader
from django.test import Client


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_page_needs_no_context_and_no_database(name: str) -> None:
    page = loader.get_template(name).render()
    assert "<h1>" in page and "opora." in page and "<script" not in page


@pytest.mark.django_db
def test_form_without_its_token_is_refused_in_words(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.user("agent"))
    answer = client.post("/desk/work/notifications/reading/")
    assert answer.status_code == 403
    assert "Страница устарела" in answer.content.decode()


@pytest.mark.django_db
def test_strange_host_is_refused_in_words(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.test"})
    assert answer.status_code == 400
    assert "Неверный запрос" in answer.content.decode()
