"""The API's description is kept, complete, and documented."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from opora.api.auth import SCOPES
from opora.api.openapi import PREFIX, SNAPSHOT, description, snapshot

DOCUMENTATION = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def operations() -> list[str]:
    """Every operation as documentation names it: `GET /tickets/{ticket}`."""
    paths = description()["paths"].items()
    return [f"{method.upper()} /{path.removeprefix(PREFIX)}" for path, methods in paths for method in methods]


def test_the_kept_description_is_that_of_the_code() -> None:
    kept = SNAPSHOT.read_text(encoding="utf-8") if SNAPSHOT.exists() else ""
    assert kept == snapshot(), "The API has changed. If it was meant, run `opora api openapi` and commit openapi.json."


@pytest.mark.parametrize("operation", operations())
def test_every_operation_has_its_section_with_a_curl_example(operation: str) -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    heading = f"### {operation}\n"
    assert heading in text
    section = re.split(r"\n##", text.partition(heading)[2])[0]
    assert "curl " in section, f"{operation} has no example"


def test_the_documentation_names_no_operation_that_is_not_there() -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    assert set(re.findall(r"^### ([A-Z]+ /\S*)$", text, re.MULTILINE)) == set(operations())


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_is_documented(scope: str) -> None:
    assert f"`{scope}`" in DOCUMENTATION.read_text(encoding="utf-8")


def test_every_operation_says_what_it_does_and_needs() -> None:
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            assert operation["description"].strip(), f"{method} {path}"
            assert operation["security"] == [{"Key": []}], f"{method} {path} is open"
            assert operation["x-scope"] in ("", *SCOPES)


@pytest.mark.django_db
def test_the_reference_needs_no_script_and_shows_every_operation() -> None:
    page = Client().get("/api/v1/docs", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    text = page.content.decode()
    for methods in description()["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
    for code in ("unknown_key", "not_allowed_now", "forbidden", "too_many_requests", "invalid", "defect"):
        assert f'id="problem-{code}"' in text


@pytest.mark.django_db
def test_the_description_is_served(as_: Any) -> None:
    response = Client().get("/api/v1/openapi.json")
    assert response.json() == description()
