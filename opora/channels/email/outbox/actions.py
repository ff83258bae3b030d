"""Putting a mail into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from opora.channels.email import mailboxes
from opora.channels.email.identity import new_mail_id
from opora.channels.email.mailboxes import OwnAddress
from opora.channels.email.outbox import limits
from opora.channels.models import OutgoingMail
from opora.customers.models import Contact
from opora.tickets.models import Message, Ticket

ACKNOWLEDGEMENT = "acknowledgement"
LOST_AFTER = timedelta(minutes=10)
"""A mail whose job has not come by then is looked after by the timers. Long: each such look costs a job."""

_THREAD = 10
_SUBJECT = 500


@dataclass(frozen=True, slots=True)
class Thread:
    """What a mail refers to: Message-IDs without brackets, oldest first."""

    ids: tuple[str, ...] = ()

    @property
    def latest(self) -> str:
        """The mail it answers."""
        return self.ids[-1] if self.ids else ""


def queue(
    *,
    desk_id: int,
    ticket: Ticket | None,
    contact: Contact | None,
    to_address: str,
    purpose: str,
    subject: str,
    text: str,
    message: Message | None = None,
    is_automatic: bool,
    at: datetime,
    thread: Thread | None = None,
    by_mail: bool = False,
) -> OutgoingMail | None:
    """Put one mail to one recipient into the outbox, with its Message-ID, its own secret reply address and its job.

    None when the desk has no mailbox, or the rules forbid it: machines never write to our own mailboxes, an
    acknowledgement goes out once in five minutes and five times a day. Belongs into the transaction of its cause.
    `thread` saves the look for it; `by_mail`: the recipient wrote by mail just now. Two statements; one or
    two more for the limit, two to find the thread.
    """
    address = to_address.strip().lower()
    mailbox = mailboxes.sending_for(desk_id, ticket.channel if ticket else "")
    if mailbox is None or (is_automatic and mailboxes.is_ours(address)):
        return None
    if purpose == ACKNOWLEDGEMENT and not _may_acknowledge(mailbox, address, contact, by_mail=by_mail, at=at):
        return None
    mail = OutgoingMail(
        desk_id=desk_id,
        ticket=ticket,
        message=message,
        contact=contact,
        purpose=purpose,
        to_address=address,
        subject=" ".join(subject.split())[:_SUBJECT],
        text=text,
        is_automatic=is_automatic,
        created_at=at,
    )
    return _put(mail, mailbox, thread if thread is not None else _thread(ticket, contact))


def _put(mail: OutgoingMail, mailbox: OwnAddress, thread: Thread) -> OutgoingMail:
    """Give the mail its identity and its secret, and keep it with its job."""
    token = mailboxes.new_token()
    mail.mailbox_id = mailbox.mailbox_id
    mail.mail_id = new_mail_id()
    mail.in_reply_to, mail.references = thread.latest, list(thread.ids)
    mail.reply_digest = mailboxes.token_digest(token)
    mail.reply_to = mailboxes.with_token(mailbox.address, token)
    mail.next_try_at = mail.created_at + LOST_AFTER
    with transaction.atomic(savepoint=False):
        mail.save(force_insert=True)
        give_to_sender(mail)
    return mail


def give_to_sender(mail: OutgoingMail) -> None:
    """Defer the job that sends the mail, inside the current transaction."""
    from opora.channels.jobs import FIRST, SECOND, send_mail

    priority = SECOND if mail.is_automatic else FIRST
    send_mail.configure(priority=priority).defer(desk_id=mail.desk_id, outgoing_id=mail.pk)


def _may_acknowledge(
    mailbox: OwnAddress, address: str, contact: Contact | None, *, by_mail: bool, at: datetime
) -> bool:
    if not by_mail and (contact is None or contact.is_verified):
        return True
    if by_mail and contact is not None and contact.created_at == at:
        return True  # unknown until this very mail
    rows = OutgoingMail.objects.for_desk(mailbox.desk_id).filter(to_address=address, created_at__gt=at - limits.DAY)
    if by_mail:
        _one_at_a_time(mailbox, address)
        return limits.may_acknowledge(_moments(rows.filter(mailbox_id=mailbox.mailbox_id, purpose=ACKNOWLEDGEMENT)), at)
    return limits.may_write_unasked(_moments(rows), at)


def _one_at_a_time(mailbox: OwnAddress, address: str) -> None:
    """Two mails of one sender read at the same moment must not both be the first to be answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [mailbox.mailbox_id % (1 << 31), address])


def _moments(rows: object) -> Sequence[datetime]:
    return list(rows.order_by("-created_at").values_list("created_at", flat=True)[: limits.A_DAY])  # type: ignore[attr-defined]


def _thread(ticket: Ticket | None, contact: Contact | None) -> Thread:
    """The latest mails of this ticket from and to this contact, and nobody else's."""
    if ticket is None or contact is None:
        return Thread()
    theirs = Message.objects.for_desk(ticket.desk_id).filter(ticket=ticket, contact=contact).exclude(mail_id="")
    ours = OutgoingMail.objects.for_desk(ticket.desk_id).filter(ticket=ticket, contact=contact)
    found = [
        *theirs.order_by("-pk").values_list("created_at", "mail_id")[:_THREAD],
        *ours.order_by("-pk").values_list("created_at", "mail_id")[:_THREAD],
    ]
    return Thread(tuple(mail_id for _, mail_id in sorted(found)[-_THREAD:]))
