"""Tickets: list, register, read, change what they are."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from opora.api import answers, bodies, limits
from opora.api.answers import Listed
from opora.api.auth import UNLIMITED, ApiRequest, Caller, Key
from opora.api.bodies import Body, SentFile
from opora.api.fields import Address, Answer, Line, Number, Reason, Text, Word
from opora.api.pagination import Piece
from opora.api.v1.found import document_of, shown, ticket_of
from opora.api.v1.shapes.tickets import TicketDocument, TicketSummary, summary
from opora.customers.actions import recognise
from opora.customers.models import Contact
from opora.desks.policies import WORKERS
from opora.tickets import actions, queries
from opora.tickets.errors import Forbidden, Missing, UnknownKey
from opora.tickets.models import Ticket
from opora.tickets.values import Draft, Words
from opora.tickets.views import FILTERS, View

router = Router()

ViewKey = Literal["open", "mine", "unassigned", "overdue", "waiting", "solved", "closed", "all"]


class ListQuery(Piece):
    """Which tickets: a view, and filters that must all hold."""

    view: ViewKey = "open"
    kind: Word | None = None
    category: Annotated[Word | None, Field(description="A category's path; those below it too.")] = None
    priority: Word | None = None
    status: Word | None = None
    line: Word | None = None
    assignee: Annotated[Word | None, Field(description="A member's id, `me` or `none`.")] = None
    plan: Word | None = None
    organisation: Number | None = None

    def as_view(self) -> View:
        """The view that is meant. Raises UnknownKey."""
        given = {name: getattr(self, name) for name in FILTERS}
        return View(self.view, {name: str(value) for name, value in given.items() if value is not None})


class Requester(Body):
    """Who asks: a known contact by id, or anybody by address."""

    id: Number | None = None
    email: Address | None = None
    name: Annotated[str, Field(max_length=200)] = ""


class NewTicket(Body):
    """A request. What is left out, the charter decides. `requester`: for keys of staff."""

    subject: Line
    text: Text
    requester: Requester | None = None
    channel: Annotated[Word, Field(description="A channel of the charter; by default the API's.")] = "api"
    kind: Word | None = None
    category: Word | None = None
    priority: Word | None = None
    fields: Annotated[
        dict[Word, Answer | list[Answer]], Field(description="Answers to the charter's form, by key.", max_length=100)
    ] = {}
    files: Annotated[list[SentFile], Field(max_length=20)] = []


class Change(Body):
    """What is to be changed; what is left out stays."""

    kind: Word | None = None
    category: Word | None = None
    priority: Word | None = None
    line: Word | None = None
    because: Annotated[Reason, Field(description="Why; the customer reads it when the priority changes.")] = ""


@router.get("/tickets", auth=Key("tickets:read"), response=Listed[TicketSummary], summary="List tickets")
def list_tickets(request: ApiRequest, query: Query[ListQuery]) -> HttpResponse:
    """Tickets that the caller sees: open ones in the charter's order (for customers newest first), a page at a time."""
    caller = request.auth
    page = queries.queue(caller.desk, caller.actor, query.as_view(), after=query.after, limit=query.limit)
    return answers.listed([summary(row, actor=caller.actor) for row in page.rows], page.next)


@router.post(
    "/tickets",
    auth=Key("tickets:write"),
    response={201: TicketDocument},
    summary="Register a ticket",
    openapi_extra=bodies.with_files("NewTicket"),
)
def register(request: ApiRequest, body: NewTicket) -> HttpResponse:
    """A request becomes a ticket: it gets its number, its place by the charter, and its clocks start."""
    caller = request.auth
    if not caller.has(UNLIMITED):
        limits.NEW_TICKETS.spend(caller.token.pk)
    draft = _draft(request, body)
    requester = _requester(caller, body.requester, request)
    ticket = actions.register(caller.desk, requester=requester, draft=draft, by=caller.actor, at=request.at)
    ticket.organisation = requester.organisation  # loaded already: saves a query
    return answers.created(document_of(request, ticket), location=f"/api/v1/tickets/{ticket.number}")


@router.get("/tickets/{ticket}", auth=Key("tickets:read"), response=TicketDocument, summary="Read a ticket")
def read(request: ApiRequest, ticket: str) -> HttpResponse:
    """The ticket by its name (`SMART-00042`) or number, with its clocks at this moment."""
    return answers.ok(document_of(request, ticket_of(request, ticket)))


@router.patch(
    "/tickets/{ticket}", auth=Key("tickets:write"), response=TicketDocument, summary="Change a ticket's facts"
)
def change(request: ApiRequest, ticket: str, body: Change) -> HttpResponse:
    """Kind, category, priority, line: all or nothing. The clocks choose their terms again over the same history."""
    row = ticket_of(request, ticket)
    request.auth.demand_staff()
    with transaction.atomic():
        _apply(request, row, body)
    return shown(request, row)


def _draft(request: ApiRequest, body: NewTicket) -> Draft:
    words = Words(text=body.text, files=bodies.files_of(request, body.files), channel="api")
    return Draft(
        subject=body.subject,
        words=words,
        channel=body.channel,
        kind=body.kind,
        category=body.category,
        priority=body.priority,
        fields=body.fields,
    )


def _requester(caller: Caller, asked: Requester | None, request: ApiRequest) -> Contact:
    if caller.contact is not None:
        if asked is not None:
            raise Forbidden(field="requester")
        return caller.contact
    if caller.actor.role not in WORKERS:
        raise Forbidden
    if asked is None or (asked.id is None and asked.email is None):
        raise Missing(fields=("requester",))
    if asked.id is None:
        return recognise(caller.desk, email=asked.email or "", name=asked.name, at=request.at)[0]
    known: Contact | None = (
        Contact.objects.for_desk(caller.desk).select_related("organisation").filter(pk=asked.id).first()
    )
    if known is None:
        raise UnknownKey(field="requester.id", value=str(asked.id))
    return known


def _apply(request: ApiRequest, row: Ticket, body: Change) -> None:
    by, at, because = request.auth.actor, request.at, body.because
    if body.kind is not None or body.category is not None:
        actions.classify(row, kind=body.kind, category=body.category, by=by, at=at)
    if body.priority is not None:
        actions.change_priority(row, to=body.priority, because=because, by=by, at=at)
    if body.line is not None:
        actions.move_line(row, to=body.line, because=because, by=by, at=at)
