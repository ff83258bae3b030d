"""The queue: the charter's order, pages without gaps, views, counts."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from opora.tickets import actions
from opora.tickets.errors import UnknownKey
from opora.tickets.models import Ticket
from opora.tickets.queries import counts, get, queue, visible
from opora.tickets.queries.lists import order_of_queue
from opora.tickets.views import View
from opora.toolkit.errors import NotFound
from opora.toolkit.pagination import BadCursor
from tests.cast import AT, words

LATER = AT + timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("unwired")


def names(page):
    return [row.subject for row in page.rows]


def test_order_is_the_charters_with_tickets_without_a_deadline_last(cast, register):
    """outsourcing: due, priority, plan, arrival."""
    soon, late = LATER, LATER + timedelta(hours=5)
    facts = [
        ("none low", "low", None, "requester"),
        ("late", "low", late, "requester"),
        ("soon low", "low", soon, "requester"),
        ("soon critical", "critical", soon, "requester"),
        ("soon critical of a lower plan", "critical", soon, "stranger"),
        ("none critical", "critical", None, "requester"),
        ("soon critical later", "critical", soon, "requester"),
    ]
    for subject, priority, due, by in facts:
        ticket = register(subject, priority=priority, by=by, kind="question")
        actions.take_note_of_deadline(ticket, next_due_at=due, is_breached=False)
    expected = [
        "soon critical",
        "soon critical later",
        "soon critical of a lower plan",
        "soon low",
        "late",
        "none critical",
        "none low",
    ]
    agent = cast.actor("agent")
    assert names(queue(cast.desk, agent, View())) == expected
    assert order_of_queue(cast.charter).columns == ("due_order", "priority_rank", "plan_order", "id")


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_hold_every_ticket_once_also_where_keys_are_equal_or_empty(cast, register, size):
    for n in range(7):
        ticket = register(f"{n}", priority="low" if n % 2 else "high")
        actions.take_note_of_deadline(ticket, next_due_at=LATER if n < 3 else None, is_breached=False)
    agent = cast.actor("agent")
    whole = names(queue(cast.desk, agent, View()))
    seen, after = [], None
    for _ in range(8):
        page = queue(cast.desk, agent, View(), after=after, limit=size)
        seen += names(page)
        after = page.next
        if after is None:
            break
    assert seen == whole and len(whole) == 7


@pytest.mark.parametrize("view", ["open", "closed", "all"])
def test_next_page_begins_with_the_index_at_the_cursor(cast, register, view, django_assert_num_queries):
    """One range of the row comparison, whatever the depth: no OR over columns, no offset."""
    for n in range(4):
        ticket = register(f"{n}")
        if view == "closed":
            actions.refuse(
                ticket, reason="your_backlog", words=None, by=cast.actor("agent"), at=LATER + timedelta(hours=n)
            )
    agent = cast.actor("agent")
    first = queue(cast.desk, agent, View(view), limit=2)
    with django_assert_num_queries(1) as asked:
        second = queue(cast.desk, agent, View(view), after=first.next, limit=2)
    sql = asked.captured_queries[0]["sql"]
    assert "OFFSET" not in sql and " OR " not in sql.split("WHERE")[1].split("ORDER BY")[0]
    assert len({*names(first), *names(second)}) == 4


def test_queue_costs_one_query_and_reading_the_rows_costs_none(cast, register, django_assert_num_queries):
    for n in range(5):
        actions.take(register(f"{n}"), by=cast.actor("agent"), at=AT)
    with django_assert_num_queries(1):
        page = queue(cast.desk, cast.actor("agent"), View())
        assert [(row.requester.name, row.organisation.name, row.assignee.name) for row in page.rows] == [
            ("Иван Заказов", "ООО «Ромашка»", "Анна Петрова")
        ] * 5


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "WyJ4Il0", "e30", "я", "A" * 3000])
def test_foreign_cursor_is_refused(cast, register, cursor):
    with pytest.raises(BadCursor):
        queue(cast.desk, cast.actor("agent"), View(), after=cursor)


def test_cursor_of_another_order_is_refused(cast, register):
    for _ in range(2):
        register()
    cursor = queue(cast.desk, cast.actor("agent"), View("all"), limit=1).next
    with pytest.raises(BadCursor):
        queue(cast.desk, cast.actor("agent"), View("open"), after=cursor)


@pytest.fixture
def various(cast, register):
    """One ticket for each view."""
    agent, second = cast.actor("agent"), cast.member("second_agent")
    made = {key: register(key) for key in ("unassigned", "mine", "others", "overdue", "waiting", "solved", "declined")}
    actions.take(made["mine"], by=agent, at=AT)
    actions.assign(made["others"], to=second, by=agent, at=AT)
    actions.take_note_of_deadline(made["overdue"], next_due_at=AT, is_breached=True)
    actions.ask(made["waiting"], words=words(), by=agent, at=AT)
    actions.solve(made["solved"], words=words(), by=agent, at=AT)
    actions.refuse(made["declined"], reason="your_backlog", words=None, by=agent, at=AT)
    return made


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("open", {"unassigned", "mine", "others", "overdue", "waiting", "solved"}),
        ("mine", {"mine"}),
        ("unassigned", {"unassigned", "overdue", "waiting", "solved"}),
        ("overdue", {"overdue"}),
        ("waiting", {"waiting"}),
        ("solved", {"solved"}),
        ("closed", {"declined"}),
        ("all", {"unassigned", "mine", "others", "overdue", "waiting", "solved", "declined"}),
    ],
)
def test_view_holds_its_tickets(cast, various, view, expected):
    assert set(names(queue(cast.desk, cast.actor("agent"), View(view)))) == expected


def test_counts_agree_with_the_views_and_cost_one_query(cast, various, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = counts(cast.desk, cast.actor("agent"))
    assert found == {"open": 6, "mine": 1, "unassigned": 4, "overdue": 1, "waiting": 1, "solved": 1}


def test_counting_stops_at_the_limit(cast, register, monkeypatch):
    monkeypatch.setattr("opora.tickets.queries.lists.MOST_COUNTED", 2)
    for _ in range(3):
        register()
    assert counts(cast.desk, cast.actor("agent"))["open"] == 2


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"category": "shop"}, {"a", "b"}),
        ({"category": "shop/orders"}, {"a"}),
        ({"category": "sho"}, set()),
        ({"priority": "high", "kind": "question"}, {"b"}),
        ({"assignee": "none"}, {"a", "b"}),
        ({"assignee": "me"}, {"c"}),
        ({"plan": "enquiry"}, {"c"}),
        ({"status": "new", "line": "line1"}, {"a", "b"}),
    ],
)
def test_filters_narrow_a_view(cast, register, filters, expected):
    register("a", category="shop/orders")
    register("b", category="shop/catalogue", priority="high", kind="question")
    actions.take(register("c", by="stranger", kind="question"), by=cast.actor("agent"), at=AT)
    assert set(names(queue(cast.desk, cast.actor("agent"), View("open", filters)))) == expected


def test_filter_by_organisation_and_person_of_another_desk_finds_nothing(cast, register):
    register()
    agent, neighbour = cast.actor("agent"), cast.member("neighbour_agent").pk
    assert names(queue(cast.desk, agent, View("open", {"assignee": str(neighbour)}))) == []
    assert len(names(queue(cast.desk, agent, View("open", {"organisation": str(cast.organisation.pk)})))) == 1


def test_view_goes_through_an_address_and_back():
    view = View("mine", {"category": "shop/orders", "assignee": "me"})
    assert View.parse(dict(parse_qsl(view.query_string()))) == view
    assert View.parse({"after": "x", "page": "2"}) == View("open")


@pytest.mark.parametrize(
    "query",
    [
        {"view": "hidden"},
        {"assignee": "1 OR 1=1"},
        {"organisation": "me"},
        {"assignee": "9" * 30},
        {"kind": "x" * 200},
        {"kind": "\x00"},
    ],
)
def test_unknown_view_or_filter_is_refused(query):
    with pytest.raises(UnknownKey):
        View.parse(query)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("agent", {"own", "colleagues", "strangers"}),
        ("writer", {"own", "colleagues", "strangers"}),
        ("system", {"own", "colleagues", "strangers"}),
        ("requester", {"own"}),
        ("colleague", {"colleagues"}),
        ("customer_admin", {"own", "colleagues"}),
        ("stranger", {"strangers"}),
        ("neighbour_agent", set()),
        ("neighbour_contact", set()),
    ],
)
def test_one_sees_ones_own_everywhere(cast, register, name, expected):
    made = {
        "own": register("own"),
        "colleagues": register("colleagues", by="colleague"),
        "strangers": register("strangers", by="stranger", kind="question"),
    }
    actor = cast.actor(name)
    assert set(visible(cast.desk, actor).values_list("subject", flat=True)) == expected
    assert set(names(queue(cast.desk, actor, View()))) == expected
    assert counts(cast.desk, actor)["open"] == len(expected)
    for key, ticket in made.items():
        if key in expected:
            assert get(cast.desk, actor, name_or_number=ticket.name).pk == ticket.pk
            assert get(cast.desk, actor, name_or_number=ticket.number).pk == ticket.pk
        else:
            with pytest.raises(NotFound):
                get(cast.desk, actor, name_or_number=ticket.name)


@pytest.mark.parametrize("words", ["OUT-00001", "out-00001", " 1 ", "00001"])
def test_ticket_is_found_by_name_in_any_case_or_number(cast, register, words):
    ticket = register("x")
    assert get(cast.desk, cast.actor("agent"), name_or_number=words).pk == ticket.pk


@pytest.mark.parametrize("words", ["OUT-99999", "", "9" * 40, "1\x00", "' OR 1=1"])
def test_what_is_not_there_is_not_found(cast, words):
    with pytest.raises(NotFound):
        get(cast.desk, cast.actor("agent"), name_or_number=words)


def test_open_indexes_serve_the_queue(cast, register, django_assert_num_queries):
    """The planner can read a page of the queue from a partial index of open work."""
    from django.db import connection

    for n in range(3):
        register(f"{n}")
    rows = visible(cast.desk, cast.actor("agent")).exclude(phase__in=["closed", "declined"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    plan = rows.order_by(*order_of_queue(cast.charter).columns)[:50].explain()
    assert "tickets_open_by_due" in plan
    assert Ticket.objects.for_desk(cast.desk).count() == 3
