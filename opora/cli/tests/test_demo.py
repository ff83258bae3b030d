"""The demonstration plays to its end on every shipped charter, the same way each time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from opora.cli.demo import fill, mailboxes, sign_ins
from opora.cli.demo.people import DESKS
from opora.cli.demo.stories import STORIES
from opora.journal.models import Entry
from opora.quality.models import Rating
from opora.tickets.models import Ticket

NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_every_desk_gets_a_lively_fortnight(all_desks: None) -> None:
    tickets = fill(now=NOW, say=lambda line: None)
    assert Ticket.objects.across_desks().count() == tickets == len(STORIES) * len(DESKS)
    for phase in ("new", "open", "waiting_customer", "solved", "closed"):
        assert Ticket.objects.across_desks().filter(phase=phase).exists(), phase
    assert Rating.objects.across_desks().filter(score__isnull=False).count() >= len(DESKS)
    events = set(Entry.objects.across_desks().values_list("event", flat=True))
    assert {"clock_warned", "clock_breached", "reminded", "solution_declined", "ticket_closed"} <= events
    assert not Entry.objects.across_desks().filter(at__gt=NOW).exists()
    assert len(sign_ins()) == 4 * len(DESKS)
    assert len(mailboxes()) == len(DESKS)
