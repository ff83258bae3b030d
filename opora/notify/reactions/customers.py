"""What customers are told, event by event."""

from __future__ import annotations

from opora.channels.email.outbox.actions import ACKNOWLEDGEMENT, Thread
from opora.clocks.events import Reminded
from opora.clocks.queries import Promise, promises
from opora.engine.charter import Charter
from opora.engine.charter.schema import Phase
from opora.engine.clocks import Facts
from opora.journal.events import Event
from opora.notify import letters, links
from opora.notify.letters import Letter
from opora.quality.events import RatingAsked
from opora.quality.models import Rating
from opora.tickets import events
from opora.tickets.models import Message, Ticket


def acknowledge(event: Event) -> None:
    """A new ticket: its number and what is promised. Machines and mail we may not answer get nothing (A13)."""
    assert isinstance(event, events.TicketRegistered)
    ticket = ticket_of(event)
    message = Message.objects.for_desk(event.desk_id).only("mail_id", "is_automatic").get(pk=event.message_id)
    if message.is_automatic:
        return
    words = {"promises": _promised(ticket)}
    thread = Thread((message.mail_id,)) if message.mail_id else Thread()
    by_mail = event.actor.via == "mail"
    letters.to_requester(Letter(ACKNOWLEDGEMENT, ticket, event.at, words, thread=thread, by_mail=by_mail))


def public_words(event: Event) -> None:
    """Words of the desk. A refusal and a deferral have letters of their own."""
    assert isinstance(event, events.PublicReplyAdded)
    if event.purpose in ("refusal", "deferral"):
        return
    ticket = ticket_of(event)
    message = _message(event.desk_id, event.message_id)
    letters.to_all(_of_message(event.purpose, ticket, message, event, automatic=event.automatic))


def refused(event: Event) -> None:
    """The request is declined: the reason's letter, and the right to have it looked at again."""
    assert isinstance(event, events.TicketRefused)
    _reasoned(event, "refusal", event.reason, event.message_id)


def deferred(event: Event) -> None:
    """The request is put off: the reason's letter."""
    assert isinstance(event, events.TicketDeferred)
    _reasoned(event, "deferral", event.reason, event.message_id)


def status(event: Event) -> None:
    """Another status for a reason the customer should know. What the customer did needs no mail, an end has its own."""
    assert isinstance(event, events.StatusChanged)
    if not event.because or event.actor.is_contact or Phase(event.new_phase).is_final:
        return
    words = {"status": event.new_there, "because": event.because}
    letters.to_requester(Letter("status", ticket_of(event), event.at, words))


def priority(event: Event) -> None:
    """More or less urgent than the customer said, and why."""
    assert isinstance(event, events.PriorityChanged)
    if event.actor.is_contact or not event.because:
        return
    words = {"old": event.old_title, "new": event.new_title, "because": event.because}
    letters.to_requester(Letter("priority", ticket_of(event), event.at, words))


def planned(event: Event) -> None:
    """The day on which it will be done."""
    assert isinstance(event, events.SolutionPlanned)
    ticket = ticket_of(event)
    day = letters.moment(event.planned_at, letters.charter_of(ticket))
    letters.to_requester(Letter("planned", ticket, event.at, {"day": day, "because": event.because}))


def reminded(event: Event) -> None:
    """The desk still waits for the customer."""
    assert isinstance(event, Reminded)
    if event.whom == "customer":
        ticket = ticket_of(event)
        last = _last_words(ticket)
        words = {"question": letters.excerpt(last.text) if last else "", "count": event.number, "of": event.of}
        letters.to_requester(Letter("reminder", ticket, event.at, words))


def closed(event: Event) -> None:
    """The ticket is closed. Where a rating was asked just now, `rating_asked` has told both in one mail."""
    assert isinstance(event, events.TicketClosed)
    asked = Rating.objects.for_desk(event.desk_id).filter(ticket_id=event.ticket_id, asked_at=event.at, given_at=None)
    if not asked.exists():
        words = {"by_silence": event.automatic, "rating_link": ""}
        letters.to_requester(Letter("closed", ticket_of(event), event.at, words))


def rating_asked(event: Event) -> None:
    """The ticket is closed, and how was it?"""
    assert isinstance(event, RatingAsked)
    ticket = ticket_of(event)
    words = {"by_silence": False, "rating_link": links.rating(ticket.desk, event.token)}
    letters.to_requester(Letter("closed", ticket, event.at, words))


def ticket_of(event: Event) -> Ticket:
    """The ticket an event tells of."""
    if event.subject is not None:
        return event.subject  # type: ignore[no-any-return]
    rows = Ticket.objects.for_desk(event.desk_id).select_related("requester", "desk")
    found: Ticket = rows.get(pk=event.ticket_id)
    return found


def _reasoned(event: Event, purpose: str, key: str, message_id: int) -> None:
    ticket = ticket_of(event)
    reason = letters.charter_of(ticket).reasons.get(key)
    message = _message(event.desk_id, message_id)
    letter = _of_message(purpose, ticket, message, event, automatic=False)
    more = {"letter": (reason.letter or reason.title) if reason else "", "appeal": bool(reason and reason.appeal)}
    letters.to_all(Letter(purpose, ticket, event.at, {**letter.words, **more}, message=message, is_automatic=False))


def _of_message(purpose: str, ticket: Ticket, message: Message, event: Event, *, automatic: bool) -> Letter:
    signature = message.member.signature if message.member else ""
    words = {"words": message.text, "author": message.author_name, "signature": signature}
    return Letter(purpose, ticket, event.at, words, message=message, is_automatic=automatic)


def _message(desk_id: int, pk: int) -> Message:
    """A message for a letter: only public ones exist here."""
    rows = Message.objects.for_desk(desk_id).select_related("member").filter(is_public=True)
    found: Message = rows.get(pk=pk)
    return found


def _last_words(ticket: Ticket) -> Message | None:
    rows = Message.objects.for_desk(ticket.desk_id).filter(ticket=ticket, is_public=True, contact=None)
    found: Message | None = rows.order_by("-pk").first()
    return found


def _promised(ticket: Ticket) -> list[dict[str, str]]:
    """The public promises of the ticket's clocks as they were made at its registration; no query."""
    charter = letters.charter_of(ticket)
    facts = Facts(ticket.kind, ticket.category, ticket.priority, ticket.plan, ticket.line)
    return [_shown(one, charter) for one in promises(charter, facts, at=ticket.registered_at) if one.due_at]


def _shown(promise: Promise, charter: Charter) -> dict[str, str]:
    return {"title": promise.title, "due": letters.moment(promise.due_at, charter)}
