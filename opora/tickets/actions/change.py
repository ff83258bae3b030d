"""The one shape of a verb: lock the row, ask the policy, let the engine decide, save named fields, record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from opora.desks import charters
from opora.engine import workflow
from opora.engine.charter import Charter
from opora.engine.charter.schema import Phase, Role
from opora.journal.events import Actor, Event
from opora.journal.record import record
from opora.tickets.errors import ClosedForGood, Forbidden, Missing, NotAllowedNow, NotFound
from opora.tickets.events import StatusChanged, TicketClosed
from opora.tickets.models import Ticket
from opora.tickets.policies import visible_to

Policy = Callable[[Actor, Ticket], bool]

SETTLED = frozenset({Phase.SOLVED, Phase.CLOSED, Phase.DECLINED})
"""Phases in which the desk holds its work for done: leaving them is a reopening."""


class Change:
    """A verb at work on one locked ticket: what it set, and what it will tell when it is kept."""

    def __init__(self, ticket: Ticket, by: Actor, at: datetime) -> None:
        self.ticket = ticket
        self.by = by
        self.at = at
        self.charter: Charter = charters.of(ticket.charter_id, ticket.desk_id)
        self._set: dict[str, None] = {}
        self._told: list[Event] = []

    def touched(self, *fields: str) -> None:
        """These fields of the ticket were set and are to be saved."""
        self._set.update(dict.fromkeys(fields))

    def tell(self, event: Event) -> None:
        """Record this when the ticket is saved, after what was told before."""
        self._told.append(event)

    def keep(self) -> None:
        """Save what was set, then record what happened; reactions run here. Nothing happened: nothing is written."""
        if not self._set and not self._told:
            return
        self.ticket.updated_at = self.at
        self.ticket.save(update_fields=[*self._set, "updated_at"])
        for event in self._told:
            record(replace(event, subject=self.ticket))

    # Status ---------------------------------------------------------------------------------------------------------

    def situation(self, *, reason: str = "", comment: str = "") -> workflow.Situation:
        """The ticket as the engine's workflow sees it; only for actors that are persons."""
        ticket = self.ticket
        return workflow.Situation(
            status=ticket.status,
            role=Role(self.by.role),
            assignee=ticket.assignee_id is not None,
            solution=bool(ticket.solution),
            reason=bool(reason),
            planned=ticket.planned_at is not None,
            estimate=ticket.planned_at is not None,
            invoice=bool(comment),
            packet=bool(comment),
        )

    def allowed(self) -> tuple[str, ...]:
        """Statuses the actor may choose next; the system chooses none."""
        return () if self.by.is_system else workflow.allowed(self.charter, self.situation())

    def demand_phase(self, *phases: Phase) -> None:
        """Raises NotAllowedNow unless the ticket is in one of `phases`."""
        if Phase(self.ticket.phase) not in phases:
            raise NotAllowedNow(allowed=self.allowed())

    def demand_open(self) -> None:
        """Raises NotAllowedNow when the ticket is closed or declined."""
        if self.ticket.is_final:
            raise NotAllowedNow(allowed=self.allowed())

    def demand_reopening(self) -> None:
        """Raises ClosedForGood when the charter's time for opening this closed ticket again is over, or never was."""
        rule, closed_at = self.charter.workflow.reopening, self.ticket.closed_at
        if closed_at is None or not workflow.can_reopen(self.charter, closed_at=closed_at, now=self.at):
            raise ClosedForGood(later=rule.later)

    def is_reopening(self, to: str) -> bool:
        """Whether the move to this status takes up work that was held for done."""
        return Phase(self.ticket.phase) in SETTLED and self.charter.workflow.statuses[to].phase not in SETTLED

    def move_by_hand(self, event: str, *, reason: str = "") -> bool:
        """The move a verb of the staff stands for; False when the ticket is there already, or the charter has none.

        Raises NotAllowedNow when the workflow does not lead there from here, Missing when the status needs more.
        """
        to = getattr(self.charter.workflow.moves, event)
        if to is None or to == self.ticket.status:
            return False
        if not self.by.is_system:
            situation = self.situation(reason=reason)
            if to not in workflow.allowed(self.charter, situation):
                raise NotAllowedNow(allowed=workflow.allowed(self.charter, situation))
            self._demand_needs(situation, to)
        self.move(to, reason=reason)
        return True

    def move_by_event(self, event: str, *, because: str = "") -> bool:
        """The move that an event brings by itself; False when the ticket stays where it is."""
        to = workflow.by_event(self.charter, status=self.ticket.status, event=event)
        if to is None:
            return False
        self.move(to, because=because)
        return True

    def move(self, to: str, *, because: str = "", reason: str = "") -> None:
        """Bring the ticket to the status `to`; whoever calls has asked whether it may go there."""
        ticket, statuses = self.ticket, self.charter.workflow.statuses
        old, old_phase, phase = ticket.status, ticket.phase, statuses[to].phase
        ticket.status, ticket.phase, ticket.status_since, ticket.reason = to, phase.value, self.at, reason
        self._stamp(Phase(old_phase), phase)
        self.touched(
            "status", "phase", "status_since", "reason", "solved_at", "closed_at", "awaits_staff", "reopened_times"
        )
        self.tell(
            StatusChanged(
                desk_id=ticket.desk_id,
                ticket_id=ticket.pk,
                actor=self.by,
                at=self.at,
                old=old,
                new=to,
                old_title=statuses[old].title,
                new_title=statuses[to].title,
                old_there=statuses[old].for_customer or statuses[old].title,
                new_there=statuses[to].for_customer or statuses[to].title,
                old_phase=old_phase,
                new_phase=phase.value,
                because=because,
                automatic=self.by.is_system,
            )
        )
        if phase is Phase.CLOSED:
            self.tell(
                TicketClosed(
                    desk_id=ticket.desk_id, ticket_id=ticket.pk, actor=self.by, at=self.at, automatic=self.by.is_system
                )
            )

    def _stamp(self, old: Phase, new: Phase) -> None:
        ticket = self.ticket
        ticket.closed_at = self.at if new.is_final else None
        if new is Phase.SOLVED:
            ticket.solved_at = self.at
        elif new is Phase.CLOSED:
            ticket.solved_at = ticket.solved_at or self.at
        else:
            ticket.solved_at = None
        if new.is_final:
            ticket.awaits_staff = False
        if old in SETTLED and new not in SETTLED:
            ticket.reopened_times += 1
            ticket.awaits_staff = True

    def _demand_needs(self, situation: workflow.Situation, to: str) -> None:
        needs = workflow.missing(self.charter, situation, to)
        if needs:
            raise Missing(fields=needs)


@contextmanager
def changing(ticket: Ticket, *, by: Actor, at: datetime, may: Policy, among: Q | None = None) -> Iterator[Change]:
    """Lock `ticket`, ask `may`, and keep the change when the block ends; one transaction.

    `among` are the tickets that exist for the actor, normally those they see. Raises NotFound for all others, Forbidden
    when the policy says no.
    """
    with transaction.atomic():
        change = Change(_locked(ticket, by, visible_to(by) if among is None else among), by, at)
        if not may(by, change.ticket):
            raise Forbidden
        yield change
        change.keep()


def _locked(ticket: Ticket, by: Actor, among: Q) -> Ticket:
    rows: QuerySet[Ticket] = Ticket.objects.for_desk(by.desk_id).filter(among).select_for_update(of=("self",))
    try:
        return rows.get(pk=ticket.pk)
    except Ticket.DoesNotExist:
        raise NotFound(what="ticket") from None
