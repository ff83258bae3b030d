"""Search: by stems, in both languages, and never beyond what one may see."""

from __future__ import annotations

from contextlib import contextmanager, suppress

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from opora.desks import tenancy
from opora.tickets import actions
from opora.tickets.queries import search
from tests.cast import AT, words

pytestmark = pytest.mark.usefixtures("unwired")


@contextmanager
def asking():
    """A cursor whose failure does not end the test's transaction."""
    with suppress(Rolled), transaction.atomic(), connection.cursor() as cursor:
        yield cursor
        raise Rolled


class Rolled(Exception):
    """Takes the savepoint back."""


def subjects(hits):
    return [hit.ticket.subject for hit in hits]


@pytest.mark.parametrize(
    "query",
    ["заказ", "ЗАКАЗА", "карточка заказов", "invoices", "invoice", '"белый экран"', "экраны", "Rome OR invoice"],
)
def test_words_are_found_by_their_stems_in_both_languages(cast, register, query):
    register("Не открывается карточка заказа", text="При входе белый экран, invoice number 15.")
    register("Другое", text="Совсем о другом.")
    assert subjects(search(cast.desk, cast.actor("agent"), query)) == ["Не открывается карточка заказа"]


@pytest.mark.parametrize(
    "query", ["", "  ", "\x00", "и", "заказ -карточка", "'; DROP TABLE x", ":*", "& | !", "Ω" * 600]
)
def test_odd_queries_find_nothing_and_break_nothing(cast, register, query):
    register("Не открывается карточка заказа")
    assert search(cast.desk, cast.actor("agent"), query) == []


def test_ticket_of_that_very_name_or_number_comes_first(cast, register):
    first, second = register("a"), register("упомянуто OUT-00001 и 1", text="см. 1")
    for query in ("OUT-00001", "out-00001", "1"):
        found = search(cast.desk, cast.actor("agent"), query)
        assert found[0].ticket.pk == first.pk
        assert len({hit.ticket.pk for hit in found}) == len(found)
    assert second.pk in {hit.ticket.pk for hit in search(cast.desk, cast.actor("agent"), "упомянуто")}


def test_note_is_found_by_staff_only(cast, register):
    ticket = register("Обычное")
    actions.note(ticket, words=words("клиент подозревается в мошенничестве"), by=cast.actor("agent"), at=AT)
    assert subjects(search(cast.desk, cast.actor("writer"), "мошенничество")) == ["Обычное"]
    for name in ("requester", "customer_admin", "stranger", "neighbour_agent", "neighbour_contact"):
        assert search(cast.desk, cast.actor(name), "мошенничество") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("agent", {"own", "colleagues", "strangers"}),
        ("requester", {"own"}),
        ("colleague", {"colleagues"}),
        ("customer_admin", {"own", "colleagues"}),
        ("stranger", {"strangers"}),
        ("neighbour_agent", set()),
        ("neighbour_contact", set()),
    ],
)
def test_what_one_may_not_see_does_not_match(cast, register, name, expected):
    register("own", text="слово")
    register("colleagues", by="colleague", text="слово")
    stranger = register("strangers", by="stranger", kind="question", text="слово")
    actor = cast.actor(name)
    assert set(subjects(search(cast.desk, actor, "слово"))) == expected
    by_name = search(cast.desk, actor, stranger.name)
    assert bool(by_name) == ("strangers" in expected)


def test_tickets_of_others_do_not_use_up_a_customers_places(cast, register, monkeypatch):
    monkeypatch.setattr("opora.tickets.queries.hits.MOST", 2)
    for n in range(3):
        register(f"strangers {n}", by="stranger", kind="question", text="слово")
    register("own", text="слово")
    assert subjects(search(cast.desk, cast.actor("requester"), "слово")) == ["own"]


def test_snippet_shows_the_place(cast, register):
    register("Тема", text="начало " * 60 + "здесь пропала корзина " + "конец " * 60)
    (hit,) = search(cast.desk, cast.actor("agent"), "корзины")
    assert "пропала корзина" in hit.snippet and hit.snippet.startswith("…") and len(hit.snippet) <= 202


def test_function_answers_only_the_desk_of_the_connection(cast):
    with tenancy.desk(cast.neighbour.pk), asking() as cursor, pytest.raises(ProgrammingError):
        cursor.execute("SELECT * FROM opora_search(%s, 'x', true, 10)", [cast.desk.pk])


def test_function_refuses_a_connection_without_a_desk(cast):
    with tenancy.desk(tenancy.NO_DESK), asking() as cursor, pytest.raises(ProgrammingError):
        cursor.execute("SELECT * FROM opora_search(%s, 'x', true, 10)", [cast.desk.pk])


@pytest.mark.parametrize(("text", "queries"), [("слово", 3), ("слово or 4711", 4)])
def test_search_costs_three_queries_and_one_for_what_may_be_a_name(
    cast, register, text, queries, django_assert_num_queries
):
    for n in range(5):
        register(f"слово {n}", text="слово")
    with django_assert_num_queries(queries):  # matches, tickets, texts; the exact name
        hits = search(cast.desk, cast.actor("agent"), text)
        assert [hit.ticket.requester.name for hit in hits] == ["Иван Заказов"] * 5


def test_endless_text_is_taken_and_searched_by_its_beginning(cast, register):
    text = "начинается " + " ".join(f"слово{n}" for n in range(30_000))
    register("Длинное", text=text)
    assert subjects(search(cast.desk, cast.actor("agent"), "начинается")) == ["Длинное"]
