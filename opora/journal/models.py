"""The journal's one table."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from opora.toolkit.scoped import DeskManager


class Entry(models.Model):
    """One thing that happened. Never changed, never deleted (a database trigger refuses)."""

    objects = DeskManager()

    desk = models.ForeignKey("desks.Desk", on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket_id = models.BigIntegerField(null=True)
    event = models.CharField(max_length=60)
    public = models.BooleanField(default=False)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(default=0)
    actor_name = models.CharField(max_length=200, blank=True)
    actor_role = models.CharField(max_length=20, blank=True)
    via = models.CharField(max_length=20)
    at = models.DateTimeField()
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["ticket_id", "id"], name="journal_of_ticket"),
            models.Index(fields=["desk", "id"], name="journal_of_desk"),
            BrinIndex(fields=["at"], name="journal_at"),
        ]

    def __str__(self) -> str:
        return f"{self.event} at {self.at:%Y-%m-%d %H:%M:%S}"
