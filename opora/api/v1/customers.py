"""Organisations and contacts, for keys of staff."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Path, Query, Router
from pydantic import Field, StringConstraints

from opora.api import answers
from opora.api.answers import Listed
from opora.api.auth import ApiRequest, Key
from opora.api.bodies import Body
from opora.api.fields import Address, Line, Number, Reason
from opora.api.pagination import Piece
from opora.api.v1.shapes import people
from opora.api.v1.shapes.people import ContactDocument, OrganisationDocument
from opora.customers import actions
from opora.customers.models import Contact, Organisation
from opora.tickets.errors import UnknownKey
from opora.toolkit.errors import NotFound
from opora.toolkit.pagination import Keyset
from opora.toolkit.scoped import DeskQuerySet

router = Router()

_BY_ID = Keyset(("id",))

Domain = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00\s@]+$")]


class ContactQuery(Piece):
    """Which contacts."""

    organisation: Number | None = None
    email: Annotated[str | None, Field(max_length=254, pattern=r"^[^\x00]*$", description="Exactly this address.")] = (
        None
    )


class NewOrganisation(Body):
    """A customer as a legal person; `domains` are those of its mail addresses."""

    name: Line
    domains: Annotated[list[Domain], Field(max_length=100)] = []
    note: Reason = ""


class NewContact(Body):
    """A person of a customer."""

    email: Address
    name: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = ""
    organisation: Number | None = None
    role: Literal["contact", "customer_admin", "customer_line"] = "contact"
    phone: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")] = ""


@router.get(
    "/organisations", auth=Key("customers:read"), response=Listed[OrganisationDocument], summary="List organisations"
)
def list_organisations(request: ApiRequest, query: Query[Piece]) -> HttpResponse:
    """Organisations the desk serves, oldest first."""
    request.auth.demand_staff()
    page = _BY_ID.page(Organisation.objects.for_desk(request.auth.desk), after=query.after, limit=query.limit)
    return answers.listed([people.organisation(row) for row in page.rows], page.next)


@router.post(
    "/organisations",
    auth=Key("customers:write"),
    response={201: OrganisationDocument},
    summary="Add an organisation",
)
def add_organisation(request: ApiRequest, body: NewOrganisation) -> HttpResponse:
    """A new customer."""
    caller = request.auth
    row = actions.add_organisation(
        caller.desk, name=body.name, domains=body.domains, note=body.note, by=caller.actor, at=request.at
    )
    return answers.created(people.organisation(row), location=f"/api/v1/organisations/{row.pk}")


@router.get(
    "/organisations/{organisation}",
    auth=Key("customers:read"),
    response=OrganisationDocument,
    summary="Read an organisation",
)
def read_organisation(request: ApiRequest, organisation: Path[Number]) -> HttpResponse:
    """One customer."""
    request.auth.demand_staff()
    row = Organisation.objects.for_desk(request.auth.desk).filter(pk=organisation).first()
    if row is None:
        raise NotFound(what="organisation")
    return answers.ok(people.organisation(row))


@router.get("/contacts", auth=Key("customers:read"), response=Listed[ContactDocument], summary="List contacts")
def list_contacts(request: ApiRequest, query: Query[ContactQuery]) -> HttpResponse:
    """People the desk serves, oldest first."""
    request.auth.demand_staff()
    rows = _contacts(request)
    if query.organisation is not None:
        rows = rows.filter(organisation_id=query.organisation)
    if query.email is not None:
        rows = rows.filter(email=query.email.strip().lower())
    page = _BY_ID.page(rows, after=query.after, limit=query.limit)
    return answers.listed([people.contact(row) for row in page.rows], page.next)


@router.post("/contacts", auth=Key("customers:write"), response={201: ContactDocument}, summary="Add a contact")
def add_contact(request: ApiRequest, body: NewContact) -> HttpResponse:
    """A new person of a customer."""
    caller = request.auth
    row = actions.add_contact(
        caller.desk,
        email=body.email,
        name=body.name,
        organisation=_organisation(request, body.organisation),
        role=body.role,
        phone=body.phone,
        by=caller.actor,
        at=request.at,
    )
    return answers.created(people.contact(row), location=f"/api/v1/contacts/{row.pk}")


@router.get("/contacts/{contact}", auth=Key("customers:read"), response=ContactDocument, summary="Read a contact")
def read_contact(request: ApiRequest, contact: Path[Number]) -> HttpResponse:
    """One person."""
    request.auth.demand_staff()
    row = _contacts(request).filter(pk=contact).first()
    if row is None:
        raise NotFound(what="contact")
    return answers.ok(people.contact(row))


def _contacts(request: ApiRequest) -> DeskQuerySet[Contact]:
    rows: DeskQuerySet[Contact] = Contact.objects.for_desk(request.auth.desk).select_related("organisation")
    return rows


def _organisation(request: ApiRequest, number: int | None) -> Organisation | None:
    if number is None:
        return None
    request.auth.demand_staff()
    found: Organisation | None = Organisation.objects.for_desk(request.auth.desk).filter(pk=number).first()
    if found is None:
        raise UnknownKey(field="organisation", value=str(number))
    return found
