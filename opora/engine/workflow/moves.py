"""Moving a ticket from status to status: what may be chosen by hand, and what events bring by themselves."""

from __future__ import annotations

from enum import StrEnum

from opora.engine.charter.schema import Charter, Phase, Status
from opora.engine.workflow.situation import CUSTOMERS, Situation


class Code(StrEnum):
    """Why a move is refused."""

    UNKNOWN_STATUS = "unknown_status"
    SAME_STATUS = "same_status"
    NOT_NEXT = "not_next"
    ROLE = "role"
    NEEDS = "needs"


class Refused(ValueError):
    """A ticket may not go to a status: `needs` is what is missing, `allowed` what may be chosen instead."""

    def __init__(self, code: Code, to: str, *, needs: tuple[str, ...] = (), allowed: tuple[str, ...] = ()) -> None:
        super().__init__(f"the move to {to} is refused: {code}")
        self.code = code
        self.to = to
        self.needs = needs
        self.allowed = allowed


class Event(StrEnum):
    """What happens to a ticket and may bring it to another status by itself."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    TAKEN = "taken"
    ASKED = "asked"
    CUSTOMER_REPLIED = "customer_replied"
    SOLVED = "solved"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REOPENED = "reopened"
    REFUSED = "refused"
    DEFERRED = "deferred"
    SUSPENDED = "suspended"


_FROM_PHASES: dict[Event, frozenset[Phase]] = {
    Event.CUSTOMER_REPLIED: frozenset({Phase.WAITING_CUSTOMER}),
    Event.CONFIRMED: frozenset({Phase.SOLVED}),
    Event.DECLINED: frozenset({Phase.SOLVED}),
    Event.REOPENED: frozenset({Phase.SOLVED, Phase.CLOSED, Phase.DECLINED}),
}
"""Moves of the system itself: nobody chooses them, so they hold from these phases whether or not `next` names them."""


def allowed(charter: Charter, situation: Situation) -> tuple[str, ...]:
    """The statuses this role may choose next, in the charter's order; `missing` says what one still needs."""
    here = charter.workflow.statuses[situation.status]
    return tuple(key for key in here.next if _may_bring(charter.workflow.statuses[key], situation))


def missing(charter: Charter, situation: Situation, to: str) -> tuple[str, ...]:
    """What the status `to` needs and the ticket does not have yet."""
    return tuple(need for need in charter.workflow.statuses[to].needs if not situation.has(need))


def move(charter: Charter, situation: Situation, *, to: str) -> Status:
    """The status `to` when the ticket may go there by hand. Raises Refused."""
    code = _refusal(charter, situation, to)
    if code is not None:
        needs = missing(charter, situation, to) if code is Code.NEEDS else ()
        raise Refused(code, to, needs=needs, allowed=allowed(charter, situation))
    return charter.workflow.statuses[to]


def by_event(charter: Charter, *, status: str | None, event: str) -> str | None:
    """The status that `event` brings a ticket in `status` (None: not registered yet) to; None: it stays.

    Events of the staff (assigned, taken, asked, solved, refused, deferred, suspended) follow the graph of `next`.
    Events of the customer and of the system are moves of their own: a reply only leaves a status that waits for the
    customer, confirming and declining only one that is solved, reopening only one that is solved or final.
    """
    happened = Event(event)
    to: str | None = getattr(charter.workflow.moves, happened.value)
    if status is None:
        return to if happened is Event.REGISTERED else None
    if to is None or to == status or happened is Event.REGISTERED:
        return None
    here = charter.workflow.statuses[status]
    phases = _FROM_PHASES.get(happened)
    follows = to in here.next if phases is None else here.phase in phases
    return to if follows else None


def _refusal(charter: Charter, situation: Situation, to: str) -> Code | None:
    status = charter.workflow.statuses.get(to)
    if status is None:
        return Code.UNKNOWN_STATUS
    if to == situation.status:
        return Code.SAME_STATUS
    if to not in charter.workflow.statuses[situation.status].next:
        return Code.NOT_NEXT
    if not _may_bring(status, situation):
        return Code.ROLE
    return Code.NEEDS if missing(charter, situation, to) else None


def _may_bring(status: Status, situation: Situation) -> bool:
    return situation.role in status.by if status.by else situation.role not in CUSTOMERS
