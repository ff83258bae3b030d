"""Fixtures of the post office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.mail.smtp_servers import Server, serving


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """What processes remember for a while does not go from test to test."""
    from opora.channels.email import mailboxes
    from opora.channels.email.outbox.breaker import BREAKER

    mailboxes.forget()
    BREAKER.reset()
    yield
    mailboxes.forget()


@pytest.fixture
def post(cast: Any) -> Any:
    """The cast's desks with their mailboxes."""
    return _opened(cast)


@pytest.fixture
def transactional_post(transactional_cast: Any) -> Any:
    """The same, committed."""
    return _opened(transactional_cast)


@pytest.fixture
def smtp(settings: Any) -> Iterator[Callable[[str], Server]]:
    """Starts the mail server that the installation sends through: `smtp("grey")`."""
    with ExitStack() as stack:

        def start(mode: str = "ok") -> Server:
            server = stack.enter_context(serving(mode))
            settings.SMTP_URL = server.url
            return server

        yield start


def _opened(cast: Any) -> Any:
    from opora.channels import actions
    from opora.desks import tenancy
    from tests.cast import AT
    from tests.mail.post import NEIGHBOUR, SALES, SUPPORT, Post

    for address in (SUPPORT, SALES):
        actions.add_mailbox(cast.desk, address=address, channel="email", sender_name="Опора", at=AT)
    with tenancy.desk(cast.neighbour.pk):
        actions.add_mailbox(cast.neighbour, address=NEIGHBOUR, channel="email", sender_name="Сосед", at=AT)
    return Post(cast)
