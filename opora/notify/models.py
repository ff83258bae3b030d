"""What staff are told inside the product."""

from __future__ import annotations

from django.db import models

from opora.desks.models import DeskKey, DeskOwned, Member


class Notification(DeskOwned):
    """A line in a member's bell."""

    member = DeskKey(Member, related_name="notifications", db_index=False)
    ticket_id = models.BigIntegerField(null=True)
    ticket_name = models.CharField(max_length=40, blank=True)
    event = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "-id"], name="notify_of_member"),
            models.Index(fields=["member"], name="notify_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.member_id}"
