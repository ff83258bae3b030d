"""All that was said and done on a ticket, in order of time, as far as the reader may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from opora.journal.events import Actor, ActorKind
from opora.journal.models import Entry
from opora.journal.words import sentence
from opora.tickets.events import (
    CustomerReplied,
    InformationRequested,
    NoteAdded,
    PublicReplyAdded,
    SolutionProposed,
    StatusChanged,
    TicketDeferred,
    TicketRefused,
)
from opora.tickets.models import Attachment, Message, Ticket
from opora.tickets.policies import can_see, can_see_notes
from opora.toolkit.errors import NotFound

Side = Literal["staff", "customer", "desk"]

MOST = 2000
"""Messages, and entries, beyond the newest so many are left out."""

_SPOKEN = frozenset({PublicReplyAdded.name, CustomerReplied.name, NoteAdded.name})
"""Entries that only say that a message was written: the message stands for them."""

_MARKS = {
    InformationRequested.name: "question",
    SolutionProposed.name: "solution",
    TicketRefused.name: "refusal",
    TicketDeferred.name: "deferral",
}


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """A message (`message` with its `files`; `mark`: question, solution, refusal, deferral or empty) or an entry
    (`event` and its `sentence`). `side` says who it comes from: the staff, a customer, or the desk itself.
    """

    key: str
    at: datetime
    author: str
    side: Side
    is_public: bool
    sentence: str = ""
    event: str = ""
    message: Message | None = None
    files: tuple[Attachment, ...] = ()
    mark: str = ""


def timeline(ticket: Ticket, actor: Actor) -> list[TimelineItem]:
    """Oldest first; for a customer without notes and without entries that are not public. Three queries.

    Raises NotFound when the ticket does not exist for the actor.
    """
    if not can_see(actor, ticket):
        raise NotFound(what="ticket")
    messages, entries = _messages(ticket, actor), _entries(ticket, actor)
    files, marks = _files(ticket, messages), _marks(entries)
    said = [_said(message, files[message.pk], marks.get(message.pk, "")) for message in messages]
    done = [_done(entry, actor) for entry in entries if _stands_alone(entry, actor)]
    return sorted([*said, *done], key=lambda item: (item.at, item.message is None))


def _messages(ticket: Ticket, actor: Actor) -> list[Message]:
    rows = Message.objects.for_desk(ticket.desk_id).filter(ticket_id=ticket.pk)
    if not can_see_notes(actor):
        rows = rows.filter(is_public=True)
    return list(rows.order_by("-id")[:MOST])[::-1]


def _entries(ticket: Ticket, actor: Actor) -> list[Entry]:
    rows = Entry.objects.for_desk(ticket.desk_id).filter(ticket_id=ticket.pk)
    if not can_see_notes(actor):
        rows = rows.filter(public=True)
    return list(rows.order_by("-id")[:MOST])[::-1]


def _files(ticket: Ticket, messages: Iterable[Message]) -> dict[int, tuple[Attachment, ...]]:
    found: dict[int, tuple[Attachment, ...]] = defaultdict(tuple)
    keys = [message.pk for message in messages]
    for file in Attachment.objects.for_desk(ticket.desk_id).filter(message_id__in=keys).order_by("id"):
        found[file.message_id] += (file,)
    return found


def _marks(entries: Iterable[Entry]) -> dict[int, str]:
    return {entry.payload["message_id"]: _MARKS[entry.event] for entry in entries if entry.event in _MARKS}


def _said(message: Message, files: tuple[Attachment, ...], mark: str) -> TimelineItem:
    return TimelineItem(
        key=f"m{message.pk}",
        at=message.created_at,
        author=message.author_name,
        side="staff" if message.member_id else "customer" if message.contact_id else "desk",
        is_public=message.is_public,
        message=message,
        files=files,
        mark=mark,
    )


def _done(entry: Entry, actor: Actor) -> TimelineItem:
    sides: dict[str, Side] = {ActorKind.MEMBER: "staff", ActorKind.CONTACT: "customer"}
    return TimelineItem(
        key=f"e{entry.pk}",
        at=entry.at,
        author=entry.actor_name,
        side=sides.get(entry.actor_kind, "desk"),
        is_public=entry.public,
        sentence=sentence(entry, _for_reader(entry, actor)),
        event=entry.event,
    )


def _stands_alone(entry: Entry, actor: Actor) -> bool:
    if entry.event == StatusChanged.name and not can_see_notes(actor):
        return bool(entry.payload["old_there"] != entry.payload["new_there"] or entry.payload["because"])
    return entry.event not in _SPOKEN and entry.event not in _MARKS


def _for_reader(entry: Entry, actor: Actor) -> dict[str, Any]:
    """The payload with statuses by the names that this reader knows them by."""
    payload: dict[str, Any] = entry.payload
    if entry.event != StatusChanged.name or can_see_notes(actor):
        return payload
    return {**payload, "old_title": payload["old_there"], "new_title": payload["new_there"]}
