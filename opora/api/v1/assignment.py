"""Who has the ticket, and who else listens."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from opora.api import answers
from opora.api.auth import ApiRequest, Key
from opora.api.bodies import Body
from opora.api.fields import Number
from opora.api.v1.found import shown, ticket_of
from opora.api.v1.shapes import people
from opora.api.v1.shapes.people import ContactDocument
from opora.api.v1.shapes.tickets import TicketDocument
from opora.customers.models import Contact
from opora.desks.models import Member
from opora.tickets import actions
from opora.tickets.errors import UnknownKey

router = Router()


class Assignment(Body):
    """Who is to have it."""

    member: Annotated[
        Number | Literal["me"],
        Field(description="A member's id; `me` takes it, unless a colleague has it: one's own id takes it over."),
    ]


class NewParticipant(Body):
    """Who else gets the public words."""

    contact: Number


@router.put("/tickets/{ticket}/assignment", auth=Key("tickets:write"), response=TicketDocument, summary="Assign")
def assign(request: ApiRequest, ticket: str, body: Assignment) -> HttpResponse:
    """Give the ticket to a member, or take it oneself and begin to work on it."""
    row, by = ticket_of(request, ticket), request.auth.actor
    request.auth.demand_staff()
    if body.member == "me":
        actions.take(row, by=by, at=request.at)
    else:
        actions.assign(row, to=_member(request, int(body.member)), by=by, at=request.at)
    return shown(request, row)


@router.delete("/tickets/{ticket}/assignment", auth=Key("tickets:write"), response=TicketDocument, summary="Release")
def release(request: ApiRequest, ticket: str) -> HttpResponse:
    """Nobody has the ticket any more."""
    row = ticket_of(request, ticket)
    actions.assign(row, to=None, by=request.auth.actor, at=request.at)
    return shown(request, row)


@router.post(
    "/tickets/{ticket}/participants",
    auth=Key("tickets:write"),
    response={201: ContactDocument},
    summary="Add a participant",
)
def add_participant(request: ApiRequest, ticket: str, body: NewParticipant) -> HttpResponse:
    """One more person of the customer gets the public words of the ticket."""
    row = ticket_of(request, ticket)
    request.auth.demand_staff()
    contacts = Contact.objects.for_desk(request.auth.desk).select_related("organisation")
    contact = contacts.filter(pk=body.contact).first()
    if contact is None:
        raise UnknownKey(field="contact", value=str(body.contact))
    actions.add_participant(row, contact=contact, by=request.auth.actor, at=request.at)
    return answers.created(people.contact(contact), location=f"/api/v1/contacts/{contact.pk}")


def _member(request: ApiRequest, number: int) -> Member:
    found: Member | None = Member.objects.for_desk(request.auth.desk).filter(pk=number).first()
    if found is None:
        raise UnknownKey(field="member", value=str(number))
    return found
