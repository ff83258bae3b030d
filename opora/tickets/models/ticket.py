"""The ticket."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.db.models.functions import Coalesce

from opora.customers.models import Contact, Organisation
from opora.desks.models import CharterVersion, DeskKey, DeskOwned, Member
from opora.engine.charter.schema import Phase

FINAL = [Phase.CLOSED.value, Phase.DECLINED.value]
OPEN = ~models.Q(phase__in=FINAL)
ENDED = models.Q(phase__in=FINAL)
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class Ticket(DeskOwned):
    """A request of a customer. Words such as `kind` and `priority` are keys of the pinned charter version.

    `phase`, `priority_rank`, `plan_weight` repeat what the charter says of status, priority and plan, so that
    lists order and filter by index. `next_due_at` is the nearest public deadline of a running clock, kept by `clocks`.
    `plan_order` and `due_order` are the same as columns that sort upwards and are never NULL, for keyset pages.

    The table has one more column, `vector`, generated from name and subject for the search; migration 0002 makes it.
    """

    number = models.PositiveBigIntegerField()
    name = models.CharField(max_length=40)
    charter = DeskKey(CharterVersion, related_name="+", db_index=False)
    subject = models.CharField(max_length=500)
    kind = models.CharField(max_length=40)
    category = models.CharField(max_length=81)
    priority = models.CharField(max_length=40)
    priority_rank = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=40)
    phase = models.CharField(max_length=20, choices=[(phase.value, phase.value) for phase in Phase])
    line = models.CharField(max_length=40)
    plan = models.CharField(max_length=40)
    plan_weight = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=40)
    requester = DeskKey(Contact, related_name="tickets", db_index=False)
    organisation = DeskKey(Organisation, null=True, related_name="tickets", db_index=False)
    assignee = DeskKey(Member, null=True, related_name="tickets", db_index=False)
    fields = models.JSONField(default=dict)
    reason = models.CharField(max_length=40, blank=True)
    solution = models.TextField(blank=True)
    planned_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    status_since = models.DateTimeField()
    first_reply_at = models.DateTimeField(null=True, help_text="First public words of a person of the desk.")
    solved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened_times = models.PositiveSmallIntegerField(default=0)
    next_due_at = models.DateTimeField(null=True)
    is_breached = models.BooleanField(default=False)
    awaits_staff = models.BooleanField(default=True, help_text="The customer spoke last.")
    merged_into = DeskKey("tickets.Ticket", null=True, related_name="merged", db_index=False)
    plan_order = models.GeneratedField(
        expression=100 - models.F("plan_weight"), output_field=models.SmallIntegerField(), db_persist=True
    )
    due_order = models.GeneratedField(
        expression=Coalesce("next_due_at", models.Value(NEVER)), output_field=models.DateTimeField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "number"], name="tickets_number_once"),
            models.UniqueConstraint(fields=["desk", "name"], name="tickets_name_once"),
            models.CheckConstraint(
                condition=(ENDED & models.Q(closed_at__isnull=False)) | (OPEN & models.Q(closed_at__isnull=True)),
                name="tickets_closed_when_final",
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk", "due_order", "priority_rank", "id"], name="tickets_open_by_due", condition=OPEN
            ),
            models.Index(
                fields=["desk", "priority_rank", "due_order", "id"], name="tickets_open_by_priority", condition=OPEN
            ),
            models.Index(
                fields=["desk", "plan_order", "priority_rank", "id"], name="tickets_open_by_plan", condition=OPEN
            ),
            models.Index(fields=["desk", "id"], name="tickets_open_by_arrival", condition=OPEN),
            models.Index(
                fields=["desk", "assignee", "due_order", "id"], name="tickets_open_of_assignee", condition=OPEN
            ),
            models.Index(fields=["desk", "phase", "id"], name="tickets_open_by_phase", condition=OPEN),
            models.Index(
                fields=["desk", "id"], name="tickets_open_breached", condition=OPEN & models.Q(is_breached=True)
            ),
            models.Index(fields=["desk", "requester", "-id"], name="tickets_of_requester"),
            models.Index(fields=["desk", "organisation", "-id"], name="tickets_of_organisation"),
            models.Index(fields=["desk", "-closed_at", "-id"], name="tickets_closed", condition=ENDED),
            models.Index(fields=["desk", "registered_at"], name="tickets_registered"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.subject}"

    @property
    def is_final(self) -> bool:
        """Closed or declined."""
        return Phase(self.phase).is_final
