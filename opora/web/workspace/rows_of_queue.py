"""The rows of the queue as plain words: the template writes fifty of them, so it looks nothing up twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from opora.desks.models import Desk
from opora.tickets.models import Ticket
from opora.web.templatetags.opora import avatar, deadline, moment
from opora.web.workspace import titles

PLACE = "-"


def of(desk: Desk, tickets: Iterable[Ticket]) -> list[dict[str, Any]]:
    """One mapping a ticket, by the names `_rows.html` uses."""
    address = reverse("work:ticket", args=[desk.slug, PLACE]).rpartition(PLACE)
    return [_row(ticket, f"{address[0]}{ticket.name}{address[2]}") for ticket in tickets]


def _row(ticket: Ticket, address: str) -> dict[str, Any]:
    called = titles.of(ticket)
    return {
        "id": ticket.pk,
        "address": address,
        "subject": ticket.subject,
        "awaits": ticket.awaits_staff,
        "meta": _meta(ticket),
        "assignee": ticket.assignee.name if ticket.assignee else "",
        "avatar": avatar(ticket.assignee.name) if ticket.assignee else "",
        "due": _due(ticket),
        "phase": ticket.phase,
        "kind": called.kind,
        "category": called.category,
        "category_path": called.category_path,
        "priority": called.priority,
        "level": called.level,
        "status": called.status,
        "line": called.line,
        "plan": called.plan,
    }


def _meta(ticket: Ticket) -> str:
    who = f"{ticket.requester}, {ticket.organisation}" if ticket.organisation else str(ticket.requester)
    return f"{ticket.name} · {who}"


def _due(ticket: Ticket) -> str:
    if ticket.closed_at is not None:
        return moment(ticket.closed_at)
    stands_still = ticket.next_due_at is None and ticket.phase.startswith("waiting")
    return deadline(ticket.next_due_at, ticket.is_breached, stands_still)
