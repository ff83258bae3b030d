"""“Send and set the status”: both or neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from opora.tickets import actions
from opora.tickets.models import Ticket
from opora.web.desk import StaffRequest


@contextmanager
def and_then(request: StaffRequest, ticket: Ticket, at: datetime) -> Iterator[None]:
    """After what is done inside, the status of the field `then`, when one was chosen and it is not there already."""
    with transaction.atomic():
        yield
        to = request.POST.get("then", "")
        if to and to != _status_now(request, ticket):
            actions.change_status(ticket, to=to, by=request.actor, at=at)


def _status_now(request: StaffRequest, ticket: Ticket) -> str | None:
    rows = Ticket.objects.for_desk(request.desk).filter(pk=ticket.pk)
    status: str | None = rows.values_list("status", flat=True).first()
    return status
