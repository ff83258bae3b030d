"""Who has the ticket: an assignee, a line, and who else listens."""

from __future__ import annotations

from datetime import datetime

from opora.customers.models import Contact
from opora.desks.models import Member
from opora.journal.events import Actor
from opora.tickets.actions.change import Change, changing
from opora.tickets.actions.messages import cleaned
from opora.tickets.errors import Missing, NotAllowedNow, UnknownKey
from opora.tickets.events import LineChanged, ParticipantAdded, TicketAssigned
from opora.tickets.intake import demand
from opora.tickets.models import Participant, Ticket
from opora.tickets.policies import can_assign, can_change, can_hold, can_take

BECAUSE_LIMIT = 4000


def assign(ticket: Ticket, *, to: Member | None, by: Actor, at: datetime) -> Ticket:
    """Give the ticket to a member, or to nobody. Giving it to whoever has it changes nothing.

    Raises UnknownKey for somebody who is not of the desk, has left, or may not hold tickets; the error names nobody.
    """
    with changing(ticket, by=by, at=at, may=can_assign) as change:
        change.demand_open()
        if to is not None:
            _demand_holder(change.ticket, to)
        if change.ticket.assignee_id != (to.pk if to else None):
            _give(change, to, taken=False)
            if to is not None:
                change.move_by_event("assigned")
        return change.ticket


def take(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Take the ticket oneself and begin to work on it. Taking one's own again changes nothing.

    Raises NotAllowedNow naming the holder when somebody else has it: `assign` to oneself takes it over knowingly.
    """
    with changing(ticket, by=by, at=at, may=can_take) as change:
        change.demand_open()
        holder = change.ticket.assignee
        if holder is not None and holder.pk != by.reference:
            raise NotAllowedNow(field="assignee", holder=holder.name)
        if holder is None:
            _give(change, Member.objects.for_desk(by.desk_id).get(pk=by.reference), taken=True)
        change.move_by_event("taken")
        return change.ticket


def move_line(ticket: Ticket, *, to: str, because: str, by: Actor, at: datetime) -> Ticket:
    """Bring the ticket to another line, up or down. The line it has changes nothing.

    Raises UnknownKey, and Missing where the charter wants the reason of such an escalation in words.
    """
    with changing(ticket, by=by, at=at, may=can_change) as change:
        change.demand_open()
        demand("line", to, tuple(change.charter.lines))
        old, lines = change.ticket.line, change.charter.lines
        if to == old:
            return change.ticket
        reason = cleaned(because, BECAUSE_LIMIT).strip()
        if not reason and not by.is_system and _needs_reason(change, to):
            raise Missing(fields=("because",))
        change.ticket.line = to
        change.touched("line")
        change.tell(
            LineChanged(
                desk_id=by.desk_id,
                ticket_id=change.ticket.pk,
                actor=by,
                at=at,
                old=old,
                new=to,
                old_title=lines[old].title,
                new_title=lines[to].title,
                because=reason,
                automatic=by.is_system,
            )
        )
        return change.ticket


def add_participant(ticket: Ticket, *, contact: Contact, by: Actor, at: datetime) -> Participant:
    """One more person of the customer gets the public words; adding them again is harmless.

    Raises UnknownKey for somebody who is no contact of the desk; the error names nobody.
    """
    with changing(ticket, by=by, at=at, may=can_change) as change:
        if contact.desk_id != by.desk_id:
            raise UnknownKey(field="contact", value=str(contact.pk))
        rows = Participant.objects.for_desk(by.desk_id)
        participant: Participant
        participant, is_new = rows.get_or_create(
            desk_id=by.desk_id,
            ticket=change.ticket,
            contact_id=contact.pk,
            defaults={"added_by": by.name, "created_at": at},
        )
        if is_new:
            change.tell(
                ParticipantAdded(
                    desk_id=by.desk_id,
                    ticket_id=change.ticket.pk,
                    actor=by,
                    at=at,
                    contact_id=contact.pk,
                    contact_name=str(contact),
                )
            )
        return participant


def _demand_holder(ticket: Ticket, to: Member) -> None:
    holders = Member.objects.for_desk(ticket.desk_id).filter(pk=to.pk, is_active=True)
    role = holders.values_list("role", flat=True).first()
    if role is None or not can_hold(role):
        raise UnknownKey(field="assignee", value=str(to.pk))


def _give(change: Change, to: Member | None, *, taken: bool) -> None:
    ticket = change.ticket
    before = ticket.assignee
    ticket.assignee = to
    change.touched("assignee")
    change.tell(
        TicketAssigned(
            desk_id=ticket.desk_id,
            ticket_id=ticket.pk,
            actor=change.by,
            at=change.at,
            to_id=to.pk if to else None,
            to_name=to.name if to else "",
            from_name=before.name if before else "",
            taken=taken,
        )
    )


def _needs_reason(change: Change, to: str) -> bool:
    """A rule for raising tickets by judgement that leads to this line and wants words."""
    line = change.ticket.line
    rules = (rule for rule in change.charter.escalations if rule.when == "complexity" and rule.needs_reason)
    fitting = (rule for rule in rules if not rule.from_lines or line in rule.from_lines)
    return any(rule.to_line in (to, None) or _is_next(change, rule.to_line, to) for rule in fitting)


def _is_next(change: Change, word: str | None, to: str) -> bool:
    return word == "next" and change.charter.next_line(change.ticket.line) == to
