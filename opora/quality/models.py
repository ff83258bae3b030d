"""Surveys asked and answered."""

from __future__ import annotations

from django.db import models

from opora.desks.models import DeskKey, DeskOwned, Member
from opora.tickets.models import Ticket


class Rating(DeskOwned):
    """The customer's judgement of one ticket: asked when it closed, given once, changeable until the survey ends.

    `score` is the answer to the survey's first scale question, 1 to the charter's `quality.scale`.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="rating", db_constraint=False)
    member = DeskKey(Member, null=True, related_name="+", help_text="Who is rated: the assignee at closing.")
    survey = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, blank=True, help_text="Digest of the secret link's token.")
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    answers = models.JSONField(default=dict)
    comment = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["desk", "given_at"], name="quality_given", condition=models.Q(given_at__isnull=False)),
            models.Index(fields=["digest"], name="quality_link", condition=~models.Q(digest="")),
        ]

    def __str__(self) -> str:
        return f"{self.score} for {self.ticket_id}"
