"""Words of the desk and what they do to a ticket."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opora.journal.models import Entry
from opora.tickets import actions
from opora.tickets.errors import NotAllowedNow
from opora.tickets.models import Message, Ticket
from opora.tickets.values import Words
from tests.cast import AT, words

LATER = AT + timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("unwired")


def told(ticket):
    """Events of the ticket after its registration, in order."""
    entries = Entry.objects.for_desk(ticket.desk_id).filter(ticket_id=ticket.pk).order_by("id")
    return [(entry.event, entry.payload) for entry in entries][1:]


def names(ticket):
    return [event for event, _ in told(ticket)]


def fresh(ticket):
    return Ticket.objects.for_desk(ticket.desk_id).get(pk=ticket.pk)


def test_reply_is_public_and_leaves_the_status(cast, register):
    ticket = register()
    message = actions.reply(ticket, words=words("Смотрим."), by=cast.actor("agent"), at=LATER)
    after = fresh(ticket)
    assert (message.is_public, message.member_id, message.author_name) == (
        True,
        cast.member("agent").pk,
        "Анна Петрова",
    )
    assert (after.status, after.awaits_staff, after.first_reply_at, after.updated_at) == ("new", False, LATER, LATER)
    assert told(ticket) == [
        (
            "public_reply_added",
            {"message_id": message.pk, "first": True, "purpose": "reply", "automatic": False},
        )
    ]


def test_only_the_first_public_words_of_a_person_are_first(cast, register):
    ticket = register()
    actions.reply(ticket, words=Words("Заявка принята.", automatic=True), by=cast.actor("system"), at=AT)
    actions.note(ticket, words=words("сам посмотрю"), by=cast.actor("agent"), at=AT)
    actions.reply(ticket, words=words(), by=cast.actor("agent"), at=LATER)
    actions.reply(ticket, words=words(), by=cast.actor("lead"), at=LATER + timedelta(hours=1))
    firsts = [payload["first"] for event, payload in told(ticket) if event == "public_reply_added"]
    assert firsts == [False, True, False]
    assert fresh(ticket).first_reply_at == LATER


def test_question_waits_for_the_customer(cast, register):
    ticket = register()
    message = actions.ask(ticket, words=words("Какой браузер?"), by=cast.actor("agent"), at=LATER)
    after = fresh(ticket)
    assert (after.status, after.phase, after.status_since) == ("info", "waiting_customer", LATER)
    assert names(ticket) == ["public_reply_added", "information_requested", "status_changed"]
    status = told(ticket)[-1][1]
    assert (status["old"], status["new"], status["new_title"], status["new_there"]) == (
        "new",
        "info",
        "Ждём пользователя",
        "Нужен ваш ответ",
    )
    assert told(ticket)[1][1] == {"message_id": message.pk}


def test_second_question_stays_in_the_same_status(cast, register):
    ticket = register()
    for _ in range(2):
        actions.ask(ticket, words=words("Какой браузер?"), by=cast.actor("agent"), at=LATER)
    assert names(ticket).count("status_changed") == 1
    assert names(ticket).count("information_requested") == 2


def test_solution_is_kept_and_waits_for_confirmation(cast, register):
    ticket = register()
    actions.solve(ticket, words=words("Очистите кэш."), by=cast.actor("agent"), at=LATER)
    after = fresh(ticket)
    assert (after.status, after.phase, after.solution, after.solved_at) == ("solved", "solved", "Очистите кэш.", LATER)
    assert names(ticket) == ["public_reply_added", "solution_proposed", "status_changed"]


def test_solution_may_be_told_again_with_other_words(cast, register):
    ticket = register()
    for text in ("Очистите кэш.", "И перезапустите."):
        actions.solve(ticket, words=words(text), by=cast.actor("agent"), at=LATER)
    assert fresh(ticket).solution == "И перезапустите."
    assert names(ticket).count("status_changed") == 1


def test_closed_ticket_is_not_solved_again_and_keeps_no_half_written_words(cast, register):
    ticket = register()
    actions.solve(ticket, words=words(), by=cast.actor("agent"), at=LATER)
    actions.confirm(ticket, by=cast.actor("requester"), at=LATER)
    count = Message.objects.for_desk(cast.desk).count()
    with pytest.raises(NotAllowedNow) as refusal:
        actions.solve(ticket, words=words(), by=cast.actor("agent"), at=LATER)
    assert refusal.value.allowed == ("work",)
    assert Message.objects.for_desk(cast.desk).count() == count


def test_note_is_internal_and_moves_nothing(cast, register):
    ticket = register()
    message = actions.note(ticket, words=words("клиент нервный"), by=cast.actor("quality"), at=LATER)
    assert not message.is_public
    assert (fresh(ticket).status, fresh(ticket).awaits_staff) == ("new", True)
    entry = Entry.objects.for_desk(cast.desk).get(event="note_added")
    assert not entry.public


def test_reply_costs_few_statements(cast, register, django_assert_num_queries):
    ticket = register()
    actions.reply(ticket, words=words(), by=cast.actor("agent"), at=LATER)
    with django_assert_num_queries(6):  # savepoint, lock, message, ticket, entry, release
        actions.reply(ticket, words=words(), by=cast.actor("agent"), at=LATER)


@pytest.mark.parametrize("charter", ["bpm-centr", "outsourcing", "primoart", "procrm", "smart-systems"])
def test_every_shipped_charter_leads_from_registration_to_a_solution(all_desks, charter):
    """The verbs know no charter: taking, asking, answering, solving and confirming work under each."""
    from opora.charters import path
    from opora.customers import actions as customers
    from opora.desks import actions as desks
    from opora.desks.actors import of_contact, of_member
    from opora.desks.models import User
    from opora.tickets.values import Draft

    desk = desks.create_desk(
        slug=charter, title=charter, charter_source=path(charter).read_text(), by_name="pytest", at=AT
    )
    user = User.objects.create_user("someone@people.example")
    agent = of_member(desks.add_member(desk, user=user, name="Агент", role="agent", at=AT))
    contact, _ = customers.recognise(desk, email="who@firm.example", name="Кто", at=AT)
    customer = of_contact(contact, via="mail")
    draft = Draft(subject="Помогите", words=words(), channel="email")
    ticket = actions.register(desk, requester=contact, draft=draft, by=customer, at=AT)
    actions.take(ticket, by=agent, at=AT)
    actions.ask(ticket, words=words("Где?"), by=agent, at=LATER)
    assert fresh(ticket).phase == "waiting_customer"
    actions.customer_reply(ticket, words=words("Тут."), by=customer, at=LATER)
    assert fresh(ticket).phase == "open"
    actions.solve(ticket, words=words("Вот."), by=agent, at=LATER)
    assert fresh(ticket).phase == "solved"
    actions.confirm(ticket, by=customer, at=LATER)
    assert (fresh(ticket).phase, fresh(ticket).closed_at) == ("closed", LATER)
