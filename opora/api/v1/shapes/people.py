"""Organisations, contacts, members."""

from __future__ import annotations

from typing_extensions import TypedDict

from opora.api.answers import moment
from opora.api.fields import Moment
from opora.customers.models import Contact, Organisation
from opora.desks.models import Member


class Named(TypedDict):
    """A row by id and name."""

    id: int
    name: str


class OrganisationDocument(TypedDict):
    """A customer as a legal person."""

    id: int
    name: str
    domains: list[str]
    created_at: Moment


class ContactDocument(TypedDict):
    """A person of a customer; `role`: contact, customer_admin or customer_line."""

    id: int
    name: str
    email: str
    phone: str
    role: str
    organisation: Named | None
    is_blocked: bool
    created_at: Moment


class MemberDocument(TypedDict):
    """A person of the desk's staff."""

    id: int
    name: str
    role: str
    lines: list[str]


def named(row: Organisation | Contact | Member | None) -> Named | None:
    """A row by id and name; None for nothing."""
    return None if row is None else {"id": row.pk, "name": str(row)}


def organisation(row: Organisation) -> OrganisationDocument:
    """An organisation as the staff sees it."""
    return {"id": row.pk, "name": row.name, "domains": list(row.domains), "created_at": moment(row.created_at)}


def contact(row: Contact) -> ContactDocument:
    """A contact as the staff and the contact itself see it; its organisation must be loaded."""
    return {
        "id": row.pk,
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "role": row.role,
        "organisation": named(row.organisation),
        "is_blocked": row.is_blocked,
        "created_at": moment(row.created_at),
    }


def member(row: Member) -> MemberDocument:
    """A member."""
    return {"id": row.pk, "name": row.name, "role": row.role, "lines": list(row.lines)}
