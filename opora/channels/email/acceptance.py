"""Taking a mail into our care: the raw bytes on disk and a row for each mailbox, before anybody is told "yes"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from opora.channels.email import trust
from opora.channels.email.mailboxes import Addressee
from opora.channels.models import IncomingMail
from opora.desks import tenancy
from opora.toolkit import files

LOST_AFTER = timedelta(minutes=5)
"""A mail whose job has not come by then is looked after by the timers."""


def accept(
    raw: bytes, *, envelope_from: str, addressees: Sequence[Addressee], peer: str, at: datetime
) -> list[IncomingMail]:
    """Keep the mail and give it to the intake: one row and one job for each mailbox, in one transaction.

    Returns after the commit. When it raises, nothing was accepted. Enters all desks while it works.
    """
    digest = files.keep(raw)
    found = trust.verdict(raw, peer)
    with tenancy.desk(tenancy.ALL_DESKS), transaction.atomic():
        mails = [
            IncomingMail(
                desk_id=one.desk_id,
                mailbox_id=one.mailbox_id,
                digest=digest,
                size=len(raw),
                envelope_from=envelope_from[:320],
                envelope_to=one.envelope_to,
                peer=peer[:64],
                verdict=found,
                received_at=at,
                look_at=at + LOST_AFTER,
            )
            for one in _once_each(addressees)
        ]
        IncomingMail.objects.across_desks().bulk_create(mails)
        for mail in mails:
            give_to_intake(mail)
    return mails


def give_to_intake(mail: IncomingMail) -> None:
    """Defer the job that reads the mail, inside the current transaction."""
    from opora.channels.jobs import take_in

    take_in.defer(desk_id=mail.desk_id, mail_id=mail.pk)


def _once_each(addressees: Sequence[Addressee]) -> list[Addressee]:
    """One for each mailbox; of several addresses of one, that with a token."""
    chosen: dict[int, Addressee] = {}
    for one in addressees:
        if one.mailbox_id not in chosen or "+" in one.envelope_to:
            chosen[one.mailbox_id] = one
    return list(chosen.values())
