"""The two locks: scoped managers and row-level security."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from opora.desks import numbers, tenancy
from opora.desks.models import DeskOwned, Member
from opora.tickets.models import Message, Ticket
from opora.toolkit.scoped import Unscoped

OWNED = sorted(
    (model for model in apps.get_models() if issubclass(model, DeskOwned)), key=lambda model: model._meta.db_table
)

ASKS = {
    "list": list,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(pk=1),
    "iterator": lambda rows: list(rows.iterator()),
    "update": lambda rows: rows.update(desk=1),
    "delete": lambda rows: rows.delete(),
    "values": lambda rows: list(rows.values("pk")),
    "aggregate": lambda rows: rows.aggregate(),
    "in_bulk": lambda rows: rows.in_bulk([1]),
}


@pytest.mark.parametrize("ask", ASKS)
def test_query_that_names_no_desk_does_not_run(cast, ask):
    with pytest.raises(Unscoped):
        ASKS[ask](Member.objects.filter(is_active=True))


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_every_table_of_a_desk_has_row_security(db, model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)"
            " FROM pg_class c WHERE relname = %s",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, 1)


@pytest.mark.parametrize("desk", ["none", "neighbour"])
def test_rows_of_the_desk_are_not_there_for_another_connection(cast, register, unwired, desk):
    register()
    number = tenancy.NO_DESK if desk == "none" else cast.neighbour.pk
    with tenancy.desk(number):
        assert not Ticket.objects.across_desks().filter(desk=cast.desk).exists()
        assert not Message.objects.across_desks().filter(desk=cast.desk).exists()
        assert Ticket.objects.across_desks().filter(desk=cast.desk).update(subject="x") == 0
    assert Ticket.objects.for_desk(cast.desk).get().subject != "x"


def test_row_cannot_be_written_into_another_desk(cast):
    with tenancy.desk(cast.neighbour.pk), pytest.raises(ProgrammingError), transaction.atomic():
        Member.objects.create(
            desk=cast.desk, user=cast.user("neighbour_agent"), name="x", role="owner", created_at=cast.desk.created_at
        )


def test_numbers_of_another_desk_cannot_be_drawn(cast):
    with tenancy.desk(cast.neighbour.pk), pytest.raises(ProgrammingError), transaction.atomic():
        numbers.next_number(cast.desk.pk)
