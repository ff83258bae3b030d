"""The side of a ticket's page: the customer, the clocks, who takes part, what else the customer asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from opora.clocks import queries as clocks
from opora.customers.models import Contract
from opora.desks import charters
from opora.engine.charter.schema import Charter
from opora.tickets.models import Participant, Ticket
from opora.tickets.queries import visible
from opora.toolkit import clock
from opora.web.desk import StaffRequest
from opora.web.workspace import filters

MOST_OTHERS = 5


def of(request: StaffRequest, ticket: Ticket) -> dict[str, Any]:
    """Five queries."""
    now, charter = clock.now(), charters.of(ticket.charter_id, ticket.desk_id)
    return {
        "clocks": clocks.of_ticket(ticket, actor=request.actor, now=now),
        "contract": _contract(ticket, now.date()),
        "others": _others(request, ticket),
        "participants": list(
            Participant.objects.for_desk(request.desk).filter(ticket=ticket).select_related("contact")
        ),
        "holders": filters.holders(request.desk),
        "edition": charter.edition,
        "channel_title": charter.channels[ticket.channel].title
        if ticket.channel in charter.channels
        else ticket.channel,
        "answers": _answers(charter, ticket),
    }


def _answers(charter: Charter, ticket: Ticket) -> list[tuple[str, str]]:
    form = charter.form(ticket.kind, ticket.channel)
    asked = form.fields if form else {}
    return [(asked[key].title if key in asked else key, _written(answer)) for key, answer in ticket.fields.items()]


def _written(answer: object) -> str:
    return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)


def _contract(ticket: Ticket, on: date) -> Contract | None:
    if ticket.organisation_id is None:
        return None
    rows = Contract.objects.for_desk(ticket.desk_id).filter(organisation_id=ticket.organisation_id, starts_on__lte=on)
    contract: Contract | None = rows.order_by("-starts_on", "-pk").first()
    return contract


def _others(request: StaffRequest, ticket: Ticket) -> list[Ticket]:
    rows = visible(request.desk, request.actor).filter(requester_id=ticket.requester_id).exclude(pk=ticket.pk)
    return list(rows.order_by("-pk").only("desk_id", "name", "subject", "phase")[:MOST_OTHERS])
