"""Two people, one ticket, the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from opora.desks import tenancy
from opora.journal.models import Entry
from opora.tickets import actions
from opora.tickets.errors import NotAllowedNow
from opora.tickets.models import Message, Ticket
from tests.cast import AT, words
from tests.cast.fixtures import registering

pytestmark = [pytest.mark.django_db(transaction=True)]


def together(desk, *verbs):
    """Run the verbs at once, each on its own connection; what each gave or raised."""
    gate = Barrier(len(verbs))

    def run(verb):
        try:
            with tenancy.desk(desk.pk):
                gate.wait(timeout=10)
                return verb()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def test_of_two_who_take_at_once_one_has_it_and_the_other_is_told(transactional_cast):
    cast = transactional_cast
    ticket = registering(cast)()
    outcomes = together(
        cast.desk,
        *(lambda name=name: actions.take(ticket, by=cast.actor(name), at=AT) for name in ("agent", "second_agent")),
    )
    losers = [one for one in outcomes if isinstance(one, NotAllowedNow)]
    kept = Ticket.objects.for_desk(cast.desk).get(pk=ticket.pk)
    assert len(losers) == 1 and losers[0].holder == kept.assignee.name
    assert Entry.objects.for_desk(cast.desk).filter(event="ticket_assigned").count() == 1


def test_two_confirmations_at_once_close_the_ticket_once(transactional_cast):
    cast = transactional_cast
    ticket = registering(cast)()
    actions.solve(ticket, words=words(), by=cast.actor("agent"), at=AT)
    outcomes = together(cast.desk, *(lambda: actions.confirm(ticket, by=cast.actor("requester"), at=AT),) * 2)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert Entry.objects.for_desk(cast.desk).filter(event="ticket_closed").count() == 1


def test_reply_and_close_at_once_lose_nobodys_words(transactional_cast):
    cast = transactional_cast
    ticket = registering(cast)()
    actions.solve(ticket, words=words(), by=cast.actor("agent"), at=AT)
    together(
        cast.desk,
        lambda: actions.reply(ticket, words=words("Кстати."), by=cast.actor("lead"), at=AT),
        lambda: actions.confirm(ticket, by=cast.actor("requester"), at=AT),
    )
    assert Message.objects.for_desk(cast.desk).filter(text="Кстати.").exists()
    assert Ticket.objects.for_desk(cast.desk).get(pk=ticket.pk).status == "closed"


def test_numbers_drawn_at_once_are_all_different(transactional_cast):
    cast = transactional_cast
    made = together(cast.desk, *(registering(cast) for _ in range(4)))
    assert len({ticket.name for ticket in made}) == 4


def test_failure_after_the_words_leaves_nothing_behind(transactional_cast, monkeypatch):
    """F19: whatever fails last undoes message, status and journal together."""
    from opora.journal import record

    cast = transactional_cast
    ticket = registering(cast)()
    before = (Message.objects.for_desk(cast.desk).count(), Entry.objects.for_desk(cast.desk).count())

    def fail(event):
        raise RuntimeError(event.name)

    from opora.tickets.events import StatusChanged

    monkeypatch.setitem(record._reactions, StatusChanged, (fail,))
    with pytest.raises(RuntimeError):
        actions.solve(ticket, words=words(), by=cast.actor("agent"), at=AT)
    assert (Message.objects.for_desk(cast.desk).count(), Entry.objects.for_desk(cast.desk).count()) == before
    assert Ticket.objects.for_desk(cast.desk).get(pk=ticket.pk).status == "new"
