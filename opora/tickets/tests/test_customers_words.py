"""What the customer's words and decisions do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opora.journal.models import Entry
from opora.tickets import actions
from opora.tickets.errors import ClosedForGood, Missing, NotAllowedNow, NotFound
from opora.tickets.models import Message, Ticket
from opora.tickets.values import Words
from tests.cast import AT, words

LATER = AT + timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("unwired")


def fresh(ticket):
    return Ticket.objects.for_desk(ticket.desk_id).get(pk=ticket.pk)


def names(ticket):
    entries = Entry.objects.for_desk(ticket.desk_id).filter(ticket_id=ticket.pk).order_by("id")
    return list(entries.values_list("event", flat=True))


@pytest.fixture
def waiting(cast, register):
    ticket = register()
    actions.ask(ticket, words=words("Где?"), by=cast.actor("agent"), at=AT)
    return ticket


@pytest.fixture
def solved(cast, register):
    ticket = register()
    actions.solve(ticket, words=words("Вот."), by=cast.actor("agent"), at=AT)
    return ticket


@pytest.fixture
def closed(cast, solved):
    actions.confirm(solved, by=cast.actor("requester"), at=AT)
    return solved


def test_answer_brings_a_waiting_ticket_back_to_work(cast, waiting):
    actions.customer_reply(waiting, words=words("В разделе «Заказы»."), by=cast.actor("requester"), at=LATER)
    after = fresh(waiting)
    assert (after.status, after.phase, after.awaits_staff) == ("work", "open", True)
    assert names(waiting)[-2:] == ["customer_replied", "status_changed"]


def test_answer_to_a_ticket_in_work_moves_nothing(cast, register):
    ticket = register()
    actions.take(ticket, by=cast.actor("agent"), at=AT)
    actions.reply(ticket, words=words(), by=cast.actor("agent"), at=AT)
    actions.customer_reply(ticket, words=words(), by=cast.actor("requester"), at=LATER)
    assert (fresh(ticket).status, fresh(ticket).awaits_staff) == ("work", True)


def test_answer_to_a_solved_ticket_reopens_it(cast, solved):
    actions.customer_reply(solved, words=words("Не помогло."), by=cast.actor("requester"), at=LATER)
    after = fresh(solved)
    assert (after.status, after.reopened_times, after.solved_at) == ("work", 1, None)
    assert names(solved)[-3:] == ["customer_replied", "ticket_reopened", "status_changed"]


@pytest.mark.parametrize("state", ["waiting", "solved", "closed"])
@pytest.mark.parametrize(
    "said", [{"automatic": True}, {"sender_check": "new_address"}, {"sender_check": "unauthenticated"}]
)
def test_automatic_or_doubtful_words_are_kept_and_move_nothing(cast, request, state, said):
    ticket = request.getfixturevalue(state)
    before = fresh(ticket)
    actions.customer_reply(
        ticket, words=Words("Я в отпуске.", channel="email", **said), by=cast.actor("requester", via="mail"), at=LATER
    )
    after = fresh(ticket)
    assert (after.status, after.reopened_times, after.closed_at) == (before.status, 0, before.closed_at)
    assert names(ticket)[-1] == "customer_replied"
    assert after.awaits_staff == ("automatic" not in said and state != "closed")


def test_reply_from_stranger_does_not_reopen(cast, closed):
    """The stranger knows the ticket's address by a forwarded mail: the words are kept, nothing opens."""
    actions.customer_reply(closed, words=Words("Есть новости?"), by=cast.actor("stranger", via="mail"), at=LATER)
    assert fresh(closed).status == "closed"
    assert Message.objects.for_desk(cast.desk).filter(contact=cast.contact("stranger")).count() == 1


def test_stranger_does_not_answer_by_page(cast, waiting):
    for name in ("stranger", "colleague", "neighbour_contact"):
        with pytest.raises(NotFound):
            actions.customer_reply(waiting, words=words(), by=cast.actor(name), at=LATER)


