"""Mails to customers: a template, plain values, the contact's language, the desk's time zone.

What customers or agents wrote is only ever a value: no text of a ticket is read as a template (A28). Internal notes
have no way in here: every letter is built from public messages and public events (A42).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from opora.channels.email.outbox.actions import Thread, queue
from opora.channels.models import OutgoingMail
from opora.customers.models import Contact
from opora.desks import charters
from opora.engine.charter import Charter
from opora.notify import links
from opora.tickets.models import Message, Participant, Ticket

_SUBJECT = 200
_EXCERPT = 1500


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: `purpose` names its template; `words` are its own values."""

    purpose: str
    ticket: Ticket
    at: datetime
    words: Mapping[str, object]
    message: Message | None = None
    is_automatic: bool = True
    thread: Thread | None = None
    by_mail: bool = False


def to_requester(letter: Letter) -> OutgoingMail | None:
    """Write to whom the ticket belongs."""
    return to(letter.ticket.requester, letter)


def to_all(letter: Letter) -> None:
    """Write to the requester and everybody who takes part; each gets a mail and a reply address of their own."""
    rows = Participant.objects.for_desk(letter.ticket.desk_id).filter(ticket=letter.ticket)
    others = [one.contact for one in rows.select_related("contact").order_by("pk")]
    for contact in {one.pk: one for one in (letter.ticket.requester, *others)}.values():
        to(contact, letter)


def to(contact: Contact, letter: Letter) -> OutgoingMail | None:
    """Write to one contact, in their language; None when no mail may go."""
    ticket = letter.ticket
    with translation.override(contact.language):
        return queue(
            desk_id=ticket.desk_id,
            ticket=ticket,
            contact=contact,
            to_address=contact.email,
            purpose=letter.purpose,
            subject=f"[{ticket.name}] {ticket.subject[:_SUBJECT]}",
            text=_text(contact, letter),
            message=letter.message,
            is_automatic=letter.is_automatic,
            at=letter.at,
            thread=letter.thread,
            by_mail=letter.by_mail,
        )


def moment(at: datetime | None, charter: Charter) -> str:
    """A moment as people of the desk's zone write it; "" for none."""
    if at is None:
        return ""
    there = at.astimezone(ZoneInfo(charter.time_zone))
    zone = there.strftime("%Z")
    return f"{date_format(there, 'j E Y, H:i', use_l10n=False)} ({gettext('MSK') if zone == 'MSK' else zone})"


def excerpt(text: str) -> str:
    """The beginning of what somebody wrote."""
    short = text.strip()[:_EXCERPT]
    return short if len(text.strip()) <= _EXCERPT else f"{short} …"


def _text(contact: Contact, letter: Letter) -> str:
    desk, ticket = letter.ticket.desk, letter.ticket
    values = {
        "name": contact.name,
        "number": ticket.name,
        "subject": ticket.subject,
        "link": links.ticket(desk, ticket),
        "desk": desk.title,
        **letter.words,
    }
    return _tidy(render_to_string(f"notify/mail/{letter.purpose}.txt", values))


def _tidy(text: str) -> str:
    """Without blank lines in a row, as tags leave them behind."""
    lines: list[str] = []
    for line in (one.rstrip() for one in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines)


def charter_of(ticket: Ticket) -> Charter:
    """The charter the ticket is bound to."""
    return charters.of(ticket.charter_id, ticket.desk_id)
