"""Words on a ticket: read them, answer."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from opora.api import answers, bodies
from opora.api.answers import Listed
from opora.api.auth import ApiRequest, Key
from opora.api.bodies import Body, SentFile
from opora.api.fields import Text
from opora.api.pagination import Piece, Slice
from opora.api.v1.found import ticket_of
from opora.api.v1.shapes import messages as shapes
from opora.api.v1.shapes.messages import MessageDocument
from opora.tickets import actions, queries
from opora.tickets.errors import Forbidden
from opora.tickets.models import Attachment, Message, Ticket
from opora.tickets.queries import TimelineItem
from opora.tickets.values import Words

router = Router()

Purpose = Literal["reply", "question", "solution"]
_MARKS = {"reply": "", "question": "question", "solution": "solution"}


class TimelineQuery(Piece):
    """What to tell."""

    include: Annotated[Literal["messages", "all"], Field(description="`all`: events too.")] = "messages"


class NewMessage(Body):
    """Words. For keys of staff `purpose` says what they are; a customer's words have none."""

    text: Text = ""
    purpose: Annotated[
        Purpose,
        Field(description="`question` waits for the customer, `solution` proposes that the work is done."),
    ] = "reply"
    files: Annotated[list[SentFile], Field(max_length=20)] = []


@router.get(
    "/tickets/{ticket}/messages",
    auth=Key("tickets:read"),
    response=Listed[MessageDocument],
    summary="Read what was said and done",
)
def list_messages(request: ApiRequest, ticket: str, query: Query[TimelineQuery]) -> HttpResponse:
    """Oldest first. Internal notes only for keys of staff with the scope `notes`."""
    items = queries.timeline(ticket_of(request, ticket), request.auth.actor)
    notes = request.auth.has("notes")
    seen = [(item.key, item) for item in items if _is_seen(item, events=query.include == "all", notes=notes)]
    page = Slice(seen, query)
    return answers.listed([shapes.of_item(item) for item in page.items], page.next)


@router.post(
    "/tickets/{ticket}/messages",
    auth=Key("tickets:write"),
    response={201: MessageDocument},
    summary="Answer",
    openapi_extra=bodies.with_files("NewMessage"),
)
def add_message(request: ApiRequest, ticket: str, body: NewMessage) -> HttpResponse:
    """Public words: of the staff to the customer, or of the customer to the desk, by whose key it is."""
    row = ticket_of(request, ticket)
    words = Words(text=body.text, files=bodies.files_of(request, body.files), channel="api")
    if request.auth.contact is not None and body.purpose != "reply":
        raise Forbidden(field="purpose")
    message = _speak(request, row, words, body.purpose)
    side = "staff" if request.auth.member else "customer"
    return said(request, row, message, purpose=_MARKS[body.purpose], side=side)


def said(request: ApiRequest, ticket: Ticket, message: Message, *, purpose: str, side: str) -> HttpResponse:
    """201 with a message that was just kept."""
    files: list[Attachment] = []
    if request.FILES or b'"files"' in request.body:
        files = list(Attachment.objects.for_desk(request.auth.desk).filter(message=message).order_by("id"))
    document = shapes.of_message(message, files=files, purpose=purpose, side=side)
    return answers.created(document, location=f"/api/v1/tickets/{ticket.number}/messages")


def _speak(request: ApiRequest, ticket: Ticket, words: Words, purpose: Purpose) -> Message:
    by, at = request.auth.actor, request.at
    if by.is_contact:
        return actions.customer_reply(ticket, words=words, by=by, at=at)
    match purpose:
        case "question":
            return actions.ask(ticket, words=words, by=by, at=at)
        case "solution":
            return actions.solve(ticket, words=words, by=by, at=at)
        case "reply":
            return actions.reply(ticket, words=words, by=by, at=at)


def _is_seen(item: TimelineItem, *, events: bool, notes: bool) -> bool:
    if item.message is None:
        return events
    return item.is_public or notes
