"""What the customer does: writes, confirms, declines; and opening a ticket again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from opora.engine import workflow
from opora.engine.charter.schema import Phase
from opora.journal.events import Actor
from opora.tickets.actions.change import Change, changing
from opora.tickets.actions.messages import cleaned, demand_words, keep_message
from opora.tickets.errors import Missing, NotAllowedNow, NotFound
from opora.tickets.events import CustomerReplied, SolutionConfirmed, SolutionDeclined, TicketReopened
from opora.tickets.models import Message, Participant, Ticket
from opora.tickets.policies import can_answer, can_judge, can_reopen, is_party, visible_to
from opora.tickets.values import Words

BECAUSE_LIMIT = 4000


def customer_reply(ticket: Ticket, *, words: Words, by: Actor, at: datetime) -> Message:
    """Words of the customer. They bring a waiting ticket back to work and reopen a solved one.

    A closed ticket opens again where the charter allows it; where not, raises ClosedForGood, and the words belong in a
    new ticket. Automatic words, words of a sender who is not sure, and words of a stranger who knows the ticket's
    address are kept and move nothing. Raises NotFound when the contact has nothing to do with the ticket.
    """
    demand_words(words)
    with changing(ticket, by=by, at=at, may=can_answer, among=_answerable(by)) as change:
        counts = not words.automatic and words.sender_check == "ok" and is_party(by, change.ticket)
        if counts and change.ticket.is_final:
            change.demand_reopening()
        message = keep_message(change.ticket, words, is_public=True, by=by, at=at)
        change.tell(
            CustomerReplied(
                desk_id=message.desk_id,
                ticket_id=change.ticket.pk,
                actor=by,
                at=at,
                message_id=message.pk,
                automatic=words.automatic,
            )
        )
        if not words.automatic and not (change.ticket.is_final and not counts):
            change.ticket.awaits_staff = True
            change.touched("awaits_staff")
        if counts:
            _carry_on(change)
        return message


def confirm(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """The customer agrees that it is solved: the ticket closes. Once closed, confirming again changes nothing."""
    with changing(ticket, by=by, at=at, may=can_judge) as change:
        if Phase(change.ticket.phase) is Phase.CLOSED:
            return change.ticket
        change.demand_phase(Phase.SOLVED)
        change.tell(SolutionConfirmed(desk_id=by.desk_id, ticket_id=change.ticket.pk, actor=by, at=at))
        if not change.move_by_event("confirmed"):
            raise NotAllowedNow
        return change.ticket


def decline(ticket: Ticket, *, because: str, by: Actor, at: datetime) -> Ticket:
    """The customer does not agree: the ticket goes back to work, counted as reopened. Raises Missing without words."""
    reason = _because(because)
    with changing(ticket, by=by, at=at, may=can_judge) as change:
        change.demand_phase(Phase.SOLVED)
        change.tell(SolutionDeclined(desk_id=by.desk_id, ticket_id=change.ticket.pk, actor=by, at=at, because=reason))
        if not change.move_by_event("declined"):
            raise NotAllowedNow
        return change.ticket


def reopen(ticket: Ticket, *, because: str, by: Actor, at: datetime) -> Ticket:
    """Open a solved or closed ticket again. Raises ClosedForGood when the charter's time for it is over."""
    reason = _because(because)
    with changing(ticket, by=by, at=at, may=can_reopen) as change:
        change.demand_phase(Phase.SOLVED, Phase.CLOSED, Phase.DECLINED)
        if change.ticket.is_final:
            change.demand_reopening()
        if not _reopen(change, reason):
            raise NotAllowedNow
        return change.ticket


def _answerable(by: Actor) -> Q:
    """By mail: any ticket of the desk, as the intake has checked its secret address. Else: seen or taken part in."""
    if by.via == "mail":
        return Q(desk_id=by.desk_id)
    if not by.is_contact:
        raise NotFound(what="ticket")
    taking_part = Participant.objects.for_desk(by.desk_id).filter(contact_id=by.reference)
    return visible_to(by) | Q(pk__in=taking_part.values("ticket_id"))


def _carry_on(change: Change) -> None:
    if change.ticket.is_final or Phase(change.ticket.phase) is Phase.SOLVED:
        _reopen(change, "")
    else:
        change.move_by_event("customer_replied")


def _reopen(change: Change, because: str) -> bool:
    ticket = change.ticket
    to = workflow.by_event(change.charter, status=ticket.status, event="reopened")
    if to is None:
        return False
    change.tell(
        TicketReopened(desk_id=ticket.desk_id, ticket_id=ticket.pk, actor=change.by, at=change.at, because=because)
    )
    change.move(to)
    return True


def _because(text: str) -> str:
    reason = cleaned(text, BECAUSE_LIMIT).strip()
    if not reason:
        raise Missing(fields=("because",))
    return reason
