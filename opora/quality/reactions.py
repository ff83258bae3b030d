"""Closed tickets are followed by a survey."""

from __future__ import annotations

from opora.journal.events import Event
from opora.quality import actions
from opora.tickets.models import Ticket


def ask_for_rating(event: Event) -> None:
    """The ticket closed: ask how it was, where the charter has a survey for it."""
    ticket = event.subject or Ticket.objects.for_desk(event.desk_id).get(pk=event.ticket_id)
    actions.ask(ticket, at=event.at)
