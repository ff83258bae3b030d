"""Whose words become words of a ticket (A01 to A05, A07, A11)."""

from __future__ import annotations

from typing import Any

import pytest

from opora.channels.email import mailboxes
from opora.channels.models import IncomingMail, OutgoingMail
from opora.desks import tenancy
from opora.notify.models import Notification
from opora.tickets import actions
from opora.tickets.models import Message, Participant, Ticket
from tests.cast import words
from tests.mail.post import NEIGHBOUR, SUPPORT, hostile, written

pytestmark = pytest.mark.django_db

EVIL = "evil@evil.example"


def _messages(ticket: Ticket) -> list[Message]:
    return list(Message.objects.for_desk(ticket.desk_id).filter(ticket=ticket).order_by("pk"))


def _token_address(mail: OutgoingMail) -> str:
    assert mail.reply_to
    return mail.reply_to


def test_a01_number_in_the_subject_attaches_nothing(post: Any) -> None:
    ticket = post.ticket()
    mail = post.deliver(written(sender=EVIL, subject=f"Re: [{ticket.name}] счёт", text="Дайте доступ"))
    assert mail.state == "ticket"
    assert mail.ticket != ticket
    assert len(_messages(ticket)) == 1
    letters = post.outbox(to_address=EVIL)
    assert [one.purpose for one in letters] == ["acknowledgement"]
    assert ticket.subject not in letters[0].text


@pytest.mark.parametrize("guess", ["ticket.1@alpha.example", "opora.0000@localhost.example", "opora.1024"])
def test_a01_guessed_message_id_attaches_nothing(post: Any, guess: str) -> None:
    ticket = post.ticket()
    mail = post.deliver(written(sender=EVIL, answers=guess))
    assert mail.state == "ticket"
    assert mail.ticket != ticket
    assert len(_messages(ticket)) == 1


@pytest.mark.parametrize("name", ["A01a", "A01b"])
def test_a01_hostile_mail_becomes_a_ticket_of_its_own(post: Any, name: str) -> None:
    ticket = post.ticket()
    mail = post.deliver(hostile(name))
    assert mail.state == "ticket"
    assert mail.ticket != ticket
    assert len(_messages(ticket)) == 1


def test_a02_agents_address_from_outside_is_a_note_and_the_agent_is_told(post: Any) -> None:
    ticket = post.ticket()
    (ours,) = post.outbox()
    before = len(post.outbox())
    agent = post.cast.member("agent")
    mail = post.deliver(written(sender=agent.user.email, text="Возврат одобрен", answers=ours.mail_id))
    message = _messages(ticket)[-1]
    assert (mail.state, mail.reason, mail.ticket) == ("reply", "not-authenticated", ticket)
    assert (message.is_public, message.sender_check, message.member) == (False, "unauthenticated", None)
    assert len(post.outbox()) == before, "the customer must not get it"
    told = Notification.objects.for_desk(ticket.desk_id).get(member=agent)
    assert told.event == "sender_not_authenticated"


def test_a02_same_mail_with_dmarc_pass_from_our_own_server_is_the_agents_reply(post: Any, settings: Any) -> None:
    settings.TRUSTED_MX, settings.AUTHSERV_ID = ("192.0.2.0/24",), "mx.alpha.example"
    ticket = post.ticket()
    (ours,) = post.outbox()
    agent = post.cast.member("agent")
    domain = agent.user.email.rpartition("@")[2]
    raw = written(sender=agent.user.email, text="Проверьте теперь", answers=ours.mail_id)
    proof = f"Authentication-Results: mx.alpha.example; dmarc=pass header.from={domain}; spf=pass\r\n".encode()
    mail = post.deliver(proof + raw)
    message = _messages(ticket)[-1]
    assert mail.state == "reply"
    assert (message.is_public, message.member, message.text) == (True, agent, "Проверьте теперь")


@pytest.mark.parametrize(
    ("peer", "results"),
    [
        ("198.51.100.7", "mx.alpha.example; dmarc=pass header.from=people.example"),  # not from our server
        ("192.0.2.1", "mx.evil.example; dmarc=pass header.from=people.example"),  # somebody else's verdict
        ("192.0.2.1", "mx.alpha.example; dmarc=pass header.from=evil.example"),  # of another domain
        ("192.0.2.1", "mx.alpha.example; dmarc=fail header.from=people.example"),
        ("192.0.2.1", "mx.alpha.example; spf=pass (dmarc=pass header.from=people.example)"),  # in a comment
    ],
)
def test_a02_other_verdicts_prove_nothing(post: Any, settings: Any, peer: str, results: str) -> None:
    settings.TRUSTED_MX, settings.AUTHSERV_ID = ("192.0.2.0/24",), "mx.alpha.example"
    ticket = post.ticket()
    (ours,) = post.outbox()
    raw = written(sender=post.cast.member("agent").user.email, answers=ours.mail_id)
    post.deliver(f"Authentication-Results: {results}\r\n".encode() + raw, peer=peer)
    assert _messages(ticket)[-1].sender_check == "unauthenticated"


