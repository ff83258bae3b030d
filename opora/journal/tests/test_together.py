"""Many events recorded at once: one statement, the same journal, reactions that answer all of a kind together."""

from __future__ import annotations

import pytest

from opora.journal import record as journal
from opora.journal.models import Entry
from opora.tickets.events import NoteAdded, TicketClosed
from tests.cast import AT


def events(cast):
    known = {"desk_id": cast.desk.pk, "ticket_id": 7, "actor": cast.actor("agent"), "at": AT}
    return [
        NoteAdded(**known, message_id=1),
        TicketClosed(**known, automatic=False),
        NoteAdded(**known, message_id=2),
    ]


def test_many_are_kept_in_order_by_one_statement(cast, unwired, django_assert_num_queries):
    with django_assert_num_queries(1):
        journal.record_all(events(cast))
    kept = Entry.objects.for_desk(cast.desk).filter(ticket_id=7).order_by("pk")
    assert list(kept.values_list("event", flat=True)) == ["note_added", "ticket_closed", "note_added"]


def test_reaction_that_answers_together_is_asked_once_and_another_for_each(cast, unwired, monkeypatch):
    together, singly = [], []
    answers = (journal.Together(lambda many: together.append([one.message_id for one in many])), singly.append)
    monkeypatch.setitem(journal._reactions, NoteAdded, answers)
    journal.record_all(events(cast))
    assert together == [[1, 2]]
    assert [one.message_id for one in singly] == [1, 2]


def test_one_event_is_answered_by_the_same_reaction(cast, unwired, monkeypatch):
    together = []
    monkeypatch.setitem(journal._reactions, NoteAdded, (journal.Together(together.append),))
    note = events(cast)[0]
    journal.record(note)
    assert together == [(note,)]


def test_nothing_is_kept_when_one_of_many_is_not_wired(cast, unwired, monkeypatch):
    monkeypatch.delitem(journal._reactions, NoteAdded)
    with pytest.raises(journal.UnknownEvent):
        journal.record_all(events(cast))
    assert not Entry.objects.for_desk(cast.desk).filter(ticket_id=7).exists()
