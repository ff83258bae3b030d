"""Mails put aside: why, who is told, and the way out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opora.channels.email.acceptance import LOST_AFTER, give_to_intake
from opora.channels.email.intake.state import settle
from opora.channels.errors import NotYours
from opora.channels.events import MailQuarantined
from opora.channels.models import IncomingMail
from opora.channels.policies import can_keep_mail
from opora.journal.events import Actor, system
from opora.journal.record import record

State = IncomingMail.State


def put_aside(row: IncomingMail, *, reason: str, at: datetime) -> None:
    """Move a waiting mail into quarantine. `row` may hold what was read of it."""
    with transaction.atomic():
        if settle(row, state=State.QUARANTINE, reason=reason, at=at):
            tell(row, reason=reason, at=at)


def tell(row: IncomingMail, *, reason: str, at: datetime) -> None:
    """Let the journal and whoever keeps the mail know."""
    record(
        MailQuarantined(
            desk_id=row.desk_id,
            ticket_id=None,
            actor=system(row.desk_id, via="mail"),
            at=at,
            incoming_id=row.pk,
            reason=reason,
            sender=row.sender or row.envelope_from,
            mail_subject=row.subject,
        )
    )


def try_again(mail: IncomingMail, *, by: Actor, at: datetime) -> IncomingMail:
    """Take a mail out of quarantine and read it again; limits and doubts about the sender no longer hold it back.

    A mail that is not in quarantine is left alone. Raises NotYours.
    """
    return _leave(mail, by=by, at=at, state=State.RECEIVED)


def discard(mail: IncomingMail, *, by: Actor, at: datetime) -> IncomingMail:
    """Keep a mail of the quarantine out for good; its raw text stays. Raises NotYours."""
    return _leave(mail, by=by, at=at, state=State.IGNORED)


def _leave(mail: IncomingMail, *, by: Actor, at: datetime, state: IncomingMail.State) -> IncomingMail:
    if not can_keep_mail(by, mail.desk_id):
        raise NotYours
    with transaction.atomic():
        rows = IncomingMail.objects.for_desk(mail.desk_id).select_for_update(of=("self",))
        locked: IncomingMail = rows.get(pk=mail.pk)
        if locked.state != State.QUARANTINE:
            return locked
        locked.state = state
        if state == State.RECEIVED:
            locked.is_released, locked.attempts, locked.reason = True, 0, ""
            locked.look_at, locked.handled_at = at + LOST_AFTER, None
            give_to_intake(locked)
        locked.save(update_fields=["state", "is_released", "attempts", "reason", "look_at", "handled_at"])
    return locked
