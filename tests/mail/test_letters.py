"""What customers and staff are told, and what they never are (A26, A28, A42)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opora.channels.email.outbox.html import page
from opora.clocks.events import ClockBreached, ClockWarned, Escalated, Reminded
from opora.journal.events import system
from opora.journal.record import record
from opora.notify.models import Notification
from opora.tickets import actions
from opora.tickets.models import Ticket
from tests.cast import words

pytestmark = pytest.mark.django_db

SECRET = "S3CR3T-только-для-своих"


@pytest.fixture
def ticket(post: Any) -> Ticket:
    made: Ticket = post.ticket()
    return actions.take(made, by=post.cast.actor("agent"), at=post.now)


def _last(post: Any, purpose: str) -> Any:
    return post.outbox(purpose=purpose)[-1]


def _bells(post: Any, event: str) -> set[str]:
    rows = Notification.objects.for_desk(post.cast.desk).filter(event=event)
    names = {member.pk: name for name, member in post.cast.members.items()}
    return {names[pk] for pk in rows.values_list("member_id", flat=True)}


def test_a42_note_is_in_no_mail(post: Any, ticket: Ticket) -> None:
    agent = post.cast.actor("agent")
    actions.note(ticket, words=words(SECRET), by=agent, at=post.now)
    actions.reply(ticket, words=words("Ответ"), by=agent, at=post.now)
    actions.ask(ticket, words=words("Вопрос?"), by=agent, at=post.now)
    actions.solve(ticket, words=words("Решение"), by=agent, at=post.now)
    actions.confirm(ticket, by=post.cast.actor("requester"), at=post.now)
    assert len(post.outbox()) == 5
    assert not [mail for mail in post.outbox() if SECRET in mail.text + mail.subject]


def test_reply_goes_to_requester_and_participants_each_with_an_address_of_their_own(post: Any, ticket: Ticket) -> None:
    colleague = post.cast.contact("colleague")
    actions.add_participant(ticket, contact=colleague, by=post.cast.actor("agent"), at=post.now)
    actions.reply(ticket, words=words("Всем"), by=post.cast.actor("agent"), at=post.now)
    mails = post.outbox(purpose="reply")
    assert {mail.to_address for mail in mails} == {ticket.requester.email, colleague.email}
    assert len({mail.reply_digest for mail in mails}) == len({mail.mail_id for mail in mails}) == 2


def test_solution_asks_to_confirm_in_the_portal(post: Any, ticket: Ticket, settings: Any) -> None:
    actions.solve(ticket, words=words("Почистили кэш"), by=post.cast.actor("agent"), at=post.now)
    mail = _last(post, "solution")
    assert "Почистили кэш" in mail.text
    assert f"{settings.PUBLIC_URL}/{post.cast.desk.slug}/tickets/{ticket.name}/" in mail.text


def test_closed_ticket_is_told_once_and_asks_for_a_rating_where_the_charter_does(post: Any, ticket: Ticket) -> None:
    from opora.quality.survey import after_close

    actions.solve(ticket, words=words("Готово"), by=post.cast.actor("agent"), at=post.now)
    actions.confirm(ticket, by=post.cast.actor("requester"), at=post.now)
    (mail,) = post.outbox(purpose="closed")
    assert ("/rate/" in mail.text) == (after_close(post.cast.charter) is not None)


def test_changed_priority_is_told_with_its_reason(post: Any, ticket: Ticket) -> None:
    other = next(key for key in post.cast.charter.priorities if key != ticket.priority)
    actions.change_priority(ticket, to=other, because="Массовый сбой", by=post.cast.actor("lead"), at=post.now)
    assert "Массовый сбой" in _last(post, "priority").text


def test_refusal_gives_the_letter_of_its_reason_and_the_right_to_object(post: Any, ticket: Ticket) -> None:
    reasons = post.cast.charter.reasons
    key = next(key for key, one in reasons.items() if one.effect in ("decline", "either", "out_of_scope"))
    actions.refuse(ticket, reason=key, words=words("К сожалению, нет"), by=post.cast.actor("lead"), at=post.now)
    text = _last(post, "refusal").text
    assert "К сожалению, нет" in text
    assert (reasons[key].letter or reasons[key].title) in text
    assert ("руководитель" in text) == reasons[key].appeal


def test_reminder_repeats_the_question(post: Any, ticket: Ticket) -> None:
    actions.ask(ticket, words=words("Какая версия?"), by=post.cast.actor("agent"), at=post.now)
    _happened(post, ticket, Reminded, number=1, of=3, whom="customer")
    assert "Какая версия?" in _last(post, "reminder").text


def test_letters_speak_the_contacts_language(post: Any, ticket: Ticket) -> None:
    requester = ticket.requester
    actions.ask(ticket, words=words("Версия?"), by=post.cast.actor("agent"), at=post.now)
    assert "Ваше обращение" in _last(post, "question").text
    requester.language = "en"
    requester.save(update_fields=["language"])
    actions.reply(ticket, words=words("More"), by=post.cast.actor("agent"), at=post.now)
    assert "Your request" in _last(post, "reply").text


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_letter_is_translated(post: Any, language: str) -> None:
    from django.template.loader import render_to_string
    from django.utils import translation

    from opora.notify import letters

    folder = letters.__file__.replace("letters.py", "templates/notify/mail")
    names = [name for name in __import__("os").listdir(folder) if not name.startswith("_")]
    values = {
        "name": "Х",
        "number": "Н-1",
        "subject": "Т",
        "link": "http://x/",
        "desk": "Д",
        "words": "С",
        "author": "А",
    }
    more = {"promises": [{"title": "П", "due": "1"}], "letter": "Л", "appeal": True, "rating_link": "http://y/"}
    more |= {"because": "П", "status": "С", "old": "С", "new": "Н", "day": "Д", "question": "В", "by_silence": True}
    with translation.override(language):
        texts = {name: render_to_string(f"notify/mail/{name}", {**values, **more}) for name in names}
    assert len(texts) == 11
    for name, text in texts.items():
        latin = [mark for mark in text.replace("http://x/", "").replace("http://y/", "") if "a" <= mark.lower() <= "z"]
        assert bool(latin) == (language == "en"), (name, text)


def test_staff_bells(post: Any, ticket: Ticket) -> None:
    agent = post.cast.member("agent")
    actions.assign(ticket, to=post.cast.member("second_agent"), by=post.cast.actor("lead"), at=post.now)
    assert _bells(post, "ticket_assigned") == {"second_agent"}
    post.deliver(_answer(post, ticket))
    assert _bells(post, "customer_replied") == {"second_agent"}
    due_at = post.now + timedelta(hours=1)
    _happened(post, ticket, ClockWarned, clock="response", title="Ответ", mark="75%", overdue=False, due_at=due_at)
    _happened(post, ticket, ClockBreached, clock="response", title="Ответ", due_at=due_at)
    assert _bells(post, "clock_warned") == {"second_agent"}
    assert _bells(post, "clock_breached") == {"second_agent", "lead"}
    tell = ("admin", "assignee")
    _happened(post, ticket, Escalated, rule="r", clause="", when="breach", to_line="", line_title="", tell=tell)
    assert _bells(post, "escalated") == {"second_agent", "admin"}
    assert agent.pk not in Notification.objects.for_desk(post.cast.desk).values_list("member_id", flat=True)


def test_neighbours_are_never_told(post: Any, ticket: Ticket) -> None:
    from opora.desks import tenancy

    _happened(post, ticket, ClockBreached, clock="response", title="Ответ", due_at=post.now)
    with tenancy.desk(post.cast.neighbour.pk):
        assert not Notification.objects.for_desk(post.cast.neighbour).exists()


def test_acknowledgement_costs_four_statements(post: Any) -> None:
    from opora.notify.reactions import customers
    from opora.tickets.events import TicketRegistered
    from opora.tickets.models import Message
    from opora.tickets.values import Draft

    draft = Draft(subject="Портал", words=words(), channel="portal")
    by = post.cast.actor("requester")
    ticket = actions.register(post.cast.desk, requester=post.cast.contact("requester"), draft=draft, by=by, at=post.now)
    message = Message.objects.for_desk(ticket.desk_id).get(ticket=ticket)
    event = TicketRegistered(
        desk_id=ticket.desk_id, ticket_id=ticket.pk, actor=by, at=post.now, subject=ticket, message_id=message.pk
    )
    with CaptureQueriesContext(
        connection,
    ) as seen:
        customers.acknowledge(event)
    assert len(seen) <= 4, [one["sql"][:80] for one in seen]
    assert len(post.outbox(purpose="acknowledgement")) == 2


@pytest.mark.parametrize("bad", ["<a href=//evil.example>Pay</a>", "<script>x</script>", '"><img src=x>', "&lt;"])
def test_a26_letters_are_escaped(bad: str) -> None:
    shown = page(f"Здравствуйте, {bad}!", language="ru", own_address="https://desk.example", all_links=True)
    assert bad not in shown
    assert "<script" not in shown


def test_a26_only_own_addresses_become_links_unless_a_person_wrote() -> None:
    text = "https://desk.example/a/1 и https://evil.example/x, https://desk.example.evil.example/"
    machine = page(text, language="ru", own_address="https://desk.example", all_links=False)
    person = page(text, language="ru", own_address="https://desk.example", all_links=True)
    assert machine.count("<a ") == 1
    assert 'href="https://desk.example/a/1"' in machine
    assert person.count("<a ") == 3
    assert 'href="https://evil.example/x"' in person


def _answer(post: Any, ticket: Ticket) -> bytes:
    from tests.mail.post import written

    return written(text="Вот", answers=post.outbox(ticket=ticket)[0].mail_id)


def _happened(post: Any, ticket: Ticket, kind: Any, **facts: Any) -> None:
    fresh = Ticket.objects.for_desk(ticket.desk_id).get(pk=ticket.pk)
    by = system(ticket.desk_id)
    record(kind(desk_id=ticket.desk_id, ticket_id=ticket.pk, actor=by, at=post.now, subject=fresh, **facts))
