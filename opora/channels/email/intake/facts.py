"""What the desk knows of a mail before it decides: a handful of queries, all of the mail's own desk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Q

from opora.channels.email import mailboxes, trust
from opora.channels.email.identity import is_own_id
from opora.channels.email.intake.pattern import key_of, pattern_of
from opora.channels.email.intake.verdict import Facts
from opora.channels.models import IncomingMail, OutgoingMail
from opora.customers.models import Contact
from opora.desks.actors import of_contact
from opora.desks.models import Member
from opora.engine.mail import Address, Auto, reply_token
from opora.engine.mail import IncomingMail as Mail
from opora.tickets.models import Message, Ticket
from opora.tickets.policies import is_party

LOOK_BACK = timedelta(hours=1)
_MOST_EARLIER = 60
_MOST_CANDIDATES = 20
_WHO = """
    SELECT (SELECT m.id FROM desks_member m JOIN desks_user u ON u.id = m.user_id
             WHERE m.desk_id = %(desk)s AND m.is_active AND u.email = %(email)s),
           c.id, c.is_blocked
      FROM (SELECT 1) AS always
      LEFT JOIN customers_contact c ON c.desk_id = %(desk)s AND c.email = %(email)s
"""
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")


@dataclass(frozen=True, slots=True)
class Known:
    """Who on this desk has the sender's address: ids of an active member and of a contact."""

    member_id: int | None = None
    contact_id: int | None = None
    is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A mail with everything needed to act on it; `facts` is what the decision sees.

    `contact` is there when the mail belongs to a thread; a new ticket's is recognised when it is registered.
    """

    row: IncomingMail
    mail: Mail
    sender: Address
    contact: Contact | None
    member: Member | None
    thread: Ticket | None
    reported: OutgoingMail | None
    facts: Facts


def gather(row: IncomingMail, mail: Mail) -> Case:
    """Everything the desk knows of this mail. Fills what `row` keeps of it, without saving."""
    sender = sender_of(mail)
    _describe(row, mail, sender)
    earlier = _earlier(row)
    known = _known(row, sender)
    named = _thread(row, mail, known)
    thread = named.merged_into if named is not None and named.merged_into_id else named
    contact = _contact(row, known) if thread is not None else None
    member = _member(row, known)
    party = thread is not None and contact is not None and is_party(of_contact(contact, via="mail"), thread)
    if thread is not named and not (party or member):
        thread = None  # A11: the address of a merged ticket leads its participants on and nobody else
    reported = _reported(row, mail)
    facts = Facts(
        has_sender=bool(_ADDRESS.fullmatch(sender.email)),
        is_own=is_own_id(mail.message_id),
        earlier_id=next((pk for pk, key, *_ in earlier if key == row.mail_key), None),
        has_thread=thread is not None,
        is_party=party,
        is_staff=member is not None,
        is_proved=trust.is_proved(row.verdict, sender.email),
        is_blocked=known.is_blocked,
        has_report=reported is not None,
        new_tickets=sum(state == IncomingMail.State.TICKET for _, _, state, _ in earlier),
        same_pattern=sum(
            state == IncomingMail.State.TICKET and pattern == row.pattern != "" for _, _, state, pattern in earlier
        ),
        is_released=row.is_released,
    )
    return Case(row, mail, sender, contact, member, thread, reported, facts)


def sender_of(mail: Mail) -> Address:
    """Who wrote: From; where a list put our own address there, the original sender it names. Lower case."""
    claimed = mail.sender or Address("", "")
    if mail.auto is Auto.LIST and mail.original_sender and mailboxes.is_ours(claimed.email):
        claimed = mail.original_sender
    return Address(claimed.name, claimed.email.strip().lower())


def _describe(row: IncomingMail, mail: Mail, sender: Address) -> None:
    row.subject = mail.subject[:500]
    row.sender = sender.email[:320]
    row.mail_id = mail.message_id[:250]
    row.mail_key = key_of(mail, sender.email)
    row.pattern = pattern_of(mail)
    row.copies = _copies(row, mail, sender)
    row.warnings = [flaw.value for flaw in mail.warnings]
    row.auto = mail.auto.value


def _copies(row: IncomingMail, mail: Mail, sender: Address) -> list[str]:
    """Whom else the sender addressed: never added to a ticket by mail (A03, A19)."""
    seen = {address.email.lower(): None for address in (*mail.to, *mail.cc) if _ADDRESS.fullmatch(address.email)}
    return [email[:320] for email in seen if email != sender.email and not mailboxes.is_ours(email)]


def _earlier(row: IncomingMail) -> list[tuple[int, str, str, str]]:
    """The same mail taken in before, and the sender's mails of the last hour: (id, key, state, pattern)."""
    words = [IncomingMail.State.TICKET, IncomingMail.State.REPLY]
    same = Q(mail_key=row.mail_key, state__in=words) & ~Q(mail_key="")
    of_sender = Q(sender=row.sender, received_at__gt=row.received_at - LOOK_BACK)
    rows = IncomingMail.objects.for_desk(row.desk_id).filter(same | of_sender).exclude(pk=row.pk)
    found = rows.order_by("-received_at").values_list("pk", "mail_key", "state", "pattern")[:_MOST_EARLIER]
    return [one if one[2] in words else (one[0], "", one[2], one[3]) for one in found]


