"""What clocks do when something happens to a ticket."""

from __future__ import annotations

from opora.clocks import actions
from opora.journal.events import Event
from opora.tickets import events
from opora.tickets.models import Ticket


def start(event: Event) -> None:
    """A new ticket: its clocks and timers begin."""
    ticket = _ticket(event)
    actions.start_clocks(ticket, at=event.at)
    actions.set_timers(ticket, at=event.at, had_any=False)


def public_words(event: Event) -> None:
    """A person of the desk spoke to the customer."""
    assert isinstance(event, events.PublicReplyAdded)
    if not event.automatic:
        actions.meet_by(_ticket(event), words=["message"], at=event.at)


def note(event: Event) -> None:
    """A person wrote a note: counts only where the charter says so."""
    if not event.actor.is_system:
        actions.meet_by(_ticket(event), words=["note"], at=event.at)


def assignment(event: Event) -> None:
    """Somebody has the ticket now."""
    assert isinstance(event, events.TicketAssigned)
    if event.to_id is not None:
        actions.meet_by(_ticket(event), words=["assignment"], at=event.at)


def status(event: Event) -> None:
    """Another status: clocks pause, go on, are met or end; its own timers replace the old ones."""
    assert isinstance(event, events.StatusChanged)
    ticket = _ticket(event)
    actions.follow_status(ticket, old_phase=event.old_phase, by_person=not event.automatic, at=event.at)
    actions.set_timers(ticket, at=event.at)


def facts(event: Event) -> None:
    """Kind, category, priority or line changed: the objectives are chosen again."""
    actions.choose_again(_ticket(event), at=event.at)


def planned(event: Event) -> None:
    """A moment was promised on the ticket."""
    assert isinstance(event, events.SolutionPlanned)
    actions.promise_moment(_ticket(event), moment=event.planned_at, because=event.because, at=event.at)


def dissatisfied(event: Event) -> None:
    """The customer declined the solution."""
    _escalate(event, when="dissatisfied")


def reopened(event: Event) -> None:
    """The ticket came back."""
    _escalate(event, when="reopened")


def _escalate(event: Event, *, when: str) -> None:
    actions.escalate(_ticket(event), when=when, at=event.at)
    if event.subject is not None:  # verbs worked on a fresh row: what comes after must not see the old one
        event.subject.refresh_from_db(fields=["line", "assignee", "next_due_at", "is_breached"])


def _ticket(event: Event) -> Ticket:
    if event.subject is not None:
        return event.subject  # type: ignore[no-any-return]
    ticket: Ticket = Ticket.objects.for_desk(event.desk_id).get(pk=event.ticket_id)
    return ticket
