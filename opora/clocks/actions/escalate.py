"""The charter's escalation rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from opora.clocks.events import Escalated
from opora.desks import charters
from opora.engine.charter.schema import Charter, Escalation
from opora.journal.events import system
from opora.journal.record import record
from opora.tickets.actions import assign, move_line
from opora.tickets.models import Ticket


def escalate(ticket: Ticket, *, when: str, at: datetime, clock: str = "", mark: str = "") -> Ticket:
    """Apply every rule for what happened: raise the line, free the ticket, tell those the rule names.

    `when` is a word of `Escalation.when`; `clock` and `mark` narrow alarms and breaches.
    """
    for event in escalations(ticket, when=when, at=at, clock=clock, mark=mark):
        record(event)
        ticket = event.subject
    return ticket


def escalations(ticket: Ticket, *, when: str, at: datetime, clock: str = "", mark: str = "") -> Iterator[Escalated]:
    """As `escalate`, but the events are given to be recorded, rule by rule; their subject is the ticket by then."""
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    for rule in charter.escalations:
        if _fits(rule, ticket, when=when, clock=clock, mark=mark):
            event = _apply(ticket, charter, rule, at)
            ticket = event.subject
            yield event


def _fits(rule: Escalation, ticket: Ticket, *, when: str, clock: str, mark: str) -> bool:
    return (
        rule.when == when
        and rule.clock in (None, clock)
        and (rule.at in (None, mark) or when == "breach")
        and (not rule.from_lines or ticket.line in rule.from_lines)
    )


def _apply(ticket: Ticket, charter: Charter, rule: Escalation, at: datetime) -> Escalated:
    by = system(ticket.desk_id)
    target = _target(charter, ticket.line, rule.to_line)
    if target is not None and target != ticket.line:
        ticket = move_line(ticket, to=target, because=rule.clause or rule.key, by=by, at=at)
    if rule.unassign and ticket.assignee_id is not None:
        ticket = assign(ticket, to=None, by=by, at=at)
    return Escalated(
        desk_id=ticket.desk_id,
        ticket_id=ticket.pk,
        actor=by,
        at=at,
        subject=ticket,
        rule=rule.key,
        clause=rule.clause or "",
        when=rule.when,
        to_line=target or "",
        line_title=charter.lines[target].title if target else "",
        tell=tuple(rule.tell),
    )


def _target(charter: Charter, line: str, wanted: str | None) -> str | None:
    if wanted != "next":
        return wanted
    higher = _above(charter, charter.lines[line].level)
    return min(higher, key=lambda key: charter.lines[key].level, default=None)


def _above(charter: Charter, level: int) -> Iterable[str]:
    return [key for key, line in charter.lines.items() if line.level > level]
