"""Every answer carries the headers, errors and fragments included (A75)."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

PAGES = ("/", "/styleguide/", "/nowhere/", "/desk/work/", "/accounts/login/")


@pytest.mark.parametrize("address", PAGES)
def test_policy_is_strict_on_every_page(client: Client, cast: Any, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy and "'unsafe-eval'" not in policy
    for part in ("base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy


def test_nonce_is_new_for_every_answer(client: Client, db: None) -> None:
    first, second = (client.get("/styleguide/").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_scripts_of_a_page_carry_its_nonce(client: Client, db: None) -> None:
    answer = client.get("/styleguide/")
    nonce = answer.headers["Content-Security-Policy"].split("nonce-")[1].split("'")[0]
    page = answer.content.decode()
    assert page.count("<script") == page.count(f'nonce="{nonce}"') + page.count('type="application/json"')


def test_private_pages_are_not_stored(client: Client, cast: Any) -> None:
    client.force_login(cast.user("agent"))
    assert client.get("/desk/work/").headers["Cache-Control"] == "no-store"


def test_fragment_carries_the_policy_too(client: Client, cast: Any) -> None:
    client.force_login(cast.user("agent"))
    answer = client.get("/desk/work/rows/", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_style_sheet_may_be_kept_for_ever(client: Client, db: None) -> None:
    from opora.web import stylesheet

    answer = client.get(stylesheet.address())
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "@layer tokens" in answer.content.decode()


def test_weaknesses_can_be_told_to_somebody(client: Client, db: None) -> None:
    from datetime import UTC, datetime

    lines = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().split("\n") if line
    )
    assert lines["Contact"].startswith("mailto:")
    assert datetime.fromisoformat(lines["Expires"]) > datetime.now(UTC)
