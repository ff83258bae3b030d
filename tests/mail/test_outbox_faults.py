"""Servers that refuse, delay, break and hang: each mail ends in one state and leaves once (F01 to F06, F15, F19)."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction

from opora.channels import actions as channels
from opora.channels.email.outbox import due, sending
from opora.channels.email.outbox import smtp as talks
from opora.channels.email.outbox.schedule import pause_after
from opora.channels.models import Mailbox, OutgoingMail
from opora.journal.models import Entry
from opora.notify.models import Notification
from opora.tickets import actions
from opora.tickets.values import NewFile
from opora.toolkit import clock
from tests.cast import words

pytestmark = pytest.mark.django_db


def _reply(post: Any, text: str = "Ответ") -> OutgoingMail:
    ticket = post.ticket(text=f"Вопрос про {text}")
    actions.take(ticket, by=post.cast.actor("agent"), at=post.now)
    actions.reply(ticket, words=words(text), by=post.cast.actor("agent"), at=post.now)
    found: OutgoingMail = post.outbox(purpose="reply")[-1]
    return found


def _events(mail: OutgoingMail) -> list[str]:
    rows = Entry.objects.for_desk(mail.desk_id).filter(event__startswith="mail_")
    return list(rows.order_by("pk").values_list("event", flat=True))


def test_f03_greylisted_mail_is_delivered_once_after_a_minute(post: Any, smtp: Any) -> None:
    server = smtp("grey")
    mail = post.send(_reply(post))
    assert (mail.state, mail.next_try_at) == ("queued", post.now + timedelta(minutes=1))
    assert _events(mail) == []
    post.wait(minutes=1)
    assert post.send(mail).state == "sent"
    assert len(server.taken) == 1


def test_f03_temporary_refusals_back_off_and_the_staff_hears_after_an_hour(post: Any, smtp: Any) -> None:
    smtp("421")
    mail, pauses = _reply(post), []
    for _ in range(9):
        mail = post.send(mail)
        if mail.next_try_at is None:
            break
        pauses.append(mail.next_try_at - post.now)
        told = _events(mail)
        assert bool(told) == (len(pauses) >= 5)
        post.now = mail.next_try_at
    assert [int(pause.total_seconds() / 60) for pause in pauses] == [1, 4, 10, 45, 180, 480, 720, 1440]
    assert mail.state == "failed"
    assert "421" in mail.last_error
    assert _events(mail) == ["mail_not_delivered"] * 2


def test_f03_three_refusals_and_then_delivered_once(post: Any, smtp: Any) -> None:
    server = smtp("tempfail3")
    mail = _reply(post)
    for _ in range(4):
        mail = post.send(mail)
        post.wait(hours=1)
    assert (mail.state, mail.attempts, len(server.taken)) == ("sent", 4, 1)


@pytest.mark.parametrize(("mode", "code"), [("550rcpt", "550"), ("552data", "552")])
def test_f04_permanent_refusal_fails_at_once_in_plain_words(post: Any, smtp: Any, mode: str, code: str) -> None:
    smtp(mode)
    mail = post.send(_reply(post))
    assert (mail.state, mail.next_try_at, mail.attempts) == ("failed", None, 1)
    assert code in mail.last_error
    entry = Entry.objects.for_desk(mail.desk_id).get(event="mail_not_delivered")
    assert (entry.ticket_id, entry.payload["permanent"]) == (mail.ticket_id, True)
    assert mail.to_address in entry.payload["to_address"]
    holder = Notification.objects.for_desk(mail.desk_id).get(event="mail_not_delivered")
    assert holder.member == post.cast.member("agent")
    assert post.send(mail).attempts == 1


def test_f04_refused_sign_in_pauses_the_mailbox_tells_once_and_the_backlog_leaves_after_repair(
    post: Any, smtp: Any
) -> None:
    smtp("535auth")
    first, second = _reply(post, "Раз"), _reply(post, "Два")
    paused = post.send(first)
    assert (paused.state, paused.attempts) == ("queued", 0)
    assert "535" in paused.mailbox.paused_because
    waiting = post.send(second)
    assert (waiting.state, waiting.attempts) == ("queued", 0)
    post.wait(minutes=5)
    post.send(first)
    told = Notification.objects.for_desk(first.desk_id).filter(event="mailbox_paused")
    assert told.filter(member=post.cast.member("admin")).count() == 1
    server = smtp("ok")
    post.wait(minutes=5)
    for mail in post.outbox(state="queued"):
        post.send(mail)
    assert not Mailbox.objects.for_desk(first.desk_id).exclude(paused_because="").exists()
    for mail in post.outbox(state="queued"):
        assert mail.next_try_at <= post.now
        post.send(mail)
    assert {mail.state for mail in post.outbox()} == {"sent"}
    assert len(server.taken) == len(post.outbox())


def test_f04_administrator_resumes_a_mailbox(post: Any, smtp: Any) -> None:
    smtp("535auth")
    mail = post.send(_reply(post))
    mailbox = channels.resume_sending(mail.mailbox, by=post.cast.actor("admin"), at=post.now)
    assert mailbox.paused_because == ""
    mail.refresh_from_db()
    assert mail.next_try_at == post.now


def test_f02_connection_lost_after_the_body_is_uncertain_and_repeated_once(post: Any, smtp: Any) -> None:
    server = smtp("dropafterdata")
    mail = post.send(_reply(post))
    assert (mail.state, mail.next_try_at) == ("uncertain", post.now + timedelta(minutes=1))
    post.wait(minutes=1)
    mail = post.send(mail)
    assert (mail.state, mail.next_try_at) == ("uncertain", None)
    assert _events(mail) == ["mail_uncertain"]
    post.wait(days=1)
    post.send(mail)
    assert len(server.taken) == 2
    assert {one["Message-ID"] for one in server.mails} == {f"<{mail.mail_id}>"}
    assert server.taken[0] == server.taken[1], "the same body to the last byte"


def test_f02_repeat_that_succeeds_settles_the_mail(post: Any, smtp: Any) -> None:
    server = smtp("droponce")
    mail = post.send(_reply(post))
    post.wait(minutes=1)
    mail = post.send(mail)
    assert (mail.state, len(server.taken)) == ("sent", 2)


def test_f06_silent_server_frees_the_worker_and_the_others_do_not_wait(
    post: Any, smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talks, "WHOLE_SECONDS", 0.5)
    server = smtp("hang")
    mail, begun = _reply(post, "Раз"), time.monotonic()
    mail = post.send(mail)
    assert time.monotonic() - begun < 10
    assert mail.state == "uncertain"
    server.free.set()
    assert post.send(_reply(post, "Два")).state == "queued", "the server is left alone for a minute"


def test_f06_server_that_never_greets_opens_the_breaker(
    post: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    monkeypatch.setattr(talks, "CONNECT_SECONDS", 1.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.SMTP_URL = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        first, second = _reply(post, "Раз"), _reply(post, "Два")
        assert post.send(first).state == "queued"
        begun = time.monotonic()
        waiting = post.send(second)
        assert time.monotonic() - begun < 1.2
    assert (waiting.attempts, waiting.next_try_at) == (0, post.now + timedelta(minutes=1))


def test_no_server_at_all_is_tried_again_soon(post: Any, settings: Any) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    mail = post.send(_reply(post))
    assert (mail.state, mail.next_try_at) == ("queued", post.now + timedelta(seconds=15))


def test_f25_mail_is_sent_by_one_worker_only(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    mail = _reply(post)
    OutgoingMail.objects.for_desk(mail.desk_id).filter(pk=mail.pk).update(attempts=3)
    stale = OutgoingMail.objects.for_desk(mail.desk_id).get(pk=mail.pk)
    stale.attempts = 2
    assert not sending._claim(stale)
    assert post.send(mail).state == "sent"
    post.send(mail)
    assert len(server.taken) == 1


def test_f01_sender_that_died_before_the_body_is_forgotten(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    mail = _reply(post)
    _abandon(mail, handed=False)
    assert due.Abandoned().run_due(post.now, 10) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.next_try_at, mail.repeats) == ("queued", post.now, 0)
    assert post.send(mail).state == "sent"
    assert len(server.taken) == 1


def test_f01_sender_that_died_after_the_body_is_repeated_once(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    mail = _reply(post)
    _abandon(mail, handed=True)
    due.Abandoned().run_due(post.now, 10)
    mail.refresh_from_db()
    assert (mail.state, mail.next_try_at) == ("uncertain", post.now)
    mail = post.send(mail)
    assert (mail.state, mail.repeats, len(server.taken)) == ("sent", 1, 1)


def test_f01_mail_over_which_senders_die_again_and_again_ends(post: Any) -> None:
    mail = _reply(post)
    for _ in range(2):
        _abandon(mail, handed=True, repeats=mail.repeats)
        due.Abandoned().run_due(post.now, 10)
        mail.refresh_from_db()
        mail.repeats += 1
    assert (mail.state, mail.next_try_at) == ("uncertain", None)
    assert _events(mail) == ["mail_uncertain"]


def test_mail_under_way_is_not_taken_from_its_sender(post: Any) -> None:
    mail = _reply(post)
    _abandon(mail, handed=False, seconds=30)
    assert due.Abandoned().run_due(post.now + timedelta(days=365), 10) == 0
    next_at = due.Abandoned().next_at()
    assert next_at is not None
    assert next_at > clock.now()


def test_f15_database_gone_when_the_mail_has_left(post: Any, smtp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server, mail, tries = smtp("ok"), _reply(post), []

    def fails_twice(*arguments: Any, **more: Any) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("gone")
        keep(*arguments, **more)

    keep = sending.results.keep
    monkeypatch.setattr(sending.results, "keep", fails_twice)
    monkeypatch.setattr(sending.time, "sleep", lambda _: None)
    monkeypatch.setattr(sending, "_is_lost_for_good", lambda end: False)
    monkeypatch.setattr(sending.connection, "close", lambda: None)
    assert post.send(mail).state == "sent"
    assert (len(server.taken), len(tries)) == (1, 3)


def test_f19_rolled_back_reply_leaves_no_mail_and_no_job(post: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    ticket = post.ticket()
    before = (len(post.outbox()), ProcrastinateJob.objects.count())
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.reply(ticket, words=words("Не уйдёт"), by=post.cast.actor("agent"), at=post.now)
        raise RuntimeError
    assert (len(post.outbox()), ProcrastinateJob.objects.count()) == before


def test_due_mail_is_given_to_the_senders_once(post: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    mail = _reply(post)
    OutgoingMail.objects.for_desk(mail.desk_id).update(next_try_at=post.now + timedelta(hours=9))
    OutgoingMail.objects.for_desk(mail.desk_id).filter(pk=mail.pk).update(next_try_at=post.now)
    source, before = due.WaitingToLeave(), ProcrastinateJob.objects.count()
    assert source.next_at() == post.now
    assert source.run_due(post.now, 10) == 1
    assert source.run_due(post.now, 10) == 0
    assert ProcrastinateJob.objects.count() == before + 1


def test_words_of_people_leave_before_those_of_machines(post: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    _reply(post)
    jobs = ProcrastinateJob.objects.filter(task_name="channels.send_mail").order_by("id")
    assert [job.priority for job in jobs] == [0, 10]


def test_files_of_the_agent_go_along(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    ticket = post.ticket()
    files = (NewFile("Схема.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50), NewFile("журнал.txt", "строка".encode()))
    actions.reply(ticket, words=words("Смотрите", files=files), by=post.cast.actor("agent"), at=post.now)
    post.send(post.outbox(purpose="reply")[0])
    (mail,) = server.mails
    found = {part.get_filename(): part.get_content_type() for part in mail.iter_attachments()}
    assert found == {"Схема.png": "image/png", "журнал.txt": "text/plain"}


def test_mail_that_cannot_be_written_fails_alone(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    mail, other = _reply(post, "Раз"), _reply(post, "Два")
    OutgoingMail.objects.for_desk(mail.desk_id).filter(pk=mail.pk).update(to_address="кто-то@пример.рф")
    assert post.send(mail).state == "failed"
    assert post.send(other).state == "sent"
    assert len(server.taken) == 1


def test_address_of_a_russian_domain_goes_out_as_dns_knows_it(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    mail = _reply(post)
    OutgoingMail.objects.for_desk(mail.desk_id).filter(pk=mail.pk).update(to_address="ivan@пример.рф")
    assert post.send(mail).state == "sent"
    assert server.taken[0][1] == ["ivan@xn--e1afmkfd.xn--p1ai"]


def test_lines_of_dots_survive(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    post.send(_reply(post, ".\n..\nQUIT\n."))
    body = server.mails[0].get_body(("plain",)).get_content()
    assert "\n.\n..\nQUIT\n.\n" in body.replace("\r\n", "\n")


def test_pauses_end_after_two_days() -> None:
    whole = sum((pause_after(number, found_server=True) or timedelta() for number in range(1, 9)), timedelta())
    assert whole == timedelta(hours=48)
    assert pause_after(9, found_server=True) is None


def test_desk_without_a_mailbox_writes_nothing(post: Any) -> None:
    from opora.channels.email import mailboxes

    Mailbox.objects.for_desk(post.cast.desk).delete()
    mailboxes.forget()
    assert _portal_ticket(post).pk
    assert post.outbox() == []


def _portal_ticket(post: Any) -> Any:
    from opora.tickets.values import Draft

    draft = Draft(subject="Портал", words=words("Через портал"), channel="portal")
    return actions.register(
        post.cast.desk,
        requester=post.cast.contact("requester"),
        draft=draft,
        by=post.cast.actor("requester"),
        at=post.now,
    )


def test_a15_unchecked_address_gets_three_unasked_mails_an_hour(post: Any) -> None:
    for _ in range(5):
        _portal_ticket(post)
    assert len(post.outbox(purpose="acknowledgement")) == 3
    contact = post.cast.contact("requester")
    contact.is_verified = True
    contact.save(update_fields=["is_verified"])
    _portal_ticket(post)
    assert len(post.outbox(purpose="acknowledgement")) == 4


def _abandon(mail: OutgoingMail, *, handed: bool, seconds: float = 90, repeats: int = 0) -> None:
    """As a sender leaves it that was killed at work."""
    from django.db.models.functions import Now

    OutgoingMail.objects.for_desk(mail.desk_id).filter(pk=mail.pk).update(
        state="sending",
        attempts=1,
        repeats=repeats,
        next_try_at=None,
        claimed_at=Now() - timedelta(seconds=seconds),
        handed_at=Now() if handed else None,
    )


def test_claim_that_was_lost_stops_the_mail_before_it_leaves(
    post: Any, smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, mail = smtp("ok"), _reply(post)
    monkeypatch.setattr(sending, "_mark_handed", _lost)
    assert post.send(mail).state == "sending"
    assert server.taken == []


def _lost(_: OutgoingMail) -> None:
    raise sending.ClaimLost
