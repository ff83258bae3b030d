"""The verbs around mailboxes."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from opora.channels.email.mailboxes import forget
from opora.channels.errors import AddressTaken, BadMailbox, NotYours
from opora.channels.events import MailboxAdded, MailboxResumed
from opora.channels.models import Mailbox, OutgoingMail
from opora.channels.policies import can_add_mailbox, can_keep_mail
from opora.desks import charters
from opora.desks.models import Desk
from opora.journal.events import Actor, system
from opora.journal.record import record


def add_mailbox(
    desk: Desk,
    *,
    address: str,
    channel: str,
    sender_name: str,
    at: datetime,
    signature: str = "",
    by: Actor | None = None,
) -> Mailbox:
    """An address of the desk; mail to it becomes tickets of the charter's `channel`.

    Raises NotYours, AddressTaken (in the whole installation), BadMailbox for no address or no mail channel.
    """
    actor = by or system(desk.pk, via="cli")
    if not can_add_mailbox(actor, desk.pk):
        raise NotYours
    lowered = _address(address)
    _demand_mail_channel(desk, channel)
    mailbox = Mailbox(
        desk=desk, address=lowered, channel=channel, sender_name=sender_name[:150], signature=signature, created_at=at
    )
    with transaction.atomic():
        _insert(mailbox)
        record(
            MailboxAdded(
                desk_id=desk.pk, ticket_id=None, actor=actor, at=at, mailbox_id=mailbox.pk, address=mailbox.address
            )
        )
    forget()
    transaction.on_commit(forget)
    return mailbox


def resume_sending(mailbox: Mailbox, *, by: Actor, at: datetime) -> Mailbox:
    """Let mail leave again after the sign-in at the server was repaired; what waits is due at once. Raises NotYours."""
    if not can_keep_mail(by, mailbox.desk_id):
        raise NotYours
    with transaction.atomic():
        paused = Mailbox.objects.for_desk(mailbox.desk_id).filter(pk=mailbox.pk).exclude(paused_because="")
        if not paused.update(paused_because=""):
            return mailbox
        waiting = OutgoingMail.objects.for_desk(mailbox.desk_id).filter(
            mailbox=mailbox, state=OutgoingMail.State.QUEUED
        )
        waiting.update(next_try_at=at)
        record(
            MailboxResumed(
                desk_id=mailbox.desk_id,
                ticket_id=None,
                actor=by,
                at=at,
                mailbox_id=mailbox.pk,
                address=mailbox.address,
            )
        )
    mailbox.paused_because = ""
    return mailbox


def _address(address: str) -> str:
    lowered = address.strip().lower()
    try:
        validate_email(lowered)
    except ValidationError as error:
        raise BadMailbox(value=address[:254]) from error
    if "+" in lowered.partition("@")[0]:  # what follows a plus is the place of the reply token
        raise BadMailbox(value=address[:254])
    return lowered


def _demand_mail_channel(desk: Desk, channel: str) -> None:
    charter = charters.in_force(desk)
    mail = tuple(key for key, known in charter.channels.items() if known.type == "email")
    if channel not in mail and not (channel == "email" and not mail):
        raise BadMailbox(field="channel", value=channel[:40], allowed=mail)


def _insert(mailbox: Mailbox) -> None:
    try:
        with transaction.atomic():
            mailbox.save(force_insert=True)
    except IntegrityError as error:
        raise AddressTaken(value=mailbox.address) from error
