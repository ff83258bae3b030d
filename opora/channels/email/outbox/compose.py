"""From a row of the outbox to the bytes that leave: the same row always gives the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from django.conf import settings

from opora.channels.email.outbox.html import page
from opora.channels.models import Mailbox, OutgoingMail
from opora.engine.mail.quotation_words import ABOVE_THIS_LINE
from opora.tickets.models import Attachment
from opora.toolkit import files

OWN_MARK = "X-Opora-Loop"
ACKNOWLEDGEMENT = "acknowledgement"
_POLICY = SMTP.clone(max_line_length=998, cte_type="7bit")
_IDENTITY_MARKS = 60


@dataclass(frozen=True, slots=True)
class Letter:
    """What is handed to the mail server. `envelope_from` is empty for acknowledgements: nobody answers a machine."""

    envelope_from: str
    to_address: str
    content: bytes


def letter(mail: OutgoingMail, mailbox: Mailbox, *, language: str) -> Letter:
    """The mail as it leaves, with the files of the agent's message.

    Raises NoSuchFile, ValueError for what no mail may hold.
    """
    composed = EmailMessage(policy=_POLICY)
    _address(composed, mail, mailbox)
    _thread(composed, mail)
    if mail.is_automatic:
        _mark_as_machine(composed, mail)
    _say(composed, mail, language)
    for attachment in _attachments(mail):
        _attach(composed, attachment)
    _fix_boundaries(composed, mail.mail_id)
    envelope_from = "" if mail.purpose == ACKNOWLEDGEMENT else (mail.reply_to or mailbox.address)
    return Letter(envelope_from, on_the_wire(mail.to_address), composed.as_bytes())


def on_the_wire(address: str) -> str:
    """The address with its domain as DNS knows it. Raises UnicodeError when it cannot be written in ASCII."""
    local, _, domain = address.rpartition("@")
    local.encode("ascii")
    return f"{local}@{domain.encode('idna').decode()}"


def _address(composed: EmailMessage, mail: OutgoingMail, mailbox: Mailbox) -> None:
    name = "".join(mark for mark in mailbox.sender_name if mark.isprintable())[:_IDENTITY_MARKS]
    composed["From"] = Address(name, addr_spec=mailbox.address)
    composed["To"] = Address(addr_spec=on_the_wire(mail.to_address))
    composed["Subject"] = mail.subject
    composed["Date"] = format_datetime(mail.created_at)
    composed["Message-ID"] = f"<{mail.mail_id}>"
    if mail.reply_to:
        composed["Reply-To"] = Address(name, addr_spec=mail.reply_to)


def _thread(composed: EmailMessage, mail: OutgoingMail) -> None:
    """References may hold what strangers wrote: only ids of harmless letters go out again."""
    ids = [one for one in mail.references if _is_plain_id(one)]
    if _is_plain_id(mail.in_reply_to):
        composed["In-Reply-To"] = f"<{mail.in_reply_to}>"
    if ids:
        composed["References"] = " ".join(f"<{one}>" for one in ids)


def _is_plain_id(identifier: str) -> bool:
    return (
        bool(identifier)
        and identifier.isascii()
        and identifier.isprintable()
        and not set(identifier) & set(' <>()[]"\\,;')
    )


def _mark_as_machine(composed: EmailMessage, mail: OutgoingMail) -> None:
    """RFC 3834, and what Exchange and older robots look for."""
    composed["Auto-Submitted"] = "auto-replied" if mail.purpose == ACKNOWLEDGEMENT else "auto-generated"
    composed["X-Auto-Response-Suppress"] = "All"
    composed["Precedence"] = "bulk"
    composed[OWN_MARK] = settings.MAIL_DOMAIN


def _say(composed: EmailMessage, mail: OutgoingMail, language: str) -> None:
    line = ABOVE_THIS_LINE.get(language, ABOVE_THIS_LINE["en"])
    text = f"-- {line} --\n\n{mail.text.strip()}\n"
    formatted = page(text, language=language, own_address=settings.PUBLIC_URL, all_links=not mail.is_automatic)
    composed.set_content(text, cte="base64")
    composed.add_alternative(formatted, subtype="html", cte="base64")


def _attachments(mail: OutgoingMail) -> list[Attachment]:
    if mail.message_id is None or mail.is_automatic:
        return []
    rows = Attachment.objects.for_desk(mail.desk_id)
    return list(rows.filter(message_id=mail.message_id, message__is_public=True).order_by("pk"))


def _attach(composed: EmailMessage, attachment: Attachment) -> None:
    main, _, sub = attachment.type.partition("/")
    content = files.read(attachment.digest)
    composed.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=attachment.name)


def _fix_boundaries(composed: EmailMessage, mail_id: str) -> None:
    """Boundaries are random by nature; a repeated mail must be the same to the last byte."""
    for number, part in enumerate(composed.walk()):
        if part.is_multipart():
            part.set_boundary(f"opora-{number}-{sha256(mail_id.encode()).hexdigest()[:24]}")
