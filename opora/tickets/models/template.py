"""Ready answers."""

from __future__ import annotations

from django.db import models

from opora.desks.models import DeskOwned


class ReplyTemplate(DeskOwned):
    """A ready answer; `{ticket}`, `{customer}`, `{agent}` are the closed list of variables."""

    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "key"], name="tickets_template_once")]

    def __str__(self) -> str:
        return self.title
