"""Every curl example of docs/api.md does what it says."""

from __future__ import annotations

import re
import shlex
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opora.api.tests.test_description import DOCUMENTATION

pytestmark = pytest.mark.django_db

STATES = {"confirmation": "solved", "decline": "solved", "reopening": "solved", "rating": "closed"}
BY_CUSTOMER = ("confirmation", "decline", "rating")


def examples() -> list[tuple[str, str]]:
    """Operation and command, as the documentation shows them."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    sections = re.findall(r"^### ([A-Z]+ /\S*)\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
    return [
        (operation, command)
        for operation, section in sections
        for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
        for command in re.split(r"\n(?=curl )", block.strip())
    ]


@pytest.mark.parametrize(("operation", "command"), examples())
def test_the_example_runs(operation: str, command: str, cast: Any, as_: Any, ticket_in: Any) -> None:
    last = operation.rpartition("/")[2]
    ticket = ticket_in(STATES.get(last, "new"))
    caller = as_("requester" if last in BY_CUSTOMER else "owner")
    if operation == "GET /tickets/{ticket}/rating":
        caller.put(f"/tickets/{ticket.name}/rating", {"score": 5})
    response = _run(command, _variables(cast, ticket, caller.key))
    assert response.status_code in (200, 201), response.content.decode()
    assert operation.partition(" ")[0] == response.wsgi_request.method


def _variables(cast: Any, ticket: Any, key: str) -> dict[str, str]:
    from opora.api.tests.test_permissions import _place

    place = _place(cast, ticket)
    reasons = cast.charter.reasons.items()
    return {
        "OPORA": "/api/v1",
        "KEY": key,
        **{name.upper(): str(value) for name, value in place.items()},
        "STATUS": ticket.status,
        "REFUSAL": next(word for word, one in reasons if one.effect in ("decline", "either", "out_of_scope")),
        "DEFERRAL": next(word for word, one in reasons if one.effect in ("defer", "either")),
    }


def _run(command: str, variables: dict[str, str]) -> Any:
    """What curl would have sent."""
    told = re.sub(r"\$([A-Z]+)", lambda found: variables[found[1]], command.replace("\\\n", " "))
    words = iter(shlex.split(told)[1:])
    method, url, headers, body, query, parts = "", "", {}, None, {}, {}
    for word in words:
        match word:
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d":
                body = next(words)
            case "--data-urlencode":
                name, _, value = next(words).partition("=")
                query[name] = value
            case "-F":
                name, _, value = next(words).partition("=")
                parts[name] = SimpleUploadedFile(value[1:], b"bytes") if value.startswith("@") else value
            case "-G":
                method = "GET"
            case "-o":
                next(words)
            case _:
                url = word
    if query:
        url += "?" + urlencode(query)
    if parts:
        return Client().post(url, parts, headers=headers)
    kind = headers.pop("Content-Type", "application/json")
    return Client().generic(method or "GET", url, body or b"", content_type=kind, headers=headers)
