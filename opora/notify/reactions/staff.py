"""What staff are told, event by event."""

from __future__ import annotations

from collections.abc import Sequence

from opora.channels.events import MailNotDelivered, MailUncertain, SenderNotAuthenticated
from opora.clocks.events import ClockBreached, Escalated, Reminded
from opora.engine.charter.schema import Role
from opora.journal.events import Event
from opora.journal.record import Together
from opora.notify import bell
from opora.notify.models import Notification
from opora.notify.reactions.customers import ticket_of
from opora.tickets.events import CustomerReplied, TicketAssigned


def assigned(event: Event) -> None:
    """Somebody was given a ticket."""
    assert isinstance(event, TicketAssigned)
    if event.to_id is not None and not event.taken:
        bell.ring(event, members=[event.to_id], ticket=ticket_of(event))


def customer_replied(event: Event) -> None:
    """The customer wrote; a machine of theirs does not disturb."""
    assert isinstance(event, CustomerReplied)
    if not event.automatic:
        tell_holder(event)


def tell_holder(event: Event) -> None:
    """Whoever has the ticket should know."""
    ticket = ticket_of(event)
    bell.ring(event, members=bell.holder(ticket), ticket=ticket)


@Together
def warned(events: Sequence[Event]) -> None:
    """A deadline is near, or long past: whoever has the ticket, or the leads while nobody has."""
    roster = bell.Roster()
    bell.keep(line for event in events for line in _of_warning(event, roster))


@Together
def breached(events: Sequence[Event]) -> None:
    """A deadline was missed: whoever has the ticket, and the leads."""
    roster = bell.Roster()
    bell.keep(line for event in events for line in _of_breach(event, roster))


@Together
def escalated(events: Sequence[Event]) -> None:
    """A rule raised the ticket: whom it names (roles, lines, the assignee)."""
    roster = bell.Roster()
    bell.keep(line for event in events for line in _of_escalation(event, roster))


def reminded(event: Event) -> None:
    """A reminder of the charter that is for the staff."""
    assert isinstance(event, Reminded)
    ticket = ticket_of(event)
    if event.whom == "assignee":
        bell.ring(event, members=bell.holder_or(ticket, bell.LEADS), ticket=ticket)
    elif event.whom == "lead":
        bell.ring(event, members=bell.of_roles(event.desk_id, bell.LEADS), ticket=ticket)


def mail_in_trouble(event: Event) -> None:
    """A mail did not arrive: whoever has the ticket, else the leads; without a ticket the administrators."""
    assert isinstance(event, (MailNotDelivered, MailUncertain))
    if event.ticket_id is None:
        bell.ring(event, members=bell.of_roles(event.desk_id, bell.ADMINISTRATORS), ticket=None)
    else:
        warned(event)


def posed_as_staff(event: Event) -> None:
    """A02: somebody may be using a member's name."""
    assert isinstance(event, SenderNotAuthenticated)
    ticket = ticket_of(event) if event.ticket_id else None
    bell.ring(event, members=[event.member_id], ticket=ticket)


def tell_administrators(event: Event) -> None:
    """Something about the desk itself."""
    bell.ring(event, members=bell.of_roles(event.desk_id, bell.ADMINISTRATORS), ticket=None)


def tell_administrators_once(event: Event) -> None:
    """As above, but one line for a row of the same trouble."""
    bell.ring_once(event, members=bell.of_roles(event.desk_id, (*bell.ADMINISTRATORS, Role.LEAD.value)))


def _of_warning(event: Event, roster: bell.Roster) -> list[Notification]:
    ticket = ticket_of(event)
    return bell.lines(event, members=roster.holder_or(ticket, bell.LEADS), ticket=ticket)


def _of_breach(event: Event, roster: bell.Roster) -> list[Notification]:
    assert isinstance(event, ClockBreached)
    ticket = ticket_of(event)
    members = [*bell.holder(ticket), *roster.of_roles(event.desk_id, bell.LEADS)]
    return bell.lines(event, members=members, ticket=ticket)


def _of_escalation(event: Event, roster: bell.Roster) -> list[Notification]:
    assert isinstance(event, Escalated)
    ticket = ticket_of(event)
    words = [word for word in event.tell if word != bell.ASSIGNEE]
    named = roster.of_roles(event.desk_id, words) if words else []
    return bell.lines(event, members=[*bell.holder(ticket), *named], ticket=ticket)
