"""Moving by hand, priority, kind, planned day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opora.journal.models import Entry
from opora.tickets import actions
from opora.tickets.errors import Missing, NotAllowedNow, NotLater, UnknownKey
from opora.tickets.models import Message, Ticket
from tests.cast import AT, words

LATER = AT + timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("unwired")


def fresh(ticket):
    return Ticket.objects.for_desk(ticket.desk_id).get(pk=ticket.pk)


def told(ticket):
    entries = Entry.objects.for_desk(ticket.desk_id).filter(ticket_id=ticket.pk).order_by("id")
    return [(entry.event, entry.payload) for entry in entries][1:]


def test_status_follows_the_charters_graph(cast, register):
    ticket, agent = register(), cast.actor("agent")
    with pytest.raises(NotAllowedNow) as refusal:
        actions.change_status(ticket, to="closed", by=agent, at=LATER)
    assert refusal.value.allowed == ("work", "info", "client_team", "deferred", "solved", "declined")
    with pytest.raises(UnknownKey):
        actions.change_status(ticket, to="nirvana", by=agent, at=LATER)
    actions.change_status(ticket, to="work", by=agent, at=LATER)
    assert fresh(ticket).status == "work"


def test_the_status_it_has_changes_nothing(cast, register):
    ticket = register()
    actions.change_status(ticket, to="new", by=cast.actor("agent"), at=LATER)
    assert told(ticket) == [] and fresh(ticket).updated_at == AT


@pytest.mark.parametrize(
    ("to", "needs", "given"),
    [
        ("solved", ("solution",), {"solution": "Перезапустили."}),
        ("deferred", ("reason",), {"reason": "no_information"}),
        ("client_team", ("packet",), {"comment": "Где: корзина. Что: сумма 0."}),
    ],
)
def test_status_is_reached_with_what_it_needs_only(cast, register, to, needs, given):
    ticket, agent = register(), cast.actor("agent")
    with pytest.raises(Missing) as refusal:
        actions.change_status(ticket, to=to, by=agent, at=LATER)
    assert refusal.value.fields == needs and refusal.value.sentence()
    actions.change_status(ticket, to=to, by=agent, at=LATER, **given)
    assert fresh(ticket).status == to


def test_reason_is_kept_and_its_letter_told(cast, register):
    ticket = register()
    actions.change_status(ticket, to="deferred", reason="no_information", by=cast.actor("agent"), at=LATER)
    assert fresh(ticket).reason == "no_information"
    assert told(ticket)[0][1]["because"].startswith("Нам не хватает сведений")
    actions.change_status(ticket, to="work", by=cast.actor("agent"), at=LATER)
    assert fresh(ticket).reason == ""


def test_system_goes_where_the_charters_timer_sends_it(cast, register):
    ticket = register()
    actions.change_status(ticket, to="closed", by=cast.actor("system"), at=LATER)
    assert [event for event, _ in told(ticket)] == ["status_changed", "ticket_closed"]
    assert told(ticket)[0][1]["automatic"] and told(ticket)[1][1] == {"automatic": True}
    assert fresh(ticket).closed_at == LATER


def test_reopening_by_hand_is_told_as_such(cast, register):
    ticket, agent = register(), cast.actor("agent")
    actions.solve(ticket, words=words(), by=agent, at=AT)
    actions.change_status(ticket, to="work", comment="Проверили сами", by=agent, at=LATER)
    assert [event for event, _ in told(ticket)][-2:] == ["ticket_reopened", "status_changed"]
    assert fresh(ticket).reopened_times == 1


@pytest.mark.parametrize(
    ("verb", "reason", "status", "event"),
    [
        ("refuse", "your_backlog", "declined", "ticket_refused"),
        ("defer", "no_information", "deferred", "ticket_deferred"),
    ],
)
def test_turning_away_tells_the_reasons_letter(cast, register, verb, reason, status, event):
    ticket = register()
    message = getattr(actions, verb)(ticket, reason=reason, words=None, by=cast.actor("agent"), at=LATER)
    after = fresh(ticket)
    assert (after.status, after.reason) == (status, reason)
    assert message.text == cast.charter.reasons[reason].letter and message.is_public
    assert [name for name, _ in told(ticket)] == ["public_reply_added", event, "status_changed"]
    assert told(ticket)[0][1]["purpose"] == {"refuse": "refusal", "defer": "deferral"}[verb]


def test_own_words_stand_instead_of_the_letter(cast, register):
    ticket = register()
    message = actions.refuse(ticket, reason="your_backlog", words=words("Увы, нет."), by=cast.actor("agent"), at=LATER)
    assert message.text == "Увы, нет."


@pytest.mark.parametrize(
    ("verb", "reason"), [("refuse", "no_information"), ("defer", "your_backlog"), ("refuse", "whim")]
)
def test_reason_must_allow_what_is_done_with_it(cast, register, verb, reason):
    ticket = register()
    with pytest.raises(UnknownKey) as refusal:
        getattr(actions, verb)(ticket, reason=reason, words=None, by=cast.actor("agent"), at=LATER)
    assert refusal.value.field == "reason" and reason not in refusal.value.allowed
    assert Message.objects.for_desk(cast.desk).count() == 1


def test_priority_changes_with_a_reason_the_customer_sees(cast, register):
    ticket, agent = register(), cast.actor("agent")
    with pytest.raises(Missing) as refusal:
        actions.change_priority(ticket, to="critical", because=" ", by=agent, at=LATER)
    assert refusal.value.field == "because"
    actions.change_priority(ticket, to="critical", because="Стоят продажи", by=agent, at=LATER)
    assert (fresh(ticket).priority, fresh(ticket).priority_rank) == ("critical", 1)
    entry = Entry.objects.for_desk(cast.desk).get(event="priority_changed")
    assert entry.public and entry.payload["because"] == "Стоят продажи"
    assert (entry.payload["old_title"], entry.payload["new_title"]) == ("Средний", "Критический")


def test_kind_brings_a_category_it_may_have(cast, register):
    ticket, agent = register(), cast.actor("agent")
    actions.classify(ticket, kind="question", category="shop/orders", by=agent, at=LATER)
    after = fresh(ticket)
    assert (after.kind, after.category) == ("question", "shop/orders")
    payload = told(ticket)[0][1]
    assert (payload["old_kind"], payload["new_kind"], payload["kind_title"]) == (
        "incident",
        "question",
        "Вопрос пользователя",
    )
    with pytest.raises(UnknownKey):
        actions.classify(ticket, category="shop/none", by=agent, at=LATER)
    actions.classify(ticket, kind="question", by=agent, at=LATER)
    assert len(told(ticket)) == 1


def test_planned_day_lies_ahead_and_is_moved_with_a_reason(cast, register):
    ticket, agent = register(), cast.actor("agent")
    with pytest.raises(NotLater):
        actions.plan_solution(ticket, planned_at=LATER, because="", by=agent, at=LATER)
    first, second = LATER + timedelta(days=1), LATER + timedelta(days=2)
    actions.plan_solution(ticket, planned_at=first, because="", by=agent, at=LATER)
    with pytest.raises(Missing):
        actions.plan_solution(ticket, planned_at=second, because="", by=agent, at=LATER)
    actions.plan_solution(ticket, planned_at=second, because="Ждём поставщика", by=agent, at=LATER)
    assert fresh(ticket).planned_at == second
    assert [payload["because"] for _, payload in told(ticket)] == ["", "Ждём поставщика"]


def test_deadline_is_noted_without_an_event(cast, register):
    ticket = register()
    actions.take_note_of_deadline(ticket, next_due_at=LATER, is_breached=True)
    after = fresh(ticket)
    assert (after.next_due_at, after.due_order, after.is_breached) == (LATER, LATER, True)
    assert told(ticket) == []
