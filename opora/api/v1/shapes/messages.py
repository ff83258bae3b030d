"""What was said and done on a ticket."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import TypedDict

from opora.api.answers import moment
from opora.api.fields import Moment
from opora.tickets.models import Attachment, Message
from opora.tickets.queries import TimelineItem


class AttachmentDocument(TypedDict):
    """A file; `url` gives its bytes to whoever may see the message. `type` is what we found it to be."""

    id: int
    name: str
    type: str
    size: int
    url: str


class MessageDocument(TypedDict):
    """Words on a ticket, or with `event` something that was done to it, told by `text`.

    `side`: staff, customer or desk (nobody in person). `purpose`: question, solution, refusal, deferral or empty.
    """

    key: str
    id: int | None
    at: Moment
    author: str
    side: str
    is_public: bool
    event: str
    purpose: str
    text: str
    full_text: str
    channel: str
    is_automatic: bool
    sender_check: str
    attachments: list[AttachmentDocument]


def of_item(item: TimelineItem) -> MessageDocument:
    """An item of a timeline."""
    if item.message is not None:
        return of_message(item.message, files=item.files, purpose=item.mark, side=item.side)
    return {
        "key": item.key,
        "id": None,
        "at": moment(item.at),
        "author": item.author,
        "side": item.side,
        "is_public": item.is_public,
        "event": item.event,
        "purpose": "",
        "text": item.sentence,
        "full_text": "",
        "channel": "",
        "is_automatic": item.side == "desk",
        "sender_check": "ok",
        "attachments": [],
    }


def of_message(message: Message, *, files: Iterable[Attachment], purpose: str, side: str) -> MessageDocument:
    """A message with its files."""
    return {
        "key": f"m{message.pk}",
        "id": message.pk,
        "at": moment(message.created_at),
        "author": message.author_name,
        "side": side,
        "is_public": message.is_public,
        "event": "",
        "purpose": purpose,
        "text": message.text,
        "full_text": message.full_text,
        "channel": message.channel,
        "is_automatic": message.is_automatic,
        "sender_check": message.sender_check,
        "attachments": [attachment(file) for file in files],
    }


def attachment(file: Attachment) -> AttachmentDocument:
    """A file's description."""
    return {
        "id": file.pk,
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "url": f"/api/v1/attachments/{file.pk}",
    }
