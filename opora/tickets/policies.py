"""Who may see a ticket and who may do what with it. The same answers for every door."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from opora.customers.models import Contact
from opora.desks.policies import WORKERS
from opora.engine.charter.schema import Role
from opora.journal.events import Actor
from opora.tickets.models import Participant, Ticket

FOR_ORGANISATION = frozenset({Role.CUSTOMER_ADMIN, Role.CUSTOMER_LINE})
"""Contacts who see all tickets of their organisation."""


def visible_to(actor: Actor) -> Q:
    """Which tickets exist for the actor: all of the desk for its staff, their own for a contact.

    A customer's administrator and first line see their organisation's too. Anybody else sees none.
    """
    if actor.is_staff or actor.is_system:
        return Q(desk_id=actor.desk_id)
    if not actor.is_contact:
        return Q(pk__in=())
    own = Q(requester_id=actor.reference)
    if actor.role in FOR_ORGANISATION:
        own |= Q(organisation_id__in=_organisation_of(actor))
    return Q(desk_id=actor.desk_id) & own


def can_see(actor: Actor, ticket: Ticket) -> bool:
    """Whether this ticket exists for the actor; a query only for a customer's administrator or first line."""
    if actor.desk_id != ticket.desk_id:
        return False
    if not actor.is_contact or ticket.requester_id == actor.reference:
        return True
    if actor.role not in FOR_ORGANISATION or ticket.organisation_id is None:
        return False
    return bool(_organisation_of(actor).filter(organisation_id=ticket.organisation_id).exists())


def can_register(actor: Actor, requester: Contact) -> bool:
    """A contact for themselves; staff that works tickets, and the system, for anybody of the desk."""
    if actor.desk_id != requester.desk_id:
        return False
    if actor.is_contact:
        return actor.reference == requester.pk and not requester.is_blocked
    return _works(actor)


def can_reply(actor: Actor, ticket: Ticket) -> bool:
    """Public words of the desk."""
    return _works(actor) and can_see(actor, ticket)


def can_note(actor: Actor, ticket: Ticket) -> bool:
    """Words only staff see: anybody of the staff."""
    return (actor.is_staff or actor.is_system) and can_see(actor, ticket)


def can_see_notes(actor: Actor) -> bool:
    """Notes, and journal entries that are not public."""
    return actor.is_staff or actor.is_system


def can_assign(actor: Actor, ticket: Ticket) -> bool:
    """Give the ticket to somebody, or to nobody."""
    return _works(actor) and can_see(actor, ticket)


def can_take(actor: Actor, ticket: Ticket) -> bool:
    """Take the ticket oneself: only a person can."""
    return actor.is_staff and can_assign(actor, ticket)


def can_hold(role: str) -> bool:
    """Whether a member of this role may be given tickets."""
    return role in WORKERS


def can_change(actor: Actor, ticket: Ticket) -> bool:
    """Status, priority, kind, category, line, planned date, participants."""
    return _works(actor) and can_see(actor, ticket)


def can_answer(actor: Actor, ticket: Ticket) -> bool:
    """Words of the customer: whoever of the customers sees the ticket, and its participants.

    Mail is let in by the ticket's secret address, which the intake has checked; what such words may move is asked
    by `is_party`.
    """
    if actor.desk_id != ticket.desk_id or not actor.is_contact:
        return False
    return actor.via == "mail" or is_party(actor, ticket)


def is_party(actor: Actor, ticket: Ticket) -> bool:
    """The requester, their organisation's administrator or first line, or a participant."""
    return can_see(actor, ticket) or _participates(actor, ticket)


def can_judge(actor: Actor, ticket: Ticket) -> bool:
    """Confirm or decline a solution: a customer who sees the ticket; the system when the charter closes it."""
    return (actor.is_contact or actor.is_system) and can_see(actor, ticket)


def can_reopen(actor: Actor, ticket: Ticket) -> bool:
    """Open a closed ticket again: a customer who sees it, and staff that works tickets."""
    return (actor.is_contact or _works(actor)) and can_see(actor, ticket)


def _works(actor: Actor) -> bool:
    return actor.is_system or (actor.is_staff and actor.role in WORKERS)


def _participates(actor: Actor, ticket: Ticket) -> bool:
    rows = Participant.objects.for_desk(actor.desk_id)
    return bool(rows.filter(ticket_id=ticket.pk, contact_id=actor.reference).exists())


def _organisation_of(actor: Actor) -> QuerySet[Contact, Any]:
    contacts: QuerySet[Contact] = Contact.objects.for_desk(actor.desk_id)
    return contacts.filter(pk=actor.reference, organisation__isnull=False).values("organisation_id")
