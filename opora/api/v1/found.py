"""The ticket an address names, and the answer that shows it."""

from __future__ import annotations

from django.http import HttpResponse

from opora.api import answers
from opora.api.auth import ApiRequest
from opora.api.v1.shapes import tickets as shapes
from opora.clocks.queries import of_ticket
from opora.tickets import queries
from opora.tickets.models import Ticket


def ticket_of(request: ApiRequest, name: str) -> Ticket:
    """The ticket of that name or number. Raises NotFound, also for one the caller may not see."""
    return queries.get(request.auth.desk, request.auth.actor, name_or_number=name)


def document_of(request: ApiRequest, ticket: Ticket) -> shapes.TicketDocument:
    """The ticket as the caller sees it; one query for its clocks."""
    actor = request.auth.actor
    clocks = of_ticket(ticket, actor=actor, now=request.at)
    return shapes.whole(ticket, actor=actor, clocks=clocks, now=request.at)


def shown(request: ApiRequest, ticket: Ticket) -> HttpResponse:
    """The ticket as it is now, after verbs and all that followed from them."""
    return answers.ok(document_of(request, ticket_of(request, str(ticket.number))))
