"""A ticket's page and the three fragments of it that follow its changes.

GET tickets/<name>/           the page
GET tickets/<name>/heading/   subject, state, what can be done
GET tickets/<name>/timeline/  what was said and done
GET tickets/<name>/panel/     customer, clocks, properties
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.tickets import policies
from opora.tickets.models import Ticket
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import choices, found, frame, panel, reply_templates, timeline, titles


@staff
@require_safe
def show(request: StaffRequest, name: str) -> HttpResponse:
    """The whole page; ten queries and those of the frame."""
    ticket = found.ticket(request, name)
    templates = reply_templates.of(request, ticket)
    chosen = next((one.body for one in templates if one.key == request.GET.get("template")), "")
    words = {
        "section": "ticket",
        "templates": templates,
        "prefilled": chosen,
        "speaks_to": _speaks_to(request, ticket),
        **_heading(request, ticket),
        **timeline.of(request, ticket),
        **panel.of(request, ticket),
    }
    return frame.page(request, "workspace/ticket.html", words)


@staff
@require_safe
def heading(request: StaffRequest, name: str) -> HttpResponse:
    """The fragment at the top."""
    return render(request, "workspace/_heading.html", _heading(request, found.ticket(request, name)))


@staff
@require_safe
def conversation(request: StaffRequest, name: str) -> HttpResponse:
    """The fragment in the middle."""
    ticket = found.ticket(request, name)
    return render(request, "workspace/_timeline.html", {"ticket": ticket, **timeline.of(request, ticket)})


@staff
@require_safe
def side(request: StaffRequest, name: str) -> HttpResponse:
    """The fragment at the side."""
    ticket = found.ticket(request, name)
    return render(request, "workspace/_panel.html", {**_heading(request, ticket), **panel.of(request, ticket)})


def _speaks_to(request: StaffRequest, ticket: Ticket) -> str:
    """Where the composer sends when no button says otherwise: those who may not answer write notes."""
    noun = "work:messages" if policies.can_reply(request.actor, ticket) else "work:notes"
    return reverse(noun, args=[request.desk.slug, ticket.name])


def _heading(request: StaffRequest, ticket: Ticket) -> dict[str, Any]:
    return {
        "ticket": ticket,
        "titles": titles.of(ticket),
        "choices": choices.of(ticket, request.actor),
        "is_mine": ticket.assignee_id == request.member.pk,
    }
