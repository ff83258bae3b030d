"""What came of an attempt, written into the row, with the news for the staff."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext

from opora.channels.actions import resume_sending
from opora.channels.email.outbox import schedule
from opora.channels.email.outbox.smtp import Outcome, Result
from opora.channels.events import MailboxPaused, MailNotDelivered, MailUncertain
from opora.channels.models import Mailbox, OutgoingMail
from opora.desks import charters
from opora.journal.events import Event, system
from opora.journal.record import record

State = OutgoingMail.State


def keep(mail: OutgoingMail, result: Result, *, at: datetime) -> None:
    """Settle the mail or set its next attempt. Does nothing when the claim was lost, but for a mail that left."""
    if result.outcome is Outcome.SENT:
        _sent(mail, at)
        return
    with transaction.atomic(), translation.override(charters.in_force(mail.desk).language):
        match result.outcome:
            case Outcome.REFUSED:
                fail(mail, result.words, at=at)
            case Outcome.UNCERTAIN:
                doubt(mail, result.words, at=at)
            case Outcome.SIGN_IN:
                _pause(mail, result.words, at=at)
            case Outcome.LATER | Outcome.UNREACHABLE:
                _later(mail, result, at=at)


def claimed(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """The row while it is ours: nobody has taken it for abandoned since we claimed it."""
    rows = OutgoingMail.objects.for_desk(mail.desk_id)
    return rows.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts)  # type: ignore[no-any-return]


def fail(mail: OutgoingMail, words: str, *, at: datetime) -> None:
    """Give the mail up, for a reason in plain words."""
    if _set(mail, state=State.FAILED, next_try_at=None, last_error=words, reply_to=""):
        record(_not_delivered(mail, words, permanent=True, at=at))


def doubt(mail: OutgoingMail, words: str, *, at: datetime) -> None:
    """Nobody knows whether it left: once it is sent again, under the same Message-ID; after that it stays uncertain."""
    may_repeat = mail.repeats == 0
    next_try_at = at + schedule.REPEAT_AFTER if may_repeat else None
    if _set(mail, state=State.UNCERTAIN, next_try_at=next_try_at, last_error=words) and not may_repeat:
        record(_about(mail, MailUncertain, at, outgoing_id=mail.pk, to_address=mail.to_address))


def _sent(mail: OutgoingMail, at: datetime) -> None:
    """A mail that left has left, even if somebody thought its sender dead meanwhile."""
    rows = OutgoingMail.objects.for_desk(mail.desk_id).filter(pk=mail.pk)
    settled = {"state": State.SENT, "sent_at": at, "next_try_at": None, "last_error": "", "reply_to": ""}
    rows.exclude(state=State.SENT).update(**settled)
    if mail.mailbox.paused_because:
        resume_sending(mail.mailbox, by=system(mail.desk_id, via="mail"), at=at)


def _later(mail: OutgoingMail, result: Result, *, at: datetime) -> None:
    pause = schedule.pause_after(mail.attempts, found_server=result.outcome is not Outcome.UNREACHABLE)
    words = result.words or gettext("the mail server does not answer")
    if pause is None:
        fail(mail, words, at=at)
        return
    is_late = mail.is_late or mail.attempts >= schedule.TOLD_AFTER
    kept = _set(mail, state=State.QUEUED, next_try_at=at + pause, last_error=words, is_late=is_late)
    if kept and is_late and not mail.is_late:
        record(_not_delivered(mail, words, permanent=False, at=at))


def _pause(mail: OutgoingMail, words: str, *, at: datetime) -> None:
    """The server does not know us: no mail is to blame, so none loses an attempt; one alarm for the mailbox (F04)."""
    if not _set(
        mail,
        state=State.QUEUED,
        next_try_at=at + schedule.PROBE_EVERY,
        last_error=words,
        attempts=F("attempts") - 1,
    ):
        return
    because = gettext("the mail server refuses our sign-in (%(words)s)") % {"words": words}
    working = Mailbox.objects.for_desk(mail.desk_id).filter(pk=mail.mailbox_id, paused_because="")
    if working.update(paused_because=because[:300]):
        record(
            MailboxPaused(
                desk_id=mail.desk_id,
                ticket_id=None,
                actor=system(mail.desk_id, via="mail"),
                at=at,
                mailbox_id=mail.mailbox_id,
                address=mail.mailbox.address,
                because=because[:300],
            )
        )


def _set(mail: OutgoingMail, *, last_error: str, **columns: Any) -> bool:
    return bool(claimed(mail).update(last_error=last_error[:500], **columns))


def _not_delivered(mail: OutgoingMail, words: str, *, permanent: bool, at: datetime) -> Event:
    return MailNotDelivered(
        desk_id=mail.desk_id,
        ticket_id=mail.ticket_id,
        actor=system(mail.desk_id, via="mail"),
        at=at,
        subject=mail.ticket,
        outgoing_id=mail.pk,
        to_address=mail.to_address,
        because=words,
        permanent=permanent,
    )


def _about(mail: OutgoingMail, kind: type[MailUncertain], at: datetime, *, outgoing_id: int, to_address: str) -> Event:
    return kind(
        desk_id=mail.desk_id,
        ticket_id=mail.ticket_id,
        actor=system(mail.desk_id, via="mail"),
        at=at,
        subject=mail.ticket,
        outgoing_id=outgoing_id,
        to_address=to_address,
    )
