"""What the API remembers of requests that may come twice."""

from __future__ import annotations

from django.db import models

from opora.desks.models import ApiToken, DeskKey, DeskOwned


class IdempotentRequest(DeskOwned):
    """A change that was made under a client's key, and what was answered: kept for a day, in the change's transaction.

    `route` is method and path, `digest` that of the body: the same key with another request is refused.
    """

    token = DeskKey(ApiToken, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    route = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=300, blank=True)
    answer = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_request_once")]
        indexes = [models.Index(fields=["desk", "created_at"], name="api_request_age")]

    def __str__(self) -> str:
        return f"{self.route} ({self.key})"
