"""The ticket an address names, as far as the reader may see it."""

from __future__ import annotations

from opora.tickets import queries
from opora.tickets.models import Ticket
from opora.web.desk import StaffRequest


def ticket(request: StaffRequest, name: str) -> Ticket:
    """Raises NotFound, which becomes the ordinary 404."""
    return queries.get(request.desk, request.actor, name_or_number=name)
