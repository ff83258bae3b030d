"""Robots, bounces, loops: nothing of ours answers them, and nothing of theirs moves a ticket (A12 to A14, A19)."""

from __future__ import annotations

from typing import Any

import pytest

from opora.channels.models import IncomingMail, OutgoingMail
from opora.journal.models import Entry
from opora.notify.models import Notification
from opora.tickets import actions
from opora.tickets.models import Message, Participant, Ticket
from tests.cast import words
from tests.mail.post import SALES, SUPPORT, hostile, written

pytestmark = pytest.mark.django_db

ROBOT = "support@otherdesk.example"


def _report(about: str, *, to: str = SUPPORT, action: str = "failed", status: str = "5.1.1") -> bytes:
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Message-ID: <{status}{action}@mx.example>\r\nAuto-Submitted: auto-replied\r\n"
        "Return-Path: <>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nbounced\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; requester@romashka.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{about}>\r\nFrom: {SUPPORT}\r\n\r\nx\r\n--b--\r\n"
    ).encode()


def _asked(post: Any) -> tuple[Ticket, OutgoingMail]:
    ticket = post.ticket()
    agent = post.cast.actor("agent")
    actions.take(ticket, by=agent, at=post.now)
    actions.ask(ticket, words=words("Какая версия?"), by=agent, at=post.now)
    return ticket, post.outbox(purpose="question")[0]


def _fresh(ticket: Ticket) -> Ticket:
    found: Ticket = Ticket.objects.for_desk(ticket.desk_id).get(pk=ticket.pk)
    return found


def test_a12_one_acknowledgement_in_five_minutes(post: Any) -> None:
    post.ticket()
    post.wait(minutes=4)
    post.ticket(text="Второе обращение")
    assert len(post.outbox(purpose="acknowledgement")) == 1
    post.wait(minutes=2)
    post.ticket(text="Третье обращение")
    assert len(post.outbox(purpose="acknowledgement")) == 2


def test_a12_five_acknowledgements_a_day(post: Any) -> None:
    for number in range(8):
        post.ticket(text=f"Обращение про {'абвгдежз'[number] * 5}")
        post.wait(hours=1, minutes=1)
    assert len(post.outbox(purpose="acknowledgement")) == 5
    post.wait(hours=20)
    post.ticket(text="Назавтра")
    assert len(post.outbox(purpose="acknowledgement")) == 6


def test_a12_ping_pong_ends_after_three_tickets_and_the_administrators_know(post: Any) -> None:
    states = []
    for number in range(30):
        subject = f"Ticket Received - {286614 + number} - Re: Your request [#{117904 + number}]"
        states.append(post.deliver(written(sender=ROBOT, subject=subject, text="We got your ticket.")).state)
        post.wait(minutes=1)
    assert states.count("ticket") <= 3
    assert set(states[3:]) == {"quarantine"}
    assert IncomingMail.objects.for_desk(post.cast.desk).filter(reason="loop").count() == states.count("quarantine")
    assert len(post.outbox()) <= 2
    told = Notification.objects.for_desk(post.cast.desk).filter(event="mail_quarantined")
    assert told.filter(member=post.cast.member("admin")).count() == 1


def test_a12_people_who_write_alike_are_no_loop(post: Any) -> None:
    for text in ("Сломался принтер", "Не печатает второй принтер", "Нужен доступ", "Забыл пароль", "Всё пропало"):
        assert post.deliver(written(text=text)).state == "ticket"


def test_twenty_new_tickets_an_hour_and_then_quarantine(post: Any) -> None:
    numbers = ["один два", "три", "пять", "семь", "ёж", "дом", "кот", "лес", "мост", "нос", "пол", "рот", "сад"]
    numbers += ["ток", "ус", "фут", "хлеб", "цех", "час", "шум", "щит", "эхо"]
    states = [post.deliver(written(text=f"Сломалось слово {word}")).state for word in numbers]
    assert states == ["ticket"] * 20 + ["quarantine"] * 2
    post.wait(hours=1, minutes=1)
    assert post.deliver(written(text="Новый час")).state == "ticket"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X-Autoreply": "yes"},
        {"X-Auto-Response-Suppress": "All"},
        {"Return-Path": "<>"},
        {"X-Opora-Loop": "elsewhere.example"},
    ],
)
def test_a13_nothing_automatic_is_acknowledged(post: Any, headers: dict[str, str]) -> None:
    mail = post.deliver(written(headers=headers))
    assert mail.state == "ticket"
    assert post.outbox() == []


def test_a13_vacation_notice_lands_on_the_ticket_and_moves_nothing(post: Any) -> None:
    ticket, question = _asked(post)
    before = _fresh(ticket)
    mail = post.deliver(
        written(
            subject="Автоответ: Re: заявка",
            text="Я в отпуске",
            answers=question.mail_id,
            headers={"X-Autoreply": "yes"},
        )
    )
    message, after = mail.message, _fresh(ticket)
    assert (mail.state, mail.reason, message.is_automatic) == ("reply", "automatic", True)
    assert (after.status, after.status_since) == (before.status, before.status_since)
    assert len(post.outbox()) == 2


