"""Clocks as people see them: on a ticket, before a ticket is sent, and their proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from opora.clocks.models import Clock, ClockEvent
from opora.clocks.states import events_of, state_of
from opora.desks import charters
from opora.engine import clocks as engine
from opora.engine.charter.schema import Charter
from opora.engine.worktime import Amount
from opora.journal.events import Actor
from opora.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock of a ticket at one moment.

    `remaining` is working time, negative when late; `share` of the budget used, 0.0 and up; `within` and `hours` are
    the promise in words of the charter's language; `why_paused` the status that stops it.
    """

    key: str
    title: str
    clause: str
    standing: engine.Standing
    within: str
    hours: str
    due_at: datetime | None
    met_at: datetime | None
    remaining: timedelta | None
    share: float | None
    is_breached: bool
    in_time: bool | None
    why_paused: str
    is_public: bool
    proposed: bool

    @property
    def is_open(self) -> bool:
        """Still to be kept."""
        return self.standing in (engine.Standing.RUNNING, engine.Standing.PAUSED)

    @property
    def is_paused(self) -> bool:
        """Stands still."""
        return self.standing is engine.Standing.PAUSED


@dataclass(frozen=True, slots=True)
class Promise:
    """What a new ticket would be promised: `due_at` None and `within` empty when no term is given."""

    clock: str
    title: str
    within: str
    hours: str
    due_at: datetime | None
    proposed: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The ledger of one clock with what a page needs to explain it."""

    view: ClockView
    ledger: engine.Ledger
    edition: str
    calendar: str
    time_zone: str


def of_ticket(ticket: Ticket, *, actor: Actor, now: datetime) -> list[ClockView]:
    """The ticket's clocks in the charter's order; customers get the public ones. One query.

    A clock for which no term is promised runs unseen, so that a later choice of objectives has its whole history.
    """
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    shown = Clock.objects.for_desk(ticket.desk_id).filter(ticket=ticket).exclude(mode=engine.Mode.NONE.value)
    rows = {row.key: row for row in shown}
    seen = [rows[key] for key in charter.clocks if key in rows]
    return [view(charter, row, ticket, now) for row in seen if row.is_public or not actor.is_contact]


def proof(ticket: Ticket, key: str, *, actor: Actor, now: datetime) -> Proof | None:
    """Every interval of the clock that counted or did not, and why; None when there is no such clock to see."""
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    row = Clock.objects.for_desk(ticket.desk_id).filter(ticket=ticket, key=key).first()
    if row is None or (actor.is_contact and not row.is_public):
        return None
    events = events_of(ClockEvent.objects.for_desk(ticket.desk_id).filter(clock=row).order_by("id"))
    calendar = charter.calendar(row.calendar_key)
    return Proof(
        view=view(charter, row, ticket, now),
        ledger=engine.ledger(state_of(row), events, calendar, until=now),
        edition=charter.edition,
        calendar=calendar.describe(charter.language),
        time_zone=charter.time_zone,
    )


def promises(charter: Charter, facts: engine.Facts, *, at: datetime) -> list[Promise]:
    """The public promises a ticket with these facts would get if it were sent at `at`."""
    return [
        Promise(
            clock=key,
            title=charter.clocks[key].title,
            within=_within(charter, chosen.within),
            hours=charter.calendar(chosen.calendar_key).describe(charter.language),
            due_at=engine.promise(chosen, charter.calendar(chosen.calendar_key), at),
            proposed=chosen.proposed,
            clause=chosen.clause or "",
        )
        for key, chosen in engine.choose(charter, facts).items()
        if charter.clocks[key].public and chosen.starts != "handed_off" and chosen.mode is not engine.Mode.NONE
    ]


def view(charter: Charter, row: Clock, ticket: Ticket, now: datetime) -> ClockView:
    """The row as people see it at `now`."""
    state = state_of(row)
    calendar = charter.calendar(row.calendar_key)
    status = charter.workflow.statuses[ticket.status]
    paused = state.standing is engine.Standing.PAUSED
    return ClockView(
        key=row.key,
        title=charter.clocks[row.key].title,
        clause=row.clause or "",
        standing=state.standing,
        within=_target(charter, state),
        hours=calendar.describe(charter.language),
        due_at=state.due_at,
        met_at=state.met_at,
        remaining=engine.remaining(state, calendar, now) if state.is_open else None,
        share=engine.share(state, calendar, now) if state.is_open else None,
        is_breached=state.breached_at is not None
        or (state.is_open and state.due_at is not None and state.due_at < now),
        in_time=state.in_time,
        why_paused=status.title if paused else "",
        is_public=row.is_public,
        proposed=state.proposed,
    )


def _target(charter: Charter, state: engine.ClockState) -> str:
    if state.target_days is not None:
        return _within(charter, Amount.of_working_days(state.target_days))
    return _within(charter, Amount.of(state.target)) if state.target is not None else ""


def _within(charter: Charter, amount: Amount | None) -> str:
    return amount.describe(charter.language) if amount else ""