def test_a02_forged_results_below_those_of_our_server_are_not_read(post: Any, settings: Any) -> None:
    settings.TRUSTED_MX, settings.AUTHSERV_ID = ("192.0.2.0/24",), "mx.alpha.example"
    ticket = post.ticket()
    (ours,) = post.outbox()
    raw = written(sender=post.cast.member("agent").user.email, answers=ours.mail_id)
    forged = b"Authentication-Results: mx.alpha.example; dmarc=pass header.from=people.example\r\n"
    post.deliver(b"Authentication-Results: mx.alpha.example; dmarc=fail\r\n" + forged + raw)
    assert _messages(ticket)[-1].sender_check == "unauthenticated"


def test_a02_unthreaded_mail_in_an_agents_name_is_parked(post: Any) -> None:
    agent = post.cast.member("agent")
    mail = post.deliver(written(sender=agent.user.email))
    assert (mail.state, mail.reason) == ("quarantine", "not-authenticated")
    assert Notification.objects.for_desk(mail.desk_id).filter(member=agent, event="sender_not_authenticated").exists()


def test_a03_copies_and_reply_to_never_become_participants(post: Any) -> None:
    raw = written(sender="ceo@victim.example", headers={"Cc": EVIL, "Reply-To": EVIL})
    mail = post.deliver(raw)
    ticket = mail.ticket
    assert mail.copies == [EVIL]
    assert not Participant.objects.for_desk(ticket.desk_id).filter(ticket=ticket).exists()
    note = _messages(ticket)[-1]
    assert not note.is_public
    assert EVIL in note.text
    actions.reply(ticket, words=words("Ответ для директора"), by=post.cast.actor("agent"), at=post.now)
    assert {one.to_address for one in post.outbox()} == {"ceo@victim.example"}
    second = post.deliver(written(sender=EVIL, subject="Re: t", answers=mail.mail_id))
    assert second.state == "ticket"
    assert second.ticket != ticket


def test_a04_code_mailed_to_a_ticket_address_stays_with_the_staff(post: Any) -> None:
    ticket = post.ticket()
    (ours,) = post.outbox()
    address = _token_address(ours)
    mail = post.deliver(
        written(
            sender="no-reply@slack.example",
            to=address,
            text="code 123-456",
            headers={"Auto-Submitted": "auto-generated"},
        ),
        address,
    )
    message = _messages(ticket)[-1]
    assert (mail.state, mail.ticket) == ("reply", ticket)
    assert (message.is_public, message.sender_check) == (False, "new_address")
    assert len(post.outbox()) == 1


def test_a05_valid_token_from_a_new_address_is_kept_for_the_staff_and_moves_nothing(post: Any) -> None:
    ticket = post.ticket()
    agent = post.cast.actor("agent")
    actions.ask(ticket, words=words("Какая версия?"), by=agent, at=post.now)
    question = post.outbox(purpose="question")[0]
    before = Ticket.objects.for_desk(ticket.desk_id).get(pk=ticket.pk)
    mail = post.deliver(written(sender=EVIL, to=question.reply_to, text="Я другой"), question.reply_to)
    message, after = _messages(ticket)[-1], Ticket.objects.for_desk(ticket.desk_id).get(pk=ticket.pk)
    assert (mail.state, mail.reason) == ("reply", "new-address")
    assert (message.is_public, message.sender_check, message.author_name) == (False, "new_address", EVIL)
    assert (after.requester_id, after.status) == (before.requester_id, before.status)
    actions.reply(ticket, words=words("Дальше"), by=agent, at=post.now)
    assert EVIL not in {one.to_address for one in post.outbox()}


def test_a05_colleague_who_is_a_participant_may_answer(post: Any) -> None:
    ticket = post.ticket()
    colleague = post.cast.contact("colleague")
    actions.add_participant(ticket, contact=colleague, by=post.cast.actor("agent"), at=post.now)
    actions.reply(ticket, words=words("Всем"), by=post.cast.actor("agent"), at=post.now)
    theirs = post.outbox(contact=colleague)[0]
    mail = post.deliver(written(sender=colleague.email, text="Спасибо", answers=theirs.mail_id))
    assert _messages(ticket)[-1].is_public
    assert mail.message.contact == colleague


