"""The customer's word on a solution, and opening a ticket again."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from opora.api.auth import ApiRequest, Key
from opora.api.bodies import Body
from opora.api.fields import Reason
from opora.api.v1.found import shown, ticket_of
from opora.api.v1.shapes.tickets import TicketDocument
from opora.tickets import actions

router = Router()


class Because(Body):
    """Why, in words."""

    because: Reason


@router.post("/tickets/{ticket}/confirmation", auth=Key("tickets:write"), response=TicketDocument, summary="Confirm")
def confirm(request: ApiRequest, ticket: str) -> HttpResponse:
    """The customer agrees that it is solved: the ticket closes."""
    row = ticket_of(request, ticket)
    actions.confirm(row, by=request.auth.actor, at=request.at)
    return shown(request, row)


@router.post("/tickets/{ticket}/decline", auth=Key("tickets:write"), response=TicketDocument, summary="Decline")
def decline(request: ApiRequest, ticket: str, body: Because) -> HttpResponse:
    """The customer does not agree: the ticket goes back to work."""
    row = ticket_of(request, ticket)
    actions.decline(row, because=body.because, by=request.auth.actor, at=request.at)
    return shown(request, row)


@router.post("/tickets/{ticket}/reopening", auth=Key("tickets:write"), response=TicketDocument, summary="Reopen")
def reopen(request: ApiRequest, ticket: str, body: Because) -> HttpResponse:
    """Open a solved or closed ticket again, while the charter allows it."""
    row = ticket_of(request, ticket)
    actions.reopen(row, because=body.because, by=request.auth.actor, at=request.at)
    return shown(request, row)