def test_a13_vacation_notice_does_not_reopen(post: Any) -> None:
    ticket = post.ticket()
    agent = post.cast.actor("agent")
    actions.take(ticket, by=agent, at=post.now)
    actions.solve(ticket, words=words("Готово"), by=agent, at=post.now)
    solution = post.outbox(purpose="solution")[0]
    post.deliver(written(text="Я в отпуске", answers=solution.mail_id, headers={"Auto-Submitted": "auto-replied"}))
    assert _fresh(ticket).phase == "solved"


def test_a13_bounce_is_tied_to_the_mail_and_the_agent_sees_not_delivered(post: Any) -> None:
    ticket, question = _asked(post)
    before = _fresh(ticket)
    mail = post.deliver(_report(question.mail_id))
    question.refresh_from_db()
    assert (mail.state, mail.reason, mail.ticket) == ("reply", "report", ticket)
    assert "5.1.1" in question.bounced_because
    entry = Entry.objects.for_desk(ticket.desk_id).get(event="mail_not_delivered")
    assert (entry.ticket_id, entry.public, entry.payload["to_address"]) == (ticket.pk, False, question.to_address)
    assert (
        Notification.objects.for_desk(ticket.desk_id)
        .filter(event="mail_not_delivered", member=post.cast.member("agent"))
        .exists()
    )
    assert (_fresh(ticket).status, len(post.outbox())) == (before.status, 2)


def test_a13_bounce_to_the_secret_address_is_tied_without_the_returned_mail(post: Any) -> None:
    ticket, question = _asked(post)
    mail = post.deliver(_report("nothing@elsewhere.example", to=question.reply_to), question.reply_to)
    question.refresh_from_db()
    assert mail.ticket == ticket
    assert question.bounced_because


def test_a13_delay_is_not_a_failure(post: Any) -> None:
    ticket, question = _asked(post)
    mail = post.deliver(_report(question.mail_id, action="delayed", status="4.4.1"))
    question.refresh_from_db()
    assert (mail.reason, question.bounced_because) == ("delay", "")
    entry = Entry.objects.for_desk(ticket.desk_id).get(event="mail_not_delivered")
    assert entry.payload["permanent"] is False


def test_a13_bounce_of_a_foreign_mail_is_put_aside(post: Any) -> None:
    mail = post.deliver(_report("somebody@elsewhere.example"))
    assert (mail.state, mail.reason) == ("quarantine", "foreign-report")


def test_a13_hostile_mail_sends_nothing(post: Any) -> None:
    assert post.deliver(hostile("A13a")).state == "quarantine"
    assert post.deliver(hostile("A13b")).state == "ticket"
    assert post.outbox() == []


def test_a14_our_own_mail_come_back_is_dropped(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    post.ticket()
    post.send(post.outbox()[0])
    mail = post.deliver(server.taken[0][2])
    assert (mail.state, mail.reason) == ("ignored", "own")
    assert Ticket.objects.for_desk(post.cast.desk).count() == 1


@pytest.mark.parametrize("sender", [SUPPORT, SALES])
def test_a14_mail_from_an_address_of_ours_is_one_ticket_without_an_answer(post: Any, sender: str) -> None:
    raw = written(sender=sender)
    assert [post.deliver(raw).state, post.deliver(b"Received: by us\r\n" + raw).state] == ["ticket", "duplicate"]
    assert post.outbox() == []


@pytest.mark.parametrize("name", ["A14a", "A14b"])
def test_a14_hostile_mail(post: Any, name: str) -> None:
    from opora.channels import actions as channels

    for address in ("support@alpha.test", "sales@alpha.test"):
        channels.add_mailbox(post.cast.desk, address=address, channel="email", sender_name="A", at=post.now)
    assert post.deliver(hostile(name), "support@alpha.test").state == "ticket"
    assert post.outbox() == []


def test_same_mail_to_two_mailboxes_of_a_desk_is_one_ticket(post: Any) -> None:
    first, second = [post.take_in(mail) for mail in post.accept(written(), SUPPORT, SALES)]
    assert (first.state, second.state) == ("ticket", "duplicate")
    assert second.ticket == first.ticket
    assert len(post.outbox()) == 1


def test_mail_without_message_id_is_once_by_its_bytes(post: Any) -> None:
    raw = b"From: a@b.example\r\nTo: support@alpha.example\r\n\r\nhello\r\n"
    assert [post.deliver(raw).state for _ in range(2)] == ["ticket", "duplicate"]


def test_another_sender_cannot_take_the_place_of_a_mail_by_its_message_id(post: Any) -> None:
    first = post.deliver(written(sender="evil@evil.example", mail_id="same"))
    second = post.deliver(written(mail_id="same"))
    assert (first.state, second.state) == ("ticket", "ticket")


def test_a19_hundred_recipients_add_nobody(post: Any) -> None:
    from opora.customers.models import Contact

    before = Contact.objects.for_desk(post.cast.desk).count()
    copies = ", ".join(f"r{number}@r.example" for number in range(150))
    mail = post.deliver(written(sender="evil@evil.example", headers={"Cc": copies}))
    assert Contact.objects.for_desk(post.cast.desk).count() == before + 1
    assert not Participant.objects.for_desk(post.cast.desk).exists()
    assert len(post.outbox()) == 1
    notes = Message.objects.for_desk(post.cast.desk).filter(ticket=mail.ticket, is_public=False)
    assert [len(note.text) < 1000 for note in notes] == [True]


def test_a19_hostile_mail(post: Any) -> None:
    assert post.deliver(hostile("A19")).state == "ticket"
    assert len(post.outbox()) == 1
