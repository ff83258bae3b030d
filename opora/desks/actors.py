"""Who acts, as the journal names them."""

from __future__ import annotations

from typing import Protocol

from opora.desks.models import Member
from opora.journal.events import Actor, ActorKind


class ContactLike(Protocol):
    """What an actor needs to know of a contact; the room of customers lies above this one."""

    pk: int
    desk_id: int
    role: str


def of_member(member: Member, *, via: str = "page") -> Actor:
    """A person of the staff."""
    return Actor(member.desk_id, ActorKind.MEMBER, member.pk, member.name, member.role, via)


def of_contact(contact: ContactLike, *, via: str = "page") -> Actor:
    """A customer."""
    return Actor(contact.desk_id, ActorKind.CONTACT, contact.pk, str(contact), contact.role, via)
