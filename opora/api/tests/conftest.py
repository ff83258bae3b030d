"""Fixtures of the API's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from opora.api import limits
from opora.api.tests.client import Caller, key_of
from tests.cast import AT

NOW = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests come an hour after the cast's tickets."""
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: NOW)


@pytest.fixture(autouse=True)
def _nobody_has_called_yet() -> Iterator[None]:
    yield
    for limit in (limits.REQUESTS, limits.NEW_TICKETS, limits.WRONG_KEYS):
        limit.forget()


@pytest.fixture
def as_(cast: Any) -> Callable[..., Caller]:
    """`as_("agent")`: a caller with a key of that person; further words are its scopes. `as_("")`: without a key."""

    def caller(name: str, *scopes: str) -> Caller:
        return Caller(key_of(cast, name, *scopes) if name else "")

    return caller


@pytest.fixture
def ticket_in(cast: Any, register: Any) -> Callable[[str], Any]:
    """`ticket_in("solved")`: a ticket of the requester, with a note, in that state."""
    from opora.tickets import actions
    from tests.cast import words

    def make(state: str = "new") -> Any:
        agent, customer = cast.actor("agent"), cast.actor("requester")
        ticket = register()
        actions.note(ticket, words=words("тайная заметка"), by=agent, at=AT)
        if state in ("solved", "closed"):
            actions.take(ticket, by=agent, at=AT)
            actions.solve(ticket, words=words("Очистили кэш."), by=agent, at=AT)
        if state == "closed":
            actions.confirm(ticket, by=customer, at=AT)
        ticket.refresh_from_db()
        return ticket

    return make
