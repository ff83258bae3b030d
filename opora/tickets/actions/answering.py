"""Words of the desk: to the customer, or among ourselves."""

from __future__ import annotations

from datetime import datetime

from opora.engine.charter.schema import Phase
from opora.journal.events import Actor
from opora.tickets.actions.change import Change, changing
from opora.tickets.actions.messages import demand_words, keep_message
from opora.tickets.events import InformationRequested, NoteAdded, PublicReplyAdded, SolutionProposed
from opora.tickets.models import Message, Ticket
from opora.tickets.policies import can_note, can_reply
from opora.tickets.values import Words


def reply(ticket: Ticket, *, words: Words, by: Actor, at: datetime) -> Message:
    """Public words of the desk; the status stays. Words to a closed ticket are allowed: they promise nothing new."""
    demand_words(words)
    with changing(ticket, by=by, at=at, may=can_reply) as change:
        return speak(change, words, purpose="reply")


def ask(ticket: Ticket, *, words: Words, by: Actor, at: datetime) -> Message:
    """A question to the customer, and the status that waits for the answer. Raises NotAllowedNow."""
    demand_words(words)
    with changing(ticket, by=by, at=at, may=can_reply) as change:
        change.demand_open()
        message = speak(change, words, purpose="question")
        change.tell(
            InformationRequested(
                desk_id=message.desk_id, ticket_id=change.ticket.pk, actor=by, at=at, message_id=message.pk
            )
        )
        change.move_by_hand("asked")
        return message


def solve(ticket: Ticket, *, words: Words, by: Actor, at: datetime) -> Message:
    """A solution told to the customer, and the status that waits for their word. Raises NotAllowedNow, Missing."""
    demand_words(words)
    with changing(ticket, by=by, at=at, may=can_reply) as change:
        change.demand_open()
        message = speak(change, words, purpose="solution")
        change.ticket.solution = message.text
        change.touched("solution")
        change.tell(
            SolutionProposed(
                desk_id=message.desk_id, ticket_id=change.ticket.pk, actor=by, at=at, message_id=message.pk
            )
        )
        if not change.move_by_hand("solved"):
            change.demand_phase(Phase.SOLVED)
        return message


def note(ticket: Ticket, *, words: Words, by: Actor, at: datetime) -> Message:
    """Words only staff see, on a ticket in any state."""
    demand_words(words)
    with changing(ticket, by=by, at=at, may=can_note) as change:
        message = keep_message(change.ticket, words, is_public=False, by=by, at=at)
        change.tell(
            NoteAdded(desk_id=message.desk_id, ticket_id=change.ticket.pk, actor=by, at=at, message_id=message.pk)
        )
        return message


def speak(change: Change, words: Words, *, purpose: str) -> Message:
    """Keep public words of the desk inside a change; only a person's count as the first answer."""
    ticket, by, at = change.ticket, change.by, change.at
    message = keep_message(ticket, words, is_public=True, by=by, at=at)
    by_person = by.is_staff and not words.automatic
    is_first = by_person and ticket.first_reply_at is None
    if is_first:
        ticket.first_reply_at = at
    if by_person:
        ticket.awaits_staff = False
        change.touched("first_reply_at", "awaits_staff")
    change.tell(
        PublicReplyAdded(
            desk_id=ticket.desk_id,
            ticket_id=ticket.pk,
            actor=by,
            at=at,
            message_id=message.pk,
            first=is_first,
            purpose=purpose,
            automatic=not by_person,
        )
    )
    return message
