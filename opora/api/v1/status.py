"""Moving a ticket by hand: status, planned day, refusal, deferral."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from opora.api.auth import ApiRequest, Key
from opora.api.bodies import Body
from opora.api.fields import Reason, Text, When, Word
from opora.api.v1.found import shown, ticket_of
from opora.api.v1.shapes.tickets import TicketDocument
from opora.tickets import actions
from opora.tickets.values import Words

router = Router()


class NewStatus(Body):
    """Where to, and what that status needs."""

    status: Annotated[Word, Field(description="One of the ticket's `allowed_statuses`.")]
    reason: Annotated[str, Field(max_length=100, description="A reason of the charter.")] = ""
    solution: Text = ""
    comment: Annotated[Reason, Field(description="Told to the customer with the move.")] = ""
    planned_at: When | None = None


class Planned(Body):
    """By when it will be done; moving a named moment wants a reason."""

    planned_at: When
    because: Reason = ""


class TurnedAway(Body):
    """A reason of the charter, and what the customer is told; without `text` the reason's own letter."""

    reason: Word
    text: Text = ""


@router.put("/tickets/{ticket}/status", auth=Key("tickets:write"), response=TicketDocument, summary="Change the status")
def change_status(request: ApiRequest, ticket: str, body: NewStatus) -> HttpResponse:
    """Bring the ticket to another status. A move the workflow does not have is refused with those it has."""
    row = ticket_of(request, ticket)
    actions.change_status(
        row,
        to=body.status,
        by=request.auth.actor,
        at=request.at,
        reason=body.reason,
        solution=body.solution,
        comment=body.comment,
        planned_at=body.planned_at,
    )
    return shown(request, row)


@router.put("/tickets/{ticket}/plan", auth=Key("tickets:write"), response=TicketDocument, summary="Plan the solution")
def plan(request: ApiRequest, ticket: str, body: Planned) -> HttpResponse:
    """Name the moment by which it will be done; the customer sees it."""
    row = ticket_of(request, ticket)
    actions.plan_solution(row, planned_at=body.planned_at, because=body.because, by=request.auth.actor, at=request.at)
    return shown(request, row)


@router.post("/tickets/{ticket}/refusal", auth=Key("tickets:write"), response=TicketDocument, summary="Refuse")
def refuse(request: ApiRequest, ticket: str, body: TurnedAway) -> HttpResponse:
    """Decline the request for a reason of the charter, told to the customer."""
    row = ticket_of(request, ticket)
    actions.refuse(row, reason=body.reason, words=_words(body), by=request.auth.actor, at=request.at)
    return shown(request, row)


@router.post("/tickets/{ticket}/deferral", auth=Key("tickets:write"), response=TicketDocument, summary="Defer")
def defer(request: ApiRequest, ticket: str, body: TurnedAway) -> HttpResponse:
    """Put the request off for a reason of the charter, told to the customer."""
    row = ticket_of(request, ticket)
    actions.defer(row, reason=body.reason, words=_words(body), by=request.auth.actor, at=request.at)
    return shown(request, row)


def _words(body: TurnedAway) -> Words | None:
    return Words(text=body.text, channel="api") if body.text.strip() else None
