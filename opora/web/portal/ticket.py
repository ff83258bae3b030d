"""A customer's ticket and the two fragments of it that follow its changes.

GET tickets/<name>/               the page
GET tickets/<name>/conversation/  what was said and done
GET tickets/<name>/state/         status, deadlines, facts
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.clocks.queries import of_ticket
from opora.desks import charters
from opora.engine import workflow
from opora.engine.charter import Charter
from opora.engine.charter.schema import Attachments, Phase
from opora.tickets import intake, queries
from opora.tickets.models import Participant, Ticket
from opora.toolkit import clock
from opora.toolkit.errors import Problem
from opora.web.access import customers
from opora.web.portal import once, rating, shown
from opora.web.portal.asking import CustomerRequest, newest_entry
from opora.web.workspace import titles


@dataclass(frozen=True, slots=True)
class Choices:
    """What the customer may do now; `reopens_until` None: no end to it, or not at all."""

    can_answer: bool
    can_judge: bool
    can_reopen: bool
    reopens_until: datetime | None
    can_rate: bool


@customers
@require_safe
def show(request: CustomerRequest, name: str) -> HttpResponse:
    """The whole page."""
    return page(request, found(request, name))


@customers
@require_safe
def conversation(request: CustomerRequest, name: str) -> HttpResponse:
    """The fragment in the middle."""
    ticket = found(request, name)
    return render(request, "portal/_conversation.html", {"ticket": ticket, "items": _items(request, ticket)})


@customers
@require_safe
def state(request: CustomerRequest, name: str) -> HttpResponse:
    """The fragment at the side."""
    ticket = found(request, name)
    return render(request, "portal/_state.html", _state(request, ticket, clock.now()))


def found(request: CustomerRequest, name: str) -> Ticket:
    """The ticket as far as the reader may see it. Raises NotFound, which becomes the ordinary 404."""
    return queries.get(request.desk, request.actor, name_or_number=name)


def page(
    request: CustomerRequest, ticket: Ticket, *, problem: Problem | None = None, at_form: str = ""
) -> HttpResponse:
    """The page; with a problem it stands in the form it came from, which still holds what was typed."""
    now = clock.now()
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    choices = _choices(charter, ticket, now)
    context = {
        **_state(request, ticket, now),
        "choices": choices,
        "items": _items(request, ticket),
        "survey": rating.of(request, ticket, charter) if choices.can_rate else None,
        "attachments": _attachments(charter, ticket),
        "once": once.token(),
        "problem": problem,
        "at_form": at_form,
        "typed": request.POST.get("text", "") or request.POST.get("because", ""),
        "live_after": newest_entry(request),
        "section": "tickets",
    }
    return render(request, "portal/ticket.html", context, status=problem.status if problem else 200)


def _items(request: CustomerRequest, ticket: Ticket) -> list[queries.TimelineItem]:
    return queries.timeline(ticket, request.actor)


def _state(request: CustomerRequest, ticket: Ticket, now: datetime) -> dict[str, Any]:
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    participants = Participant.objects.for_desk(ticket.desk_id).filter(ticket=ticket).select_related("contact")
    return {
        "ticket": ticket,
        "titles": titles.of(ticket),
        "status": shown.status(charter, ticket.status),
        "definition": charter.workflow.statuses[ticket.status].definition or "",
        "clocks": of_ticket(ticket, actor=request.actor, now=now),
        "answers": _answers(charter, ticket),
        "participants": list(participants),
        "edition": charter.edition,
    }


def _choices(charter: Charter, ticket: Ticket, now: datetime) -> Choices:
    phase = Phase(ticket.phase)
    closed_at = ticket.closed_at
    can_reopen = closed_at is not None and workflow.can_reopen(charter, closed_at=closed_at, now=now)
    return Choices(
        can_answer=not phase.is_final,
        can_judge=phase is Phase.SOLVED,
        can_reopen=can_reopen,
        reopens_until=workflow.reopen_until(charter, closed_at) if closed_at and can_reopen else None,
        can_rate=phase is Phase.CLOSED,
    )


def _answers(charter: Charter, ticket: Ticket) -> list[tuple[str, str]]:
    form = charter.form(ticket.kind, ticket.channel)
    known: Mapping[str, Any] = form.fields if form else {}
    return [
        (known[key].title if key in known else key, ", ".join(value) if isinstance(value, list) else str(value))
        for key, value in ticket.fields.items()
    ]


def _attachments(charter: Charter, ticket: Ticket) -> Attachments:
    form = charter.form(ticket.kind, intake.channel_of(charter, "portal"))
    return form.attachments if form else Attachments()