def _known(row: IncomingMail, sender: Address) -> Known:
    """Staff and customers in one statement: every mail asks it."""
    if not sender.email:
        return Known()
    with connection.cursor() as cursor:
        cursor.execute(_WHO, {"desk": row.desk_id, "email": sender.email})
        member_id, contact_id, is_blocked = cursor.fetchone()
    return Known(member_id, contact_id, bool(is_blocked))


def _contact(row: IncomingMail, known: Known) -> Contact | None:
    contacts = Contact.objects.for_desk(row.desk_id).select_related("organisation")
    return contacts.filter(pk=known.contact_id).first() if known.contact_id else None


def _member(row: IncomingMail, known: Known) -> Member | None:
    return Member.objects.for_desk(row.desk_id).filter(pk=known.member_id).first() if known.member_id else None


def _thread(row: IncomingMail, mail: Mail, known: Known) -> Ticket | None:
    """The ticket the mail belongs to: by our secret token, by the random Message-ID of a mail of ours, or by the
    Message-ID of the sender's own earlier mail. Never by a number in the subject (A01); only on this desk (A11).
    """
    digests = [mailboxes.token_digest(token) for token in reply_token(_addresses(row, mail))]
    ids = list(dict.fromkeys((*mail.in_reply_to, *reversed(mail.references))))
    return _by_our_mail(row, digests, ids) or _by_own_mail(row, ids, known.contact_id)


def _by_our_mail(row: IncomingMail, digests: Sequence[str], ids: Sequence[str]) -> Ticket | None:
    if not digests and not ids:
        return None
    named = Q(reply_digest__in=digests) | Q(mail_id__in=ids)
    rows = OutgoingMail.objects.for_desk(row.desk_id).filter(named, ticket__isnull=False)
    found = list(rows.select_related("ticket__merged_into").order_by("-pk")[:_MOST_CANDIDATES])
    by_token = [one for one in found if one.reply_digest in digests]
    return next((one.ticket for one in by_token or found), None)


def _by_own_mail(row: IncomingMail, ids: Sequence[str], contact_id: int | None) -> Ticket | None:
    if not ids or contact_id is None:
        return None
    rows = Message.objects.for_desk(row.desk_id).filter(mail_id__in=ids, contact_id=contact_id)
    found = rows.select_related("ticket__merged_into").order_by("-pk").first()
    return found.ticket if found else None


def _reported(row: IncomingMail, mail: Mail) -> OutgoingMail | None:
    """The mail of ours that a delivery report tells of, by its Message-ID or by the secret address it went out from."""
    if mail.bounce is None:
        return None
    rows = OutgoingMail.objects.for_desk(row.desk_id)
    tokens = reply_token(_addresses(row, mail))
    named = Q(mail_id=mail.bounce.returned_message_id) & ~Q(mail_id="")
    digests = [mailboxes.token_digest(token) for token in tokens]
    found: OutgoingMail | None = rows.filter(named | Q(reply_digest__in=digests)).order_by("-pk").first()
    return found


def _addresses(row: IncomingMail, mail: Mail) -> Iterable[str]:
    """Where a token may stand: the envelope, and what the mail says of its recipients."""
    return (row.envelope_to, *mail.delivered_to, *(one.email for one in (*mail.to, *mail.cc)))
