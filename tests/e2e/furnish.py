"""Run as a process of its own: furnishes an empty, migrated installation with one desk and its people."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import django
from django.conf import settings

from tests.e2e.people import ADDRESS, CUSTOMERS, DESK, DOMAIN, PASSWORD, STAFF, Person


def main() -> None:
    """Everything in one transaction, on the embedded database of the installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora.config.settings")
    django.setup()
    from django.db import connections, transaction

    from opora.toolkit import clock, postgres

    with postgres.using(settings.DATA):
        with transaction.atomic():
            furnish(clock.now() - timedelta(days=1))
        connections.close_all()


def furnish(at: datetime) -> None:
    """The desk under its shipped charter, its staff, an organisation with people, a mailbox, a reply template."""
    from opora.channels.actions import add_mailbox
    from opora.charters import path, shipped
    from opora.desks import tenancy
    from opora.desks.actions import add_member
    from opora.desks.actions.desk import found
    from opora.desks.models import User
    from opora.tickets.models import ReplyTemplate

    source = path(DESK).read_text(encoding="utf-8")
    desk = found(slug=DESK, title="BPM Centr", charter=shipped(DESK), source=source, by_name="tests", at=at)
    with tenancy.desk(desk.pk):
        for person in STAFF:
            user = User.objects.create_user(person.email, PASSWORD, name=person.name)
            add_member(desk, user=user, name=person.name, role=person.role, lines=person.lines, at=at)
        _customers(desk, at)
        add_mailbox(desk, address=ADDRESS, channel="email", sender_name="BPM Centr", at=at)
        ReplyTemplate.objects.for_desk(desk).create(
            desk=desk,
            key="done",
            title="Готово",
            body="Здравствуйте, {customer}!\n\nПо {ticket} готово.",
            created_at=at,
        )


def _customers(desk: object, at: datetime) -> None:
    from opora.customers.actions import add_organisation, sign_contract
    from opora.desks.models import Desk
    from opora.journal.events import system

    assert isinstance(desk, Desk)
    by = system(desk.pk)
    organisation = add_organisation(desk, name="ООО «Северный склад»", domains=[DOMAIN], by=by, at=at)
    sign_contract(organisation, plan="premium", starts_on=at.date(), ends_on=None, by=by, at=at)
    for person in CUSTOMERS:
        _customer(desk, person, organisation, at)


def _customer(desk: object, person: Person, organisation: object, at: datetime) -> None:
    from opora.customers.actions import add_contact
    from opora.desks.models import User
    from opora.journal.events import system

    contact = add_contact(
        desk,  # type: ignore[arg-type]
        email=person.email,
        name=person.name,
        organisation=organisation,  # type: ignore[arg-type]
        role="contact",
        by=system(desk.pk),  # type: ignore[attr-defined]
        at=at,
    )
    contact.user = User.objects.create_user(person.email, PASSWORD, name=person.name)
    contact.is_verified = True
    contact.save(update_fields=["user", "is_verified"])


if __name__ == "__main__":
    main()