def test_a07_control_headers_change_nothing(post: Any) -> None:
    plain = post.ticket(subject="t")
    names = ("Ticket-Id", "Priority", "Internal", "Tenant", "Kind", "Line", "Auto-Close", "Status")
    headers = {f"X-{product}-{name}": "1" for product in ("Desk", "Opora", "Zammad") for name in names}
    mail = post.deliver(written(sender=EVIL, subject="t", headers=headers))
    ticket = mail.ticket
    assert (mail.state, ticket.desk_id) == ("ticket", plain.desk_id)
    same = ("kind", "category", "priority", "line", "status")
    assert [getattr(ticket, name) for name in same] == [getattr(plain, name) for name in same]
    assert _messages(ticket)[0].is_public


def test_a07_hostile_mail_is_an_ordinary_ticket(post: Any) -> None:
    mail = post.deliver(hostile("A07"))
    assert mail.state == "ticket"
    assert mail.ticket.priority == post.cast.charter.default_priority


def test_a11_token_of_another_desk_is_no_token(post: Any) -> None:
    with tenancy.desk(post.cast.neighbour.pk):
        theirs = post.deliver(written(sender=EVIL, to=NEIGHBOUR), NEIGHBOUR)
        ours = OutgoingMail.objects.for_desk(post.cast.neighbour).get()
    token = ours.reply_to.partition("+")[2].partition("@")[0]
    address = mailboxes.with_token(SUPPORT, token)
    mail = post.deliver(written(sender=EVIL, to=address), address)
    assert (mail.state, mail.ticket.desk_id) == ("ticket", post.cast.desk.pk)
    with tenancy.desk(post.cast.neighbour.pk):
        assert len(_messages(theirs.ticket)) == 1


def test_a11_token_cut_by_one_letter_is_no_token(post: Any) -> None:
    ticket = post.ticket()
    (ours,) = post.outbox()
    address = ours.reply_to.partition("@")[0][:-1] + "@alpha.example"
    mail = post.deliver(written(to=address), address)
    assert mail.state == "ticket"
    assert mail.ticket != ticket


def test_a11_token_in_other_case_still_leads_home(post: Any) -> None:
    ticket = post.ticket()
    (ours,) = post.outbox()
    address = ours.reply_to.upper()
    assert post.deliver(written(to=address), address).ticket == ticket


def test_a11_merged_ticket_leads_its_participants_on_and_nobody_else(post: Any) -> None:
    ticket, survivor = post.ticket(), post.ticket(subject="Другое", mail_id="second")
    Ticket.objects.for_desk(ticket.desk_id).filter(pk=ticket.pk).update(merged_into=survivor)
    ours = post.outbox(ticket=ticket)[0]
    assert post.deliver(written(answers=ours.mail_id, text="Ещё")).ticket == survivor
    stranger = post.deliver(written(sender=EVIL, answers=ours.mail_id, text="И я"))
    assert (stranger.state, stranger.ticket in (ticket, survivor)) == ("ticket", False)


def test_a51_reply_tokens_are_random_kept_as_digests_and_gone_after_sending(post: Any, smtp: Any) -> None:
    smtp("ok")
    post.ticket()
    (row,) = post.outbox()
    token = row.reply_to.partition("+")[2].partition("@")[0]
    assert len(token) >= 32
    assert mailboxes.token_digest(token) == row.reply_digest
    sent = post.send(row)
    assert (sent.reply_to, sent.reply_digest) == ("", row.reply_digest)
    assert len({mailboxes.new_token() for _ in range(100)}) == 100


def test_reply_to_a_closed_ticket_becomes_a_new_one_that_names_it(post: Any) -> None:
    ticket = post.ticket()
    (ours,) = post.outbox()
    agent = post.cast.actor("agent")
    actions.take(ticket, by=agent, at=post.now)
    actions.solve(ticket, words=words("Готово"), by=agent, at=post.now)
    actions.confirm(ticket, by=post.cast.actor("requester"), at=post.now)
    post.wait(days=400)
    mail = post.deliver(written(text="Опять сломалось", answers=ours.mail_id))
    assert mail.state == "ticket"
    assert mail.ticket != ticket
    assert any(ticket.name in one.text for one in _messages(mail.ticket) if not one.is_public)


def test_blocked_sender_is_put_aside(post: Any) -> None:
    contact = post.cast.contact("requester")
    contact.is_blocked = True
    contact.save(update_fields=["is_blocked"])
    mail = post.deliver(written())
    assert (mail.state, mail.reason) == ("quarantine", "blocked")


def test_every_mail_keeps_its_raw_text_and_its_verdict(post: Any) -> None:
    from opora.toolkit import files

    raw = written()
    mail = post.deliver(raw)
    assert files.read(mail.digest) == raw
    assert mail.verdict == {"spf": "none", "dkim": "none", "dmarc": "none"}
    assert IncomingMail.objects.for_desk(mail.desk_id).count() == 1
