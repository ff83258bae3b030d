"""Requests of people the desk serves."""

from __future__ import annotations

from opora.customers.models import Contact
from opora.journal.events import Actor
from opora.journal.models import Entry
from opora.web.desk import DeskRequest


class CustomerRequest(DeskRequest):
    """A request of a contact of the desk."""

    actor: Actor
    contact: Contact


def newest_entry(request: DeskRequest) -> int:
    """Where live updates of a page rendered now go on from. One query."""
    return Entry.objects.for_desk(request.desk).order_by("-pk").values_list("pk", flat=True).first() or 0
