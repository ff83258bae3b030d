"""The middle of a ticket's page: what was said and done, with the fate of the mails."""

from __future__ import annotations

from typing import Any

from opora.tickets import queries
from opora.tickets.models import Ticket
from opora.web.desk import StaffRequest
from opora.web.workspace import delivery


def of(request: StaffRequest, ticket: Ticket) -> dict[str, Any]:
    """Four queries."""
    return {"items": queries.timeline(ticket, request.actor), "deliveries": delivery.of(ticket)}
