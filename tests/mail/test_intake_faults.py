"""Killed, doubled, lost: every mail becomes exactly one thing (F07, F13)."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from opora.channels import jobs
from opora.channels.email import intake
from opora.channels.email.intake import facts, taking
from opora.channels.email.intake.waiting import MOST_ATTEMPTS, WaitingMail
from opora.channels.models import IncomingMail
from opora.desks import tenancy
from opora.tickets.models import Ticket
from tests.mail.post import SALES, SUPPORT, written


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["reader.read", "gather", "do", "remarks.leave", "after the commit"])
def test_f07_killed_at_each_step_the_mail_becomes_one_ticket_and_one_acknowledgement(
    transactional_post: Any, step: str
) -> None:
    post = transactional_post
    (mail,) = post.accept(written())
    assert _killed_at(step, mail, post) == signal.SIGKILL
    done = step == "after the commit"
    assert Ticket.objects.for_desk(mail.desk_id).count() == done
    assert post.take_in(mail).state == "ticket"
    assert Ticket.objects.for_desk(mail.desk_id).count() == 1
    assert len(post.outbox()) == 1


def _killed_at(step: str, mail: IncomingMail, post: Any) -> int:
    child = os.fork()
    if child == 0:
        connection.connection = None  # the parent's: neither used nor closed here
        connection._opora_desk = None  # type: ignore[attr-defined]
        _arm(step)
        try:
            with tenancy.desk(mail.desk_id):
                intake.take_in(mail.desk_id, mail.pk, at=post.now)
            _die() if step == "after the commit" else None
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status)


def _arm(step: str) -> None:
    owner: Any = taking
    *path, name = step.split(".")
    for part in path:
        owner = getattr(owner, part)
    if hasattr(owner, name):
        setattr(owner, name, _die)


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.django_db
def test_same_mail_read_by_two_workers_at_once_is_one_ticket(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = post.accept(written(), SUPPORT, SALES)
    post.take_in(first)
    looks, earlier = [], facts._earlier

    def as_if_not_committed_yet(row: IncomingMail) -> Any:
        looks.append(row)
        return [] if len(looks) == 1 else earlier(row)

    monkeypatch.setattr(facts, "_earlier", as_if_not_committed_yet)
    assert post.take_in(second).state == "duplicate"
    assert len(looks) == 2
    assert Ticket.objects.for_desk(post.cast.desk).count() == 1
    assert len(post.outbox()) == 1


@pytest.mark.django_db
def test_mail_read_twice_is_left_alone_the_second_time(post: Any) -> None:
    mail = post.deliver(written())
    post.take_in(mail)
    assert Ticket.objects.for_desk(post.cast.desk).count() == 1


@pytest.mark.django_db
def test_worker_that_was_faster_undoes_ours(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (mail,) = post.accept(written())
    monkeypatch.setattr(taking, "settle", lambda *_, **__: False)
    post.take_in(mail)
    assert not Ticket.objects.for_desk(post.cast.desk).exists()


@pytest.mark.django_db
def test_f13_trouble_with_the_database_leaves_the_mail_waiting(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise OperationalError("terminating connection")

    (mail,) = post.accept(written())
    with monkeypatch.context() as broken:
        broken.setattr(taking, "do", fail)
        with pytest.raises(OperationalError):
            intake.take_in(mail.desk_id, mail.pk, at=post.now)
    assert post.take_in(mail).state == "ticket"


@pytest.mark.django_db
def test_jobs_do_what_their_names_say(post: Any, smtp: Any) -> None:
    smtp("ok")
    (mail,) = post.accept(written())
    jobs.take_in(desk_id=mail.desk_id, mail_id=mail.pk)
    mail.refresh_from_db()
    assert mail.state == "ticket"
    (row,) = post.outbox()
    jobs.send_mail(desk_id=row.desk_id, outgoing_id=row.pk)
    row.refresh_from_db()
    assert row.state == "sent"


@pytest.mark.django_db
def test_job_of_one_desk_cannot_touch_the_mail_of_another(post: Any) -> None:
    (mail,) = post.accept(written())
    jobs.take_in(desk_id=post.cast.neighbour.pk, mail_id=mail.pk)
    mail.refresh_from_db()
    assert mail.state == "received"


@pytest.mark.django_db
def test_mail_whose_job_was_lost_is_looked_after_less_and_less_and_then_put_aside(post: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    (mail,) = post.accept(written())
    source, before = WaitingMail(), ProcrastinateJob.objects.count()
    assert source.run_due(post.now, 10) == 0
    for number in range(MOST_ATTEMPTS):
        post.now = source.next_at() or post.now
        assert source.run_due(post.now, 10) == 1
        assert source.run_due(post.now, 10) == 0
        assert ProcrastinateJob.objects.count() == before + number + 1
    post.wait(days=1)
    source.run_due(post.now, 10)
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("quarantine", "lost")
    assert source.next_at() is None


@pytest.mark.django_db
def test_mail_in_the_future_of_nobody_is_not_due(post: Any) -> None:
    (mail,) = post.accept(written())
    assert WaitingMail().next_at() == mail.received_at + timedelta(minutes=5)


@pytest.mark.django_db
def test_missing_raw_text_is_put_aside(post: Any) -> None:
    from opora.toolkit import files

    (mail,) = post.accept(written(text="Потеряется"))
    files.path(mail.digest).unlink()
    assert post.take_in(mail).reason == "no-file"
