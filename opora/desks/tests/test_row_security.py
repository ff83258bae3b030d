"""The second lock holds for the role the application works under."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.utils import timezone

from opora.desks import desk_keys, row_security, tenancy
from opora.desks.models import CharterVersion, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks() -> tuple[Desk, Desk]:
    made = [Desk.objects.create(slug=slug, title=slug, created_at=timezone.now()) for slug in ("ours", "theirs")]
    for desk in made:
        with tenancy.desk(desk.pk):
            CharterVersion.objects.create(
                desk=desk, number=1, edition="1", source="", document={}, fingerprint="", created_at=timezone.now()
            )
    return made[0], made[1]


def test_nothing_weakens_the_second_lock() -> None:
    assert row_security.problems(connection) == []


def test_a_connection_sees_only_the_rows_of_its_desk(desks: tuple[Desk, Desk]) -> None:
    ours, theirs = desks
    with tenancy.desk(ours.pk):
        assert {row.desk_id for row in CharterVersion.objects.across_desks()} == {ours.pk}
    with tenancy.desk(tenancy.ALL_DESKS):
        assert {row.desk_id for row in CharterVersion.objects.across_desks()} == {ours.pk, theirs.pk}
    assert not CharterVersion.objects.across_desks().exists()


def test_a_row_for_another_desk_is_refused(desks: tuple[Desk, Desk]) -> None:
    ours, theirs = desks
    with tenancy.desk(ours.pk), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        CharterVersion.objects.create(
            desk=theirs, number=2, edition="2", source="", document={}, fingerprint="", created_at=timezone.now()
        )


def test_a_reference_to_another_desks_row_is_refused(desks: tuple[Desk, Desk]) -> None:
    ours, theirs = desks
    with tenancy.desk(tenancy.ALL_DESKS):
        foreign = CharterVersion.objects.for_desk(theirs).get()
        with pytest.raises(Exception, match=desk_keys.PREFIX), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO desks_apitoken (desk_id, member_id, name, prefix, digest, scopes, created_at, expires_at)"
                " VALUES (%s, %s, 'x', 'x', 'x', '{}', now(), now())",
                [ours.pk, foreign.pk],
            )


def test_every_reference_between_rows_of_a_desk_is_declared() -> None:
    tables = {(one.table, one.column) for one in desk_keys.declared()}
    assert ("desks_apitoken", "member_id") in tables
    assert len(tables) > 10
