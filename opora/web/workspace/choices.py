"""What the reader may do with a ticket next, in the words of the ticket's charter."""

from __future__ import annotations

from dataclasses import dataclass

from opora.desks import charters
from opora.engine import workflow
from opora.engine.charter.schema import Charter, Role, Status
from opora.journal.events import Actor
from opora.tickets import intake, policies
from opora.tickets.models import Ticket

NEEDS_WORDS = frozenset({"solution", "invoice", "packet"})

Pairs = tuple[tuple[str, str], ...]
"""Keys and titles."""


@dataclass(frozen=True, slots=True)
class NextStatus:
    """A status the ticket may be brought to by hand, and what the form must ask for."""

    key: str
    title: str
    phase: str
    needs_reason: bool
    needs_words: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Empty where the reader may do nothing of the kind."""

    can_work: bool
    can_note: bool
    is_final: bool
    statuses: tuple[NextStatus, ...]
    kinds: Pairs
    categories: Pairs
    priorities: Pairs
    lines: Pairs
    refuse_for: Pairs
    defer_for: Pairs


def of(ticket: Ticket, actor: Actor) -> Choices:
    """No query: the charter and the policies know."""
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    can_work = policies.can_change(actor, ticket)
    return Choices(
        can_work=can_work,
        can_note=policies.can_note(actor, ticket),
        is_final=ticket.is_final,
        statuses=_statuses(charter, ticket, actor) if can_work else (),
        kinds=tuple((key, kind.title) for key, kind in charter.kinds.items()),
        categories=_categories(charter, ticket),
        priorities=tuple((key, priority.title) for key, priority in charter.priorities.items()),
        lines=tuple((key, line.title) for key, line in charter.lines.items()),
        refuse_for=_reasons(charter, "decline", "either", "out_of_scope"),
        defer_for=_reasons(charter, "defer", "either"),
    )


def _statuses(charter: Charter, ticket: Ticket, actor: Actor) -> tuple[NextStatus, ...]:
    situation = workflow.Situation(status=ticket.status, role=Role(actor.role), assignee=ticket.assignee_id is not None)
    return tuple(_next(key, charter.workflow.statuses[key]) for key in workflow.allowed(charter, situation))


def _next(key: str, status: Status) -> NextStatus:
    needs = set(status.needs)
    return NextStatus(key, status.title, status.phase.value, "reason" in needs, bool(NEEDS_WORDS & needs))


def _categories(charter: Charter, ticket: Ticket) -> Pairs:
    paths = intake.categories_of(charter, ticket.kind) if ticket.kind in charter.kinds else tuple(charter.category_tree)
    return tuple((path, " " * 3 * path.count("/") + charter.category(path).title) for path in paths)


def _reasons(charter: Charter, *effects: str) -> Pairs:
    return tuple((key, reason.title) for key, reason in charter.reasons.items() if reason.effect in effects)
