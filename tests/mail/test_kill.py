"""F01: the sender is killed (SIGKILL) before each of its words to the mail server; the mail leaves once, or twice."""

from __future__ import annotations

import os
import signal
import socket
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from opora.channels.email.outbox import due, sending
from opora.channels.models import OutgoingMail
from opora.desks import tenancy
from opora.tickets import actions
from tests.cast import words

pytestmark = pytest.mark.django_db(transaction=True)

SAYINGS = ("EHLO", "MAIL", "RCPT", "DATA", "the body", "the last dot", "QUIT")


@pytest.mark.parametrize("number", range(1, len(SAYINGS) + 1), ids=SAYINGS)
def test_f01_killed_before_each_saying_the_mail_leaves_once_or_twice_with_one_id(
    transactional_post: Any, smtp: Any, number: int
) -> None:
    post, server = transactional_post, smtp("ok")
    actions.reply(post.ticket(), words=words("Ответ"), by=post.cast.actor("agent"), at=post.now)
    mail = post.outbox(purpose="reply")[0]
    assert _killed_at(mail, number, post) == signal.SIGKILL
    left = OutgoingMail.objects.for_desk(mail.desk_id).get(pk=mail.pk)
    assert (left.state, left.handed_at is not None) == ("sending", number >= 6)
    assert len(server.taken) == (number == 7)
    _a_minute_later(mail)
    assert due.Abandoned().run_due(post.now, 10) == 1
    settled = post.send(mail)
    assert settled.state == "sent"
    assert len(server.taken) == (2 if number == 7 else 1)
    assert {one["Message-ID"] for one in server.mails} == {f"<{mail.mail_id}>"}


def _killed_at(mail: OutgoingMail, number: int, post: Any) -> int:
    """Send in a process of its own that dies before its `number`-th word; the signal it died of."""
    child = os.fork()
    if child == 0:
        _send_and_die(mail, number, post)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status)


def _send_and_die(mail: OutgoingMail, number: int, post: Any) -> None:
    connection.connection = None  # the parent's: neither used nor closed here
    connection._opora_desk = None  # type: ignore[attr-defined]
    said, sendall = [0], socket.socket.sendall

    def dying(self: socket.socket, *arguments: Any) -> None:
        said[0] += 1
        if said[0] == number:
            os.kill(os.getpid(), signal.SIGKILL)
        sendall(self, *arguments)

    socket.socket.sendall = dying  # type: ignore[method-assign,assignment]
    try:
        with tenancy.desk(mail.desk_id):
            sending.send(mail.desk_id, mail.pk, now=lambda: post.now)
    finally:
        os._exit(1)


def _a_minute_later(mail: OutgoingMail) -> None:
    rows = OutgoingMail.objects.for_desk(mail.desk_id).filter(pk=mail.pk)
    rows.update(claimed_at=Now() - timedelta(seconds=61))