def test_participant_answers_for_the_customer(cast, waiting):
    actions.add_participant(waiting, contact=cast.contact("colleague"), by=cast.actor("agent"), at=AT)
    actions.customer_reply(waiting, words=words("Тут."), by=cast.actor("colleague"), at=LATER)
    assert fresh(waiting).status == "work"


def test_neighbours_mail_finds_nothing(cast, waiting):
    with pytest.raises(NotFound):
        actions.customer_reply(waiting, words=words(), by=cast.actor("neighbour_contact", via="mail"), at=LATER)


def test_answer_to_a_closed_ticket_reopens_it_within_the_charters_time(cast, closed):
    at = AT + timedelta(hours=167)
    actions.customer_reply(closed, words=words("Опять."), by=cast.actor("requester"), at=at)
    after = fresh(closed)
    assert (after.status, after.closed_at, after.reopened_times) == ("work", None, 1)


def test_after_that_time_the_words_belong_in_a_new_ticket(cast, closed):
    count = Message.objects.for_desk(cast.desk).count()
    with pytest.raises(ClosedForGood) as refusal:
        actions.customer_reply(closed, words=words("Опять."), by=cast.actor("requester"), at=AT + timedelta(hours=169))
    assert refusal.value.later == "new_ticket"
    assert (fresh(closed).status, Message.objects.for_desk(cast.desk).count()) == ("closed", count)


def test_staff_is_bound_by_the_same_time(cast, closed):
    late = AT + timedelta(hours=169)
    with pytest.raises(ClosedForGood):
        actions.reopen(closed, because="надо", by=cast.actor("lead"), at=late)
    with pytest.raises(ClosedForGood):
        actions.change_status(closed, to="work", by=cast.actor("lead"), at=late)
    assert fresh(closed).status == "closed"


def test_confirmation_closes_the_ticket(cast, solved):
    actions.confirm(solved, by=cast.actor("requester"), at=LATER)
    after = fresh(solved)
    assert (after.status, after.closed_at, after.solved_at, after.awaits_staff) == ("closed", LATER, AT, False)
    assert names(solved)[-3:] == ["solution_confirmed", "status_changed", "ticket_closed"]


def test_confirming_twice_changes_nothing(cast, closed):
    before = names(closed)
    actions.confirm(closed, by=cast.actor("requester"), at=LATER)
    assert names(closed) == before and fresh(closed).closed_at == AT


def test_what_is_not_solved_cannot_be_confirmed_or_declined(cast, waiting):
    with pytest.raises(NotAllowedNow):
        actions.confirm(waiting, by=cast.actor("requester"), at=LATER)
    with pytest.raises(NotAllowedNow):
        actions.decline(waiting, because="нет", by=cast.actor("requester"), at=LATER)


def test_declined_solution_goes_back_to_work_with_the_customers_words(cast, solved):
    actions.decline(solved, because="Та же ошибка.", by=cast.actor("customer_admin"), at=LATER)
    after = fresh(solved)
    assert (after.status, after.reopened_times, after.awaits_staff, after.solved_at) == ("work", 1, True, None)
    assert names(solved)[-2:] == ["solution_declined", "status_changed"]
    entry = Entry.objects.for_desk(cast.desk).get(event="solution_declined")
    assert entry.payload == {"because": "Та же ошибка."} and entry.public


@pytest.mark.parametrize("verb", ["decline", "reopen"])
def test_declining_and_reopening_want_words(cast, solved, verb):
    with pytest.raises(Missing) as refusal:
        getattr(actions, verb)(solved, because="  ", by=cast.actor("requester"), at=LATER)
    assert refusal.value.field == "because"


def test_reopened_ticket_can_be_solved_and_closed_again(cast, closed):
    actions.reopen(closed, because="Снова.", by=cast.actor("requester"), at=LATER)
    actions.solve(closed, words=words("Теперь точно."), by=cast.actor("agent"), at=LATER)
    actions.confirm(closed, by=cast.actor("requester"), at=LATER)
    after = fresh(closed)
    assert (after.status, after.reopened_times, after.closed_at) == ("closed", 1, LATER)
