"""The verbs of the customers' room: the only writers of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from opora.customers.errors import NotYours, Taken, Unusable
from opora.customers.events import ContactAdded, ContractSigned, OrganisationAdded
from opora.customers.models import CONTACT_ROLES, Contact, Contract, Organisation
from opora.customers.policies import can_add, can_sign
from opora.desks import charters, tenancy
from opora.desks.models import Desk, User
from opora.journal.events import Actor, system
from opora.journal.record import record


def recognise(desk: Desk, *, email: str, name: str, at: datetime) -> tuple[Contact, bool]:
    """The contact with this address, and whether they were unknown until now.

    A new contact belongs to the one organisation that lists the address's domain; to none when several do.
    Raises Unusable when it is no address.
    """
    address = _address(email)
    known = Contact.objects.for_desk(desk).select_related("organisation").filter(email=address).first()
    if known is not None:
        return known, False
    contact = Contact(desk=desk, email=address, name=_name(name), organisation=_of_domain(desk, address), created_at=at)
    by = system(desk.pk, via="mail")
    try:
        with transaction.atomic():
            return _keep(contact, by=by, recognised=True, at=at), True
    except IntegrityError:  # two letters of a stranger at once: the other one was first
        return Contact.objects.for_desk(desk).select_related("organisation").get(email=address), False


def add_organisation(
    desk: Desk, *, name: str, domains: Sequence[str] = (), note: str = "", by: Actor, at: datetime
) -> Organisation:
    """A customer as a legal person; `domains` are those of its mail addresses. Raises NotYours, Taken."""
    if not can_add(by, desk.pk):
        raise NotYours
    title = _name(name)
    if not title:
        raise Unusable(field="name", value=name)
    lowered = [domain.strip().lower() for domain in domains]
    organisation = Organisation(desk=desk, name=title, domains=lowered, note=note, created_at=at)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
            record(
                OrganisationAdded(
                    desk_id=desk.pk, ticket_id=None, actor=by, at=at, organisation_id=organisation.pk, title=title
                )
            )
    except IntegrityError as error:
        raise Taken(field="name", value=title) from error
    return organisation


def add_contact(
    desk: Desk,
    *,
    email: str,
    name: str,
    organisation: Organisation | None = None,
    role: str = "contact",
    phone: str = "",
    by: Actor,
    at: datetime,
) -> Contact:
    """A person of a customer, added by hand. Raises NotYours, Taken, Unusable."""
    if not can_add(by, desk.pk):
        raise NotYours
    roles = tuple(key for key, _ in CONTACT_ROLES)
    if role not in roles:
        raise Unusable(field="role", value=role, allowed=roles)
    if organisation is not None and organisation.desk_id != desk.pk:
        raise Unusable(field="organisation", value="")
    contact = Contact(
        desk=desk,
        email=_address(email),
        name=_name(name),
        organisation=organisation,
        role=role,
        phone=phone,
        created_at=at,
    )
    try:
        with transaction.atomic():
            return _keep(contact, by=by, recognised=False, at=at)
    except IntegrityError as error:
        raise Taken(field="email", value=contact.email) from error


def link_account(user: User) -> int:
    """The contacts with the user's address, on every desk, belong to the user from now on; gives how many are new.

    To be called only when the address was proven. Nobody takes a contact that has an account already.
    """
    with tenancy.desk(tenancy.ALL_DESKS):
        unclaimed = Contact.objects.across_desks().filter(email=user.email.lower(), user=None)
        return int(unclaimed.update(user=user, is_verified=True))


def sign_contract(
    organisation: Organisation,
    *,
    plan: str,
    starts_on: date,
    ends_on: date | None,
    by: Actor,
    at: datetime,
    number: str = "",
) -> Contract:
    """The organisation has `plan` from day to day, both included; no end: until further notice.

    The plan must be one of the charter in force. Raises NotYours, Unusable.
    """
    if not can_sign(by, organisation.desk_id):
        raise NotYours
    charter = charters.in_force(organisation.desk)
    if plan not in charter.plans:
        raise Unusable(field="plan", value=plan, allowed=tuple(charter.plans))
    if ends_on is not None and ends_on < starts_on:
        raise Unusable(field="ends_on", value=ends_on.isoformat())
    with transaction.atomic():
        contract: Contract = Contract.objects.create(
            desk_id=organisation.desk_id,
            organisation=organisation,
            plan=plan,
            starts_on=starts_on,
            ends_on=ends_on,
            number=number,
            created_at=at,
        )
        record(_signed(contract, title=charter.plans[plan].title, by=by, at=at))
    return contract


def _keep(contact: Contact, *, by: Actor, recognised: bool, at: datetime) -> Contact:
    contact.save(force_insert=True)
    record(
        ContactAdded(
            desk_id=contact.desk_id,
            ticket_id=None,
            actor=by,
            at=at,
            contact_id=contact.pk,
            contact_name=str(contact),
            recognised=recognised,
        )
    )
    return contact


def _signed(contract: Contract, *, title: str, by: Actor, at: datetime) -> ContractSigned:
    return ContractSigned(
        desk_id=contract.desk_id,
        ticket_id=None,
        actor=by,
        at=at,
        contract_id=contract.pk,
        organisation_id=contract.organisation_id,
        title=contract.organisation.name,
        plan=contract.plan,
        plan_title=title,
        starts_on=contract.starts_on.isoformat(),
        ends_on=contract.ends_on.isoformat() if contract.ends_on else "",
    )


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Unusable(field="email", value=address[:254]) from error
    if len(address) > 254:
        raise Unusable(field="email", value=address[:254])
    return address


def _name(text: str) -> str:
    printable = "".join(mark if mark.isprintable() else " " for mark in text)
    return " ".join(printable.split())[:200]


def _of_domain(desk: Desk, address: str) -> Organisation | None:
    domain = address.rpartition("@")[2]
    found = list(Organisation.objects.for_desk(desk).filter(domains__contains=[domain])[:2])
    return found[0] if len(found) == 1 else None
