"""Clocks of a ticket, their proof, and promises before there is a ticket."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from ninja import Router

from opora.api import answers
from opora.api.answers import Listed
from opora.api.auth import ApiRequest, Key
from opora.api.bodies import Body
from opora.api.fields import Word
from opora.api.v1.found import ticket_of
from opora.api.v1.shapes import clocks as shapes
from opora.api.v1.shapes.clocks import ClockDocument, LedgerDocument, PromiseDocument
from opora.clocks import queries
from opora.customers.queries import plan_of
from opora.engine.charter import Charter
from opora.engine.clocks import Facts
from opora.tickets import intake
from opora.tickets.values import Draft, Words
from opora.toolkit.errors import NotFound

router = Router()


class Asked(Body):
    """A ticket that might be. What is left out, the charter decides; `plan` is for keys of staff."""

    kind: Word | None = None
    category: Word | None = None
    priority: Word | None = None
    plan: Word | None = None
    channel: Word = "api"


@router.get("/tickets/{ticket}/clocks", auth=Key("tickets:read"), response=Listed[ClockDocument], summary="Read clocks")
def list_clocks(request: ApiRequest, ticket: str) -> HttpResponse:
    """The ticket's clocks at this moment; customers get those they were promised."""
    row = ticket_of(request, ticket)
    views = queries.of_ticket(row, actor=request.auth.actor, now=request.at)
    return answers.listed([shapes.clock(view) for view in views])


@router.get(
    "/tickets/{ticket}/clocks/{clock}/ledger",
    auth=Key("tickets:read"),
    response=LedgerDocument,
    summary="Prove a clock",
)
def ledger(request: ApiRequest, ticket: str, clock: str) -> HttpResponse:
    """Every interval that counted or did not, and why; the amounts add up to the deadline."""
    row = ticket_of(request, ticket)
    proof = queries.proof(row, clock, actor=request.auth.actor, now=request.at)
    if proof is None:
        raise NotFound(what="clock")
    return answers.ok(shapes.ledger(proof))


@router.post("/promises", auth=Key("tickets:read"), response=Listed[PromiseDocument], summary="Ask for promises")
def promises(request: ApiRequest, body: Asked) -> HttpResponse:
    """What a ticket sent now would be promised: nothing is registered."""
    charter = request.auth.charter
    draft = Draft("", Words(""), body.channel, body.kind, body.category, body.priority)
    place = intake.classify(charter, draft)
    facts = Facts(
        kind=place.kind,
        category=place.category,
        priority=place.priority,
        plan=_plan(request, charter, body.plan),
        line=place.line,
    )
    found = queries.promises(charter, facts, at=request.at)
    return answers.listed([shapes.promise(one) for one in found])


def _plan(request: ApiRequest, charter: Charter, asked: str | None) -> str:
    contact = request.auth.contact
    if contact is not None:
        return plan_of(contact, charter=charter, on=request.at.astimezone(ZoneInfo(charter.time_zone)).date())
    if asked is not None:
        intake.demand("plan", asked, tuple(charter.plans))
    return asked or charter.default_plan
