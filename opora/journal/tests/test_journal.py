"""The journal: append-only, inside the change's transaction, with a sentence for every event."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import translation

from opora.config.wiring import REACTIONS
from opora.journal import record as journal
from opora.journal.events import Actor, Event, system
from opora.journal.models import Entry
from opora.journal.words import sentence
from opora.tickets.events import NoteAdded, TicketClosed
from tests.cast import AT


def closed(cast, **more):
    return TicketClosed(
        **{"desk_id": cast.desk.pk, "ticket_id": 7, "actor": cast.actor("agent"), "at": AT, "automatic": False, **more}
    )


def test_entry_says_who_did_what_when_by_which_door(cast, unwired):
    with transaction.atomic():
        journal.record(closed(cast))
    entry = Entry.objects.for_desk(cast.desk).get(ticket_id=7)
    assert (entry.event, entry.public, entry.payload, entry.at) == ("ticket_closed", True, {"automatic": False}, AT)
    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("member", cast.member("agent").pk, "Анна Петрова")
    assert (entry.actor_role, entry.via) == ("agent", "page")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_entries_are_never_changed(cast, change):
    rows = Entry.objects.for_desk(cast.desk)
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        rows.update(event="x") if change == "update" else rows.delete()
    assert rows.count() > 0


def test_reactions_run_in_written_order_after_the_entry(cast, unwired, monkeypatch):
    seen = []
    monkeypatch.setitem(
        journal._reactions,
        TicketClosed,
        (
            lambda event: seen.append(Entry.objects.for_desk(cast.desk).filter(ticket_id=7).count()),
            lambda event: seen.append(event.automatic),
        ),
    )
    journal.record(closed(cast, automatic=True))
    assert seen == [1, True]


def test_event_that_is_not_wired_is_refused(cast, unwired, monkeypatch):
    monkeypatch.delitem(journal._reactions, NoteAdded)
    with pytest.raises(journal.UnknownEvent):
        journal.record(NoteAdded(desk_id=cast.desk.pk, ticket_id=7, actor=cast.actor("agent"), at=AT, message_id=1))
    assert not Entry.objects.for_desk(cast.desk).filter(ticket_id=7).exists()


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused(transactional_cast):
    with pytest.raises(transaction.TransactionManagementError):
        journal.record(closed(transactional_cast))


@pytest.mark.django_db(transaction=True)
def test_commit_wakes_the_live_streams_and_rollback_does_not(transactional_cast, unwired):
    cast = transactional_cast
    settings = connection.get_connection_params()
    keys = ("host", "port", "user", "dbname", "password")
    with psycopg.connect(**{key: settings[key] for key in keys if settings.get(key)}, autocommit=True) as listener:
        listener.execute("LISTEN opora_live")
        with transaction.atomic():
            entry = journal.record(closed(cast))
        point = NoteAdded(desk_id=cast.desk.pk, ticket_id=None, actor=system(cast.desk.pk), at=AT, message_id=1)
        with pytest.raises(RuntimeError), transaction.atomic():
            journal.record(point)
            raise RuntimeError
        with transaction.atomic():
            note = journal.record(point)
        told = [notice.payload for notice in listener.notifies(timeout=5, stop_after=2)]
    assert told == [f"{cast.desk.pk}:7:{entry.pk}:1", f"{cast.desk.pk}:0:{note.pk}:0"]


@pytest.mark.parametrize("event", REACTIONS, ids=lambda event: event.__name__)
def test_every_event_has_a_name_a_sentence_in_both_languages_and_a_plain_payload(event):
    made = sample(event)
    assert event.name and event.__doc__
    assert journal.event_of(Entry(event=event.name)) is event
    with translation.override("en"):
        english = event.sentence(made.payload())
    with translation.override("ru"):
        russian = event.sentence(made.payload())
    assert english and russian and english != russian


def test_names_of_events_are_used_once():
    names = [event.name for event in REACTIONS]
    assert len(names) == len(set(names))


def test_event_of_an_older_version_is_shown_by_its_name():
    assert sentence(Entry(event="long_forgotten", payload={})) == "long_forgotten"


COMMON = ("desk_id", "ticket_id", "actor", "at", "subject")
SAMPLES = {
    "int": 1,
    "str": "слово",
    "bool": True,
    "int | None": None,
    "datetime": datetime(2026, 1, 1, tzinfo=UTC),
    "datetime | None": datetime(2026, 1, 1, tzinfo=UTC),
    "str | None": "слово",
    "float": 1.0,
    "tuple[str, ...]": ("слово",),
}


def sample(event: type[Event]) -> Event:
    """An event with made-up values."""
    own = {field.name: field.type for field in fields(event) if field.name not in COMMON}
    values = {name: SAMPLES[str(kind)] for name, kind in own.items()}
    actor: Actor = system(1)
    return event(desk_id=1, ticket_id=1, actor=actor, at=AT, **values)
