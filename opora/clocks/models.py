"""Clocks of tickets, their history, and what happens by itself in a status."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from opora.desks.models import DeskKey, DeskOwned
from opora.tickets.models import Ticket


class Clock(DeskOwned):
    """One running objective of one ticket: the columns of `engine.clocks.ClockState`.

    `due_at` and `next_alarm_at` are computed when something changes; the timers ask only for the earliest alarm.
    """

    ticket = DeskKey(Ticket, related_name="clocks", db_index=False)
    key = models.CharField(max_length=40)
    calendar_key = models.CharField(max_length=40)
    mode = models.CharField(max_length=10)
    clause = models.CharField(max_length=200, null=True)
    proposed = models.BooleanField(default=False)
    met_by = ArrayField(models.CharField(max_length=60), default=list)
    target = models.DurationField(null=True)
    target_days = models.PositiveSmallIntegerField(null=True)
    promised_at = models.DateTimeField(null=True)
    promised_on = models.DateTimeField(null=True)
    budget = models.DurationField(null=True)
    counted = models.DurationField()
    counted_days = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    running_since = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    alarms = models.JSONField(default=list)
    next_alarm_at = models.DateTimeField(null=True)
    is_public = models.BooleanField(default=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="How often firing its alarm went wrong in a row.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "key"], name="clocks_once")]
        indexes = [
            models.Index(
                fields=["next_alarm_at", "id"],
                name="clocks_next_alarm",
                condition=models.Q(next_alarm_at__isnull=False),
            ),
            models.Index(fields=["desk", "met_at"], name="clocks_met", condition=models.Q(met_at__isnull=False)),
            models.Index(
                fields=["desk", "breached_at"], name="clocks_breached", condition=models.Q(breached_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.ticket_id}"


class ClockEvent(DeskOwned):
    """A recorded change of a clock; the ledger and every later judgement are computed from these alone."""

    clock = DeskKey(Clock, related_name="events", db_index=False)
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    cause = models.CharField(max_length=500, blank=True)
    facts = models.JSONField(null=True)
    moment = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["clock", "id"], name="clocks_event_of")]

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"


class StatusTimer(DeskOwned):
    """Something that happens by itself while a ticket stays in its status: a reminder or a move."""

    ticket = DeskKey(Ticket, related_name="status_timers")
    kind = models.CharField(max_length=10, choices=[("remind", "remind"), ("move", "move")])
    status = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind"], name="clocks_timer_once")]
        indexes = [models.Index(fields=["due_at", "id"], name="clocks_timer_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.status} at {self.due_at}"
