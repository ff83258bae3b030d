"""What happens by itself while a ticket stays in a status: reminders, and the move at the end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opora.clocks.events import Reminded
from opora.clocks.models import StatusTimer
from opora.desks import charters
from opora.engine import workflow
from opora.engine.charter.schema import Charter
from opora.journal.events import system
from opora.journal.record import record
from opora.tickets.actions import change_status
from opora.tickets.models import Ticket


def set_timers(ticket: Ticket, *, at: datetime, had_any: bool = True) -> None:
    """Replace the ticket's timers by those of its status; `at` is when it entered it."""
    if had_any:
        StatusTimer.objects.for_desk(ticket.desk_id).filter(ticket=ticket).delete()
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    first: dict[str, workflow.Timer] = {}
    for timer in workflow.timers(charter, status=ticket.status, entered_at=at):
        first.setdefault(timer.kind.value, timer)
    StatusTimer.objects.for_desk(ticket.desk_id).bulk_create([_row(ticket, timer) for timer in first.values()])


def run_timer(timer_id: int, *, now: datetime) -> bool:
    """Do what the timer is for, once; False when it is gone, not yet due, or somebody works on the ticket right now."""
    with transaction.atomic():
        timer = StatusTimer.objects.across_desks().filter(pk=timer_id, due_at__lte=now).first()
        if timer is None:
            return False
        tickets = Ticket.objects.across_desks().select_for_update(skip_locked=True, of=("self",))
        ticket = tickets.filter(pk=timer.ticket_id).first()
        if ticket is None:
            return False
        if ticket.status != timer.status or not _still_there(timer):
            return False
        charter = charters.of(ticket.charter_id, ticket.desk_id)
        if timer.kind == "remind":
            _remind(ticket, charter, timer, now)
        else:
            _move(ticket, charter, now)
    return True


def _still_there(timer: StatusTimer) -> bool:
    """Read again under the ticket's lock: another process may have done it meanwhile."""
    same = StatusTimer.objects.across_desks().filter(pk=timer.pk, number=timer.number, due_at=timer.due_at)
    return bool(same.exists())


def _remind(ticket: Ticket, charter: Charter, timer: StatusTimer, now: datetime) -> None:
    all_timers = workflow.timers(charter, status=ticket.status, entered_at=ticket.status_since)
    reminders = [item for item in all_timers if item.kind is workflow.TimerKind.REMIND]
    this = next((item for item in reminders if item.number == timer.number), None)
    following = next((item for item in reminders if item.number == timer.number + 1), None)
    timer.delete()
    if following is not None:
        _row(ticket, following).save(force_insert=True)
    record(
        Reminded(
            desk_id=ticket.desk_id,
            ticket_id=ticket.pk,
            actor=system(ticket.desk_id),
            at=now,
            number=timer.number,
            of=len(reminders),
            whom=(this.whom if this else None) or "customer",
        )
    )


def _move(ticket: Ticket, charter: Charter, now: datetime) -> None:
    after = charter.workflow.statuses[ticket.status].after
    if after is None:  # pragma: no cover - a timer of a status without `after` cannot be written
        return
    change_status(ticket, to=after.to, by=system(ticket.desk_id), at=now)


def _row(ticket: Ticket, timer: workflow.Timer) -> StatusTimer:
    return StatusTimer(
        desk_id=ticket.desk_id,
        ticket=ticket,
        kind=timer.kind.value,
        status=ticket.status,
        number=timer.number,
        due_at=timer.due_at,
    )
