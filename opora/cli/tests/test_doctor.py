"""The doctor finds what is wrong and keeps looking when one check fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from opora.cli import checkup
from opora.cli.checkup import FAIL, OK, WARN, Finding
from opora.config.processes import schema
from opora.desks.models import Desk

pytestmark = pytest.mark.django_db


def states(check: str) -> set[str]:
    return {finding.state for finding in checkup.findings() if finding.check == check}


def test_a_sound_database_is_found_sound() -> None:
    assert states("row security") == {OK}
    assert states("queue") == {OK}
    assert states("quarantine") == {OK}


def test_a_desk_without_a_charter_is_found_and_the_other_checks_go_on() -> None:
    Desk.objects.create(slug="lost", title="Lost", created_at=timezone.now())
    assert FAIL in states("charter")
    assert states("queue") == {OK}


def test_production_without_https_is_warned_of(settings: Any) -> None:
    settings.DEMO, settings.PUBLIC_URL = False, "http://desk.example"
    assert states("settings") == {WARN}


def test_a_check_the_database_refuses_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[Finding]:
        raise DatabaseError("no such thing")
        yield

    monkeypatch.setattr(checkup, "CHECKS", (broken,))
    assert checkup.findings() == [Finding("broken", FAIL, "no such thing")]


def test_migrations_that_did_not_run_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert states("migrations") == {OK}
    monkeypatch.setattr(schema, "wanted", lambda: "another state")
    assert states("migrations") == {FAIL}
