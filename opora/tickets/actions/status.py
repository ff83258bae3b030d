"""Moving a ticket by hand: to any status the workflow allows, or away for a reason of the charter."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from opora.engine import workflow
from opora.engine.charter.schema import Phase, Reason
from opora.journal.events import Actor
from opora.tickets.actions.answering import speak
from opora.tickets.actions.change import Change, changing
from opora.tickets.actions.facts import BECAUSE_LIMIT
from opora.tickets.actions.messages import TEXT_LIMIT, cleaned
from opora.tickets.errors import Missing, NotAllowedNow, NotLater, UnknownKey
from opora.tickets.events import SolutionPlanned, TicketDeferred, TicketRefused, TicketReopened
from opora.tickets.intake import demand
from opora.tickets.models import Message, Ticket
from opora.tickets.policies import can_change
from opora.tickets.values import Words

_FITTING: dict[str, frozenset[str]] = {
    "decline": frozenset({"decline", "either", "out_of_scope"}),
    "defer": frozenset({"defer", "either"}),
}


def change_status(
    ticket: Ticket,
    *,
    to: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    solution: str = "",
    comment: str = "",
    planned_at: datetime | None = None,
) -> Ticket:
    """Bring the ticket to the status `to`, giving what that status needs. The status it has changes nothing.

    `reason` is a key of the charter's reasons; `comment` is told to the customer with the move. A person follows the
    workflow's graph; the system (a rule, a timer) may go anywhere. Raises UnknownKey, NotAllowedNow, Missing, NotLater.
    """
    with changing(ticket, by=by, at=at, may=can_change) as change:
        demand("status", to, tuple(change.charter.workflow.statuses))
        if reason:
            demand("reason", reason, tuple(change.charter.reasons))
        if to == change.ticket.status:
            return change.ticket
        _note_solution(change, solution)
        _note_plan(change, planned_at)
        if not by.is_system:
            _demand_move(change, to, reason=reason, comment=comment)
            if change.is_reopening(to) and Phase(change.ticket.phase) is Phase.CLOSED:
                change.demand_reopening()
        because = _because(change, reason, comment)
        if change.is_reopening(to):
            change.tell(
                TicketReopened(desk_id=by.desk_id, ticket_id=change.ticket.pk, actor=by, at=at, because=because)
            )
        change.move(to, because=because, reason=reason)
        return change.ticket


def refuse(ticket: Ticket, *, reason: str, words: Words | None, by: Actor, at: datetime) -> Message:
    """Decline the request for a reason of the charter, told to the customer in `words` or in the reason's letter."""
    return _turn_away(ticket, "decline", reason=reason, words=words, by=by, at=at)


def defer(ticket: Ticket, *, reason: str, words: Words | None, by: Actor, at: datetime) -> Message:
    """Put the request off for a reason of the charter, told to the customer in `words` or in the reason's letter."""
    return _turn_away(ticket, "defer", reason=reason, words=words, by=by, at=at)


def _turn_away(
    ticket: Ticket, how: Literal["decline", "defer"], *, reason: str, words: Words | None, by: Actor, at: datetime
) -> Message:
    with changing(ticket, by=by, at=at, may=can_change) as change:
        change.demand_open()
        ground = _ground(change, how, reason)
        told = words if words and words.text.strip() else Words(text=ground.letter or ground.title, channel="portal")
        message = speak(change, told, purpose="refusal" if how == "decline" else "deferral")
        event = TicketRefused if how == "decline" else TicketDeferred
        change.tell(
            event(
                desk_id=by.desk_id,
                ticket_id=change.ticket.pk,
                actor=by,
                at=at,
                reason=reason,
                reason_title=ground.title,
                message_id=message.pk,
            )
        )
        if not change.move_by_hand("refused" if how == "decline" else "deferred", reason=reason):
            raise NotAllowedNow(allowed=change.allowed())
        return message


def _ground(change: Change, how: str, reason: str) -> Reason:
    if not reason:
        raise Missing(fields=("reason",))
    fitting = {key: one for key, one in change.charter.reasons.items() if one.effect in _FITTING[how]}
    demand("reason", reason, tuple(fitting))
    return fitting[reason]


def _note_solution(change: Change, solution: str) -> None:
    text = cleaned(solution, TEXT_LIMIT).strip()
    if text:
        change.ticket.solution = text
        change.touched("solution")


def _note_plan(change: Change, planned_at: datetime | None) -> None:
    if planned_at is None or planned_at == change.ticket.planned_at:
        return
    if planned_at <= change.at:
        raise NotLater
    change.ticket.planned_at = planned_at
    change.touched("planned_at")
    change.tell(
        SolutionPlanned(
            desk_id=change.ticket.desk_id,
            ticket_id=change.ticket.pk,
            actor=change.by,
            at=change.at,
            planned_at=planned_at,
            because="",
        )
    )


def _demand_move(change: Change, to: str, *, reason: str, comment: str) -> None:
    situation = change.situation(reason=reason, comment=comment)
    try:
        workflow.move(change.charter, situation, to=to)
    except workflow.Refused as refusal:
        raise _as_problem(refusal) from refusal


def _as_problem(refusal: workflow.Refused) -> Exception:
    match refusal.code:
        case workflow.Code.NEEDS:
            return Missing(fields=refusal.needs)
        case workflow.Code.UNKNOWN_STATUS:
            return UnknownKey(field="status", value=refusal.to, allowed=refusal.allowed)
        case _:
            return NotAllowedNow(allowed=refusal.allowed)


def _because(change: Change, reason: str, comment: str) -> str:
    words = cleaned(comment, BECAUSE_LIMIT).strip()
    if not reason:
        return words
    ground = change.charter.reasons[reason]
    return words or ground.letter or ground.title
