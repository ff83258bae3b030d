"""The main road: a mail becomes a ticket, is acknowledged, asked about, answered and threaded."""

from __future__ import annotations

from typing import Any

import pytest

from opora.channels.models import IncomingMail
from opora.tickets import actions
from opora.tickets.models import Message, Ticket
from tests.cast import words
from tests.mail.post import SUPPORT, written

pytestmark = pytest.mark.django_db


def test_mail_becomes_a_ticket_of_its_channel_with_words_and_sender(post: Any) -> None:
    mail = post.deliver(written(subject="Не печатает", text="Принтер молчит.\n\nИван"))
    ticket = mail.ticket
    assert (mail.state, ticket.subject, ticket.channel) == ("ticket", "Не печатает", "email")
    assert ticket.requester == post.cast.contact("requester")
    assert ticket.name.startswith(post.cast.charter.number(1)[:3])
    message = Message.objects.for_desk(ticket.desk_id).get(ticket=ticket)
    assert mail.message == message
    assert message.text.startswith("Принтер молчит.")
    assert message.mail_id == mail.mail_id != ""


def test_acknowledgement_names_number_and_promised_moment(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    ticket = post.ticket()
    (row,) = post.outbox()
    assert (row.purpose, row.state, row.to_address) == ("acknowledgement", "queued", "requester@romashka.example")
    assert post.send(row).state == "sent"
    (envelope_from, recipients, _), (mail,) = server.taken[0], server.mails
    assert (envelope_from, recipients) == ("", ["requester@romashka.example"])
    assert ticket.name in mail["Subject"]
    body = mail.get_body(("plain",)).get_content()
    assert ticket.name in body
    assert "(МСК)" in body
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"], mail["Precedence"]) == (
        "auto-replied",
        "All",
        "bulk",
    )
    assert mail["In-Reply-To"] == f"<{IncomingMail.objects.for_desk(ticket.desk_id).get().mail_id}>"


def test_story_question_answer_threads_by_token_and_folds_the_quotation(post: Any, smtp: Any) -> None:
    server = smtp("ok")
    ticket = post.ticket()
    agent = post.cast.actor("agent")
    actions.take(ticket, by=agent, at=post.now)
    actions.ask(ticket, words=words("Какая версия?"), by=agent, at=post.now)
    question = post.outbox(purpose="question")[0]
    assert not question.is_automatic
    post.send(question)
    asked = server.mails[-1]
    assert asked["Auto-Submitted"] is None
    body = asked.get_body(("plain",)).get_content()
    quoted = "\n".join(f"> {line}" for line in body.splitlines())
    answer = written(
        to=str(asked["Reply-To"].addresses[0].addr_spec),
        subject="Re: что угодно [НЕ-ТОТ-1]",
        text=f"Версия 8.3.\n\n16.11.2026 10:05, Опора пишет:\n{quoted}",
    )
    mail = post.deliver(answer, str(asked["Reply-To"].addresses[0].addr_spec))
    assert (mail.state, mail.ticket) == ("reply", ticket)
    assert mail.message.text == "Версия 8.3."
    assert "Какая версия?" in mail.message.full_text
    assert Ticket.objects.for_desk(ticket.desk_id).get(pk=ticket.pk).phase == "open"


def test_answer_threads_by_the_message_id_of_our_mail(post: Any) -> None:
    ticket = post.ticket()
    (ours,) = post.outbox()
    mail = post.deliver(written(text="Ещё одно.", answers=ours.mail_id), SUPPORT)
    assert (mail.state, mail.ticket) == ("reply", ticket)


def test_second_mail_of_the_sender_threads_by_the_first(post: Any) -> None:
    ticket = post.ticket()
    first = IncomingMail.objects.for_desk(ticket.desk_id).get()
    mail = post.deliver(written(text="Забыл сказать.", answers=first.mail_id))
    assert (mail.state, mail.ticket) == ("reply", ticket)
