"""Who has a ticket: assignee, line, participants."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opora.desks import actions as desks
from opora.journal.models import Entry
from opora.tickets import actions
from opora.tickets.errors import Missing, NotAllowedNow, UnknownKey
from opora.tickets.models import Participant, Ticket
from tests.cast import AT

LATER = AT + timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("unwired")


def fresh(ticket):
    return Ticket.objects.for_desk(ticket.desk_id).get(pk=ticket.pk)


def told(ticket):
    entries = Entry.objects.for_desk(ticket.desk_id).filter(ticket_id=ticket.pk).order_by("id")
    return [(entry.event, entry.payload) for entry in entries][1:]


def test_taking_gives_the_ticket_and_begins_the_work(cast, register):
    ticket = register()
    actions.take(ticket, by=cast.actor("agent"), at=LATER)
    assert (fresh(ticket).assignee_id, fresh(ticket).status) == (cast.member("agent").pk, "work")
    event, payload = told(ticket)[0]
    assert event == "ticket_assigned"
    assert payload == {"to_id": cast.member("agent").pk, "to_name": "Анна Петрова", "from_name": "", "taken": True}
    assert told(ticket)[1][0] == "status_changed"


def test_taking_ones_own_again_changes_nothing(cast, register):
    ticket = register()
    for _ in range(2):
        actions.take(ticket, by=cast.actor("agent"), at=LATER)
    assert len(told(ticket)) == 2


def test_what_somebody_else_has_is_not_taken_but_may_be_assigned(cast, register):
    ticket = register()
    actions.take(ticket, by=cast.actor("agent"), at=LATER)
    with pytest.raises(NotAllowedNow) as refusal:
        actions.take(ticket, by=cast.actor("second_agent"), at=LATER)
    assert refusal.value.holder == "Анна Петрова" and "Анна Петрова" in refusal.value.sentence()
    second = cast.member("second_agent")
    actions.assign(ticket, to=second, by=cast.actor("second_agent"), at=LATER)
    assert fresh(ticket).assignee_id == second.pk
    assert told(ticket)[-1][1]["from_name"] == "Анна Петрова"


def test_ticket_can_be_given_back_to_nobody(cast, register):
    ticket = register()
    actions.take(ticket, by=cast.actor("agent"), at=LATER)
    actions.assign(ticket, to=None, by=cast.actor("lead"), at=LATER)
    assert fresh(ticket).assignee_id is None
    assert told(ticket)[-1][1] == {"to_id": None, "to_name": "", "from_name": "Анна Петрова", "taken": False}


@pytest.mark.parametrize("name", ["neighbour_agent", "writer", "quality", "developer"])
def test_who_may_not_hold_tickets_is_refused_and_not_named(cast, register, name):
    ticket = register()
    with pytest.raises(UnknownKey) as refusal:
        actions.assign(ticket, to=cast.member(name), by=cast.actor("agent"), at=LATER)
    assert refusal.value.field == "assignee"
    assert cast.member(name).name not in refusal.value.sentence()
    assert fresh(ticket).assignee_id is None


def test_who_has_left_is_refused(cast, register):
    ticket, second = register(), cast.member("second_agent")
    desks.deactivate_member(second, at=AT)
    with pytest.raises(UnknownKey):
        actions.assign(ticket, to=second, by=cast.actor("agent"), at=LATER)


def test_closed_ticket_is_given_to_nobody(cast, register):
    ticket = register()
    actions.refuse(ticket, reason="your_backlog", words=None, by=cast.actor("agent"), at=LATER)
    with pytest.raises(NotAllowedNow):
        actions.assign(ticket, to=cast.member("agent"), by=cast.actor("agent"), at=LATER)


def test_line_changes_with_the_reason(cast, register):
    ticket = register()
    actions.move_line(ticket, to="line2", because="Нужна база данных", by=cast.actor("agent"), at=LATER)
    assert fresh(ticket).line == "line2"
    assert told(ticket)[0][1] == {
        "old": "line1",
        "new": "line2",
        "old_title": "1 линия",
        "new_title": "2 линия",
        "because": "Нужна база данных",
        "automatic": False,
    }


def test_charter_wants_the_reason_for_raising_but_not_for_giving_back(cast, register):
    ticket = register()
    with pytest.raises(Missing) as refusal:
        actions.move_line(ticket, to="line2", because=" ", by=cast.actor("agent"), at=LATER)
    assert refusal.value.field == "because"
    actions.move_line(ticket, to="line2", because="сложно", by=cast.actor("agent"), at=LATER)
    actions.move_line(ticket, to="line1", because="", by=cast.actor("agent"), at=LATER)
    assert fresh(ticket).line == "line1"


def test_unknown_line_is_refused(cast, register):
    with pytest.raises(UnknownKey) as refusal:
        actions.move_line(register(), to="line9", because="x", by=cast.actor("agent"), at=LATER)
    assert refusal.value.allowed == ("line1", "line2", "line3")


def test_participant_is_added_once(cast, register):
    ticket = register()
    for _ in range(2):
        actions.add_participant(ticket, contact=cast.contact("colleague"), by=cast.actor("agent"), at=LATER)
    assert Participant.objects.for_desk(cast.desk).count() == 1
    assert [event for event, _ in told(ticket)] == ["participant_added"]


def test_contact_of_another_desk_does_not_take_part(cast, register):
    ticket, neighbour = register(), cast.contact("neighbour_contact")
    with pytest.raises(UnknownKey) as refusal:
        actions.add_participant(ticket, contact=neighbour, by=cast.actor("agent"), at=LATER)
    assert str(neighbour) not in refusal.value.sentence()
    assert not Participant.objects.for_desk(cast.desk).exists()


def test_assigning_costs_few_statements(cast, register, django_assert_num_queries):
    ticket = register()
    with django_assert_num_queries(6):  # savepoint, lock, holder, ticket, entry, release
        actions.assign(ticket, to=cast.member("agent"), by=cast.actor("lead"), at=LATER)
