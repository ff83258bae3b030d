"""Which tickets there are for somebody, and one of them."""

from __future__ import annotations

from django.db.models import Q

from opora.desks.models import Desk
from opora.journal.events import Actor
from opora.tickets.models import Ticket
from opora.tickets.policies import visible_to
from opora.toolkit.errors import NotFound
from opora.toolkit.scoped import DeskQuerySet

NUMBER_LIMIT = 2**63 - 1
JOINED = ("requester", "organisation", "assignee")


def visible(desk: Desk, actor: Actor) -> DeskQuerySet[Ticket]:
    """The tickets of `desk` that exist for `actor`. Every list, count, search and lookup begins here."""
    tickets: DeskQuerySet[Ticket] = Ticket.objects.for_desk(desk)
    return tickets.filter(visible_to(actor)) if actor.desk_id == desk.pk else tickets.none()


def get(desk: Desk, actor: Actor, *, name_or_number: str | int) -> Ticket:
    """The ticket by its name (`SMART-00042`, any case) or number, with requester, organisation and assignee; one query.

    Raises NotFound, the same for a ticket that is not there and one the actor may not see.
    """
    ticket = visible(desk, actor).filter(called(str(name_or_number))).select_related(*JOINED).first()
    if ticket is None:
        raise NotFound(what="ticket")
    return ticket


def called(words: str) -> Q:
    """Tickets of exactly this name or number."""
    text = words.strip().replace("\x00", "")[:40]
    match = Q(name=text) | Q(name=text.upper())
    if text.isascii() and text.isdecimal() and int(text) <= NUMBER_LIMIT:
        match |= Q(number=int(text))
    return match
