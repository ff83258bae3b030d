"""A ticket in the customer's words."""

from __future__ import annotations

from dataclasses import dataclass

from opora.desks import charters
from opora.engine.charter import Charter
from opora.engine.charter.schema import Phase
from opora.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. `awaits_you`: the customer has the next move."""

    ticket: Ticket
    status: str
    awaits_you: bool
    is_paused: bool


def row(ticket: Ticket) -> Row:
    """By the pinned charter, which this process keeps."""
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    phase = Phase(ticket.phase)
    return Row(
        ticket=ticket,
        status=status(charter, ticket.status),
        awaits_you=phase in (Phase.WAITING_CUSTOMER, Phase.SOLVED),
        is_paused=phase.is_waiting and ticket.next_due_at is None,
    )


def status(charter: Charter, key: str) -> str:
    """The status by the name customers know it by."""
    known = charter.workflow.statuses.get(key)
    return key if known is None else known.for_customer or known.title


def renamed(charter: Charter, words: str) -> str:
    """`words` if they are no status's title, else that status's name for customers."""
    titles = {one.title: one.for_customer or one.title for one in charter.workflow.statuses.values()}
    return titles.get(words, words)
