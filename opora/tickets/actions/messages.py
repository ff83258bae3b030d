"""Keeping words and files on a ticket."""

from __future__ import annotations

import re
from datetime import datetime

from opora.journal.events import Actor
from opora.tickets.errors import Missing
from opora.tickets.models import Attachment, Message, Ticket
from opora.tickets.values import NewFile, Words
from opora.toolkit import files
from opora.toolkit.file_types import safe_name, type_of

TEXT_LIMIT = 200_000
RAW_LIMIT = 2_000_000
FILES_LIMIT = 100
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def demand_words(words: Words) -> None:
    """Raises Missing when there is neither text nor a file."""
    if not words.text.strip() and not words.files:
        raise Missing(fields=("text",))


def keep_message(
    ticket: Ticket, words: Words, *, is_public: bool, by: Actor, at: datetime, author_name: str = ""
) -> Message:
    """A message with its attachments: one insert, and one more when there are files."""
    message: Message = Message.objects.create(
        desk_id=ticket.desk_id,
        ticket=ticket,
        is_public=is_public,
        is_automatic=words.automatic,
        member_id=by.reference if by.is_staff else None,
        contact_id=by.reference if by.is_contact else None,
        author_name=(author_name or by.name)[:200],
        text=cleaned(words.text, TEXT_LIMIT),
        full_text=cleaned(words.full_text, RAW_LIMIT),
        html=cleaned(words.html, RAW_LIMIT),
        channel=words.channel[:40],
        sender_check=words.sender_check,
        mail_id=cleaned(words.mail_id, 250),
        created_at=at,
    )
    if words.files:
        Attachment.objects.bulk_create(_attachment(message, file, at) for file in words.files[:FILES_LIMIT])
    return message


def cleaned(text: str, most: int) -> str:
    """`text` without control characters (PostgreSQL refuses NUL) and half characters, at most `most` long."""
    whole = text[:most].encode("utf-8", "replace").decode("utf-8")
    return _UNPRINTABLE.sub("", whole)


def one_line(text: str, most: int) -> str:
    """`text` on one line without control characters, at most `most` long."""
    return " ".join(cleaned(text, most * 4).split())[:most]


def _attachment(message: Message, file: NewFile, at: datetime) -> Attachment:
    return Attachment(
        desk_id=message.desk_id,
        message=message,
        digest=files.keep(file.content),
        name=safe_name(cleaned(file.name, 1000)),
        type=type_of(file.content),
        size=len(file.content),
        content_id=cleaned(file.content_id, 250),
        created_at=at,
    )
