"""What the timers ask of this room: the next moment, and to do what is due."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Min

from opora.clocks.actions import fire_alarms, run_timer
from opora.clocks.models import Clock, StatusTimer

log = logging.getLogger(__name__)

BATCH = 100
SET_ASIDE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Alarms:
    """Warnings and breaches of running clocks."""

    name: str = "alarms"

    def next_at(self) -> datetime | None:
        """The earliest alarm of any desk."""
        earliest: datetime | None = Clock.objects.across_desks().aggregate(at=Min("next_alarm_at"))["at"]
        return earliest

    def run_due(self, now: datetime, limit: int) -> int:
        """Let due alarms go off, at most `limit` clocks; gives how many were looked at."""
        due = Clock.objects.across_desks().filter(next_alarm_at__lte=now).order_by("next_alarm_at", "id")
        clocks = list(due.values_list("pk", "ticket_id")[: min(limit, BATCH)])
        tickets = list(dict.fromkeys(ticket for _, ticket in clocks))
        if not tickets:
            return 0
        try:
            done = fire_alarms(tickets, now=now)
        except Exception:
            log.exception("a batch of %s alarms failed; trying them one by one", len(tickets))
            done = self._one_by_one(tickets, now)
        return len(clocks) if done else 0

    def _one_by_one(self, tickets: Sequence[int], now: datetime) -> int:
        for ticket in tickets:
            try:
                fire_alarms([ticket], now=now)
            except Exception:
                log.exception("the alarms of ticket %s are set aside for an hour", ticket)
                failed = Clock.objects.across_desks().filter(ticket_id=ticket, next_alarm_at__lte=now)
                failed.update(next_alarm_at=now + SET_ASIDE, failures=F("failures") + 1)
        return len(tickets)


@dataclass(frozen=True, slots=True)
class StatusTimers:
    """Reminders and moves that happen by themselves."""

    name: str = "status timers"

    def next_at(self) -> datetime | None:
        """The earliest timer of any desk."""
        earliest: datetime | None = StatusTimer.objects.across_desks().aggregate(at=Min("due_at"))["at"]
        return earliest

    def run_due(self, now: datetime, limit: int) -> int:
        """Run due timers, at most `limit`; gives how many were done."""
        due = StatusTimer.objects.across_desks().filter(due_at__lte=now).order_by("due_at", "id")
        return sum(self._run(timer, now) for timer in list(due.values_list("pk", flat=True)[: min(limit, BATCH)]))

    def _run(self, timer: int, now: datetime) -> bool:
        try:
            return run_timer(timer, now=now)
        except Exception:
            log.exception("timer %s is set aside for an hour", timer)
            failed = StatusTimer.objects.across_desks().filter(pk=timer)
            failed.update(due_at=now + SET_ASIDE, failures=F("failures") + 1)
            return True
