"""Tickets: briefly in lists, whole when asked for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from typing_extensions import TypedDict

from opora.api.answers import moment, moment_or_none
from opora.api.fields import Moment
from opora.api.v1.shapes.clocks import ClockDocument, clock
from opora.api.v1.shapes.people import Named, named
from opora.clocks.queries import ClockView
from opora.desks import charters
from opora.engine.charter.schema import Status
from opora.journal.events import Actor
from opora.tickets.actions.change import Change
from opora.tickets.models import Ticket


class TicketSummary(TypedDict):
    """A ticket in a list. Kind, category, priority, status, line and plan are keys of the charter (`GET /desk`).

    `line`, `assignee` and `awaits_staff` are null for customers.
    """

    id: int
    name: str
    number: int
    subject: str
    kind: str
    category: str
    priority: str
    status: str
    status_title: str
    phase: str
    line: str | None
    plan: str
    channel: str
    requester: Named | None
    organisation: Named | None
    assignee: Named | None
    reason: str
    awaits_staff: bool | None
    is_breached: bool
    next_due_at: Moment | None
    planned_at: Moment | None
    registered_at: Moment
    updated_at: Moment
    first_reply_at: Moment | None
    solved_at: Moment | None
    closed_at: Moment | None
    reopened_times: int


class TicketDocument(TicketSummary):
    """A whole ticket with its clocks; `allowed_statuses`: where the caller may move it now."""

    fields: dict[str, Any]
    solution: str
    edition: str
    allowed_statuses: list[str]
    clocks: list[ClockDocument]


def summary(ticket: Ticket, *, actor: Actor) -> TicketSummary:
    """A ticket whose requester, organisation and assignee are loaded."""
    for_staff = not actor.is_contact
    status = charters.of(ticket.charter_id, ticket.desk_id).workflow.statuses[ticket.status]
    return {
        "id": ticket.pk,
        "name": ticket.name,
        "number": ticket.number,
        "subject": ticket.subject,
        "kind": ticket.kind,
        "category": ticket.category,
        "priority": ticket.priority,
        "status": ticket.status,
        "status_title": _title(status, for_staff=for_staff),
        "phase": ticket.phase,
        "line": ticket.line if for_staff else None,
        "plan": ticket.plan,
        "channel": ticket.channel,
        "requester": named(ticket.requester),
        "organisation": named(ticket.organisation),
        "assignee": named(ticket.assignee) if for_staff else None,
        "reason": ticket.reason,
        "awaits_staff": ticket.awaits_staff if for_staff else None,
        "is_breached": ticket.is_breached,
        "next_due_at": moment_or_none(ticket.next_due_at),
        "planned_at": moment_or_none(ticket.planned_at),
        "registered_at": moment(ticket.registered_at),
        "updated_at": moment(ticket.updated_at),
        "first_reply_at": moment_or_none(ticket.first_reply_at),
        "solved_at": moment_or_none(ticket.solved_at),
        "closed_at": moment_or_none(ticket.closed_at),
        "reopened_times": ticket.reopened_times,
    }


def whole(ticket: Ticket, *, actor: Actor, clocks: Sequence[ClockView], now: datetime) -> TicketDocument:
    """A ticket with its clocks."""
    return {
        **summary(ticket, actor=actor),
        "fields": ticket.fields,
        "solution": ticket.solution,
        "edition": charters.of(ticket.charter_id, ticket.desk_id).edition,
        "allowed_statuses": list(Change(ticket, actor, now).allowed()),
        "clocks": [clock(view) for view in clocks],
    }


def _title(status: Status, *, for_staff: bool) -> str:
    return status.title if for_staff else status.for_customer or status.title
