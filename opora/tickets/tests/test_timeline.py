"""The timeline: everything for staff, public words and public events for customers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from opora.tickets import actions
from opora.tickets.queries import timeline
from opora.tickets.values import NewFile
from opora.toolkit.errors import NotFound
from tests.cast import AT, words

LATER = AT + timedelta(hours=1)
SECRET = "marker-of-a-note"

pytestmark = pytest.mark.usefixtures("unwired")


@pytest.fixture
def lived(cast, register, settings, tmp_path):
    """A ticket that has lived."""
    settings.FILES = tmp_path
    agent, ticket = cast.actor("agent"), register(text="Белый экран.")
    actions.take(ticket, by=agent, at=AT + timedelta(minutes=1))
    actions.note(ticket, words=words(SECRET), by=agent, at=AT + timedelta(minutes=2))
    file = NewFile("как.txt", "сделать так".encode())
    actions.ask(ticket, words=words("Где?", files=(file,)), by=agent, at=AT + timedelta(minutes=3))
    actions.customer_reply(ticket, words=words("Тут."), by=cast.actor("requester"), at=AT + timedelta(minutes=4))
    actions.move_line(ticket, to="line2", because=SECRET, by=agent, at=AT + timedelta(minutes=5))
    actions.solve(ticket, words=words("Вот."), by=agent, at=AT + timedelta(minutes=6))
    return ticket


def told(items):
    return [item.message.text if item.message else item.event for item in items]


def test_staff_sees_everything_in_order(cast, lived):
    items = timeline(lived, cast.actor("writer"))
    assert told(items) == [
        "Белый экран.",
        "ticket_registered",
        "ticket_assigned",
        "status_changed",
        SECRET,
        "Где?",
        "status_changed",
        "Тут.",
        "status_changed",
        "line_changed",
        "Вот.",
        "status_changed",
    ]
    assert [item.mark for item in items if item.message] == ["", "", "question", "", "solution"]
    assert [item.side for item in items if item.message] == ["customer", "staff", "staff", "customer", "staff"]
    assert [file.name for item in items for file in item.files] == ["как.txt"]


@pytest.mark.parametrize("name", ["requester", "customer_admin"])
def test_customer_sees_neither_notes_nor_internal_events(cast, lived, name):
    items = timeline(lived, cast.actor(name))
    assert told(items) == [
        "Белый экран.",
        "ticket_registered",
        "status_changed",
        "Где?",
        "status_changed",
        "Тут.",
        "status_changed",
        "Вот.",
        "status_changed",
    ]
    assert SECRET not in repr(items) + " ".join(item.sentence for item in items)
    assert all(item.is_public for item in items)


def test_customer_reads_statuses_by_the_names_meant_for_customers(cast, lived):
    with translation.override("ru"):
        theirs = [item.sentence for item in timeline(lived, cast.actor("requester")) if item.event == "status_changed"]
        ours = [item.sentence for item in timeline(lived, cast.actor("agent")) if item.event == "status_changed"]
    assert "Нужен ваш ответ" in theirs[1] and "Ждём пользователя" not in theirs[1]
    assert "Ждём пользователя" in ours[1]


@pytest.mark.parametrize("name", ["colleague", "stranger", "neighbour_agent", "neighbour_contact"])
def test_others_do_not_find_the_ticket(cast, lived, name):
    with pytest.raises(NotFound):
        timeline(lived, cast.actor(name))


def test_timeline_costs_three_queries_however_long_it_is(cast, lived, django_assert_num_queries):
    for n in range(10):
        actions.reply(lived, words=words(f"{n}"), by=cast.actor("agent"), at=LATER)
    with django_assert_num_queries(3):
        assert len(timeline(lived, cast.actor("agent"))) == 22


def test_sentences_are_in_the_readers_language(cast, lived):
    with translation.override("en"):
        english = [item.sentence for item in timeline(lived, cast.actor("agent")) if item.event]
    with translation.override("ru"):
        russian = [item.sentence for item in timeline(lived, cast.actor("agent")) if item.event]
    assert english[0] == "registered the ticket" and russian[0] == "обращение зарегистрировано"
    assert all(english) and all(first != second for first, second in zip(english, russian, strict=True))
