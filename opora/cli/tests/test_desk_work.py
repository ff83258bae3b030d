"""Working on a desk from the command line: the same verbs, the same rights, one line when refused."""

from __future__ import annotations

import argparse
import json
from typing import Any

import pytest

from opora.cli.command import Failure, find
from opora.desks import tenancy
from opora.desks.models import ApiToken, Desk, Member
from opora.toolkit import clock
from tests.cast import AT

pytestmark = pytest.mark.django_db

AGENT, CUSTOMER = "agent@people.example", "requester@romashka.example"


@pytest.fixture
def opora(cast: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """`opora("ticket", "show", …)`: runs the command at the cast's time; what it printed as JSON."""
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: AT)

    def run(*words: str) -> Any:
        commands = find()
        count = 2 if words[:2] in commands else 1
        command = commands[words[:count]]
        parser = argparse.ArgumentParser()
        command.arguments(parser)
        with tenancy.desk(tenancy.NO_DESK):
            assert command.run(parser.parse_args([*words[count:], "--json"])) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_a_ticket_lives_from_registration_to_rating(opora: Any, tmp_path: Any) -> None:
    picture = tmp_path / "screen.txt"
    picture.write_bytes(b"white")
    made = opora("ticket", "new", "desk", "--subject", "Белый экран", "--text", "С утра", "--requester", CUSTOMER)
    name = made["name"]
    assert made["clocks"]
    assert [one["name"] for one in opora("ticket", "list", "desk")["items"]] == [name]
    assert opora("ticket", "assign", "desk", name, "--to", "me", "--as", AGENT)["assignee"]
    opora("ticket", "note", "desk", name, "--as", AGENT, "--text", "похоже на кэш", "--file", str(picture))
    opora("ticket", "reply", "desk", name, "--as", AGENT, "--text", "Какой браузер?", "--purpose", "question")
    opora("ticket", "reply", "desk", name, "--as", CUSTOMER, "--text", "Firefox")
    opora("ticket", "reply", "desk", name, "--as", AGENT, "--text", "Готово", "--purpose", "solution")
    assert opora("ticket", "confirm", "desk", name, "--as", CUSTOMER)["closed_at"]
    assert opora("ticket", "rate", "desk", name, "5", "--as", CUSTOMER)["score"] == 5
    seen = opora("ticket", "show", "desk", name, "--as", CUSTOMER)
    assert "похоже на кэш" not in json.dumps(seen, ensure_ascii=False)
    assert [hit["ticket"]["name"] for hit in opora("search", "desk", "экран")] == [name]


def test_a_refusal_is_one_line_with_what_is_allowed(opora: Any, register: Any) -> None:
    name = register().name
    with pytest.raises(Failure, match="allowed"):
        opora("ticket", "status", "desk", name, "no-such", "--as", AGENT)
    with pytest.raises(Failure, match="role does not allow"):
        opora("ticket", "note", "desk", name, "--as", CUSTOMER, "--text", "x")


@pytest.mark.parametrize("email", ["neighbour-owner@people.example", "nobody@example.org"])
def test_nobody_acts_on_a_desk_they_do_not_belong_to(opora: Any, email: str) -> None:
    with pytest.raises(Failure, match="Nobody on the desk"):
        opora("ticket", "list", "desk", "--as", email)


def test_a_desk_that_does_not_exist_is_answered_with_those_that_do(opora: Any) -> None:
    with pytest.raises(Failure, match="desk, neighbour"):
        opora("ticket", "list", "elsewhere")


def test_a_key_is_issued_listed_and_revoked(cast: Any, opora: Any) -> None:
    from opora.desks import tokens

    issued = opora("token", "issue", "desk", "--as", AGENT, "--scope", "tickets:read")
    assert tokens.valid(issued["key"], at=clock.now())
    listed = opora("token", "list", "desk")
    assert [(one["id"], one["scopes"], one["state"]) for one in listed] == [(issued["id"], ["tickets:read"], "valid")]
    assert issued["key"] not in json.dumps(listed)
    opora("token", "revoke", "desk", issued["key"][:12])
    assert tokens.valid(issued["key"], at=clock.now()) is None
    assert ApiToken.objects.for_desk(cast.desk).get().revoked_at


def test_only_administrators_see_keys(opora: Any) -> None:
    with pytest.raises(Failure, match="administrators"):
        opora("token", "list", "desk", "--as", AGENT)


def test_a_desk_is_created_from_a_shipped_charter_with_its_owner(opora: Any) -> None:
    opora("desk", "create", "fresh", "--charter", "smart-systems", "--owner", "boss@example.org")
    fresh = Desk.objects.get(slug="fresh")
    with tenancy.desk(fresh.pk):
        assert Member.objects.for_desk(fresh).get().role == "owner"
    assert "fresh" in [one["slug"] for one in opora("desk", "list")]


@pytest.mark.parametrize("charter", ["no-such-charter", "README.md"])
def test_a_desk_without_a_charter_is_not_created(opora: Any, charter: str) -> None:
    with pytest.raises(Failure, match="charter"):
        opora("desk", "create", "fresh", "--charter", charter)
    assert not Desk.objects.filter(slug="fresh").exists()
