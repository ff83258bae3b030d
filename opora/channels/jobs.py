"""Jobs of mail: reading what came, sending what waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from opora.desks import tenancy
from opora.toolkit import clock

FIRST, READING, SECOND = 10, 5, 0  # priorities: words of people leave first, those of machines last

_WHEN_DATABASE_RETURNS = RetryStrategy(
    max_attempts=5, exponential_wait=2, retry_exceptions=(OperationalError, InterfaceError)
)


@app.task(name="channels.take_in", priority=READING, retry=_WHEN_DATABASE_RETURNS)
def take_in(desk_id: int, mail_id: int) -> None:
    """Read a mail that was accepted."""
    from opora.channels.email import intake

    with _working_for(desk_id):
        intake.take_in(desk_id, mail_id, at=clock.now())


@app.task(name="channels.send_mail", retry=_WHEN_DATABASE_RETURNS)
def send_mail(desk_id: int, outgoing_id: int) -> None:
    """Try to send a mail of the outbox."""
    from opora.channels.email.outbox import sending

    with _working_for(desk_id):
        sending.send(desk_id, outgoing_id, now=clock.now)


@contextmanager
def _working_for(desk_id: int) -> Iterator[None]:
    """Work for one desk; a connection that broke is not used again."""
    try:
        with tenancy.desk(desk_id):
            yield
    except (OperationalError, InterfaceError):
        connection.close()
        raise
