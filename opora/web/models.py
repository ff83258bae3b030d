"""What people keep of the pages themselves."""

from __future__ import annotations

from django.db import models

from opora.desks.models import DeskKey, DeskOwned, Member


class SavedView(DeskOwned):
    """A view of the queue under a name: its member's own, or shared with the whole desk."""

    member = DeskKey(Member, related_name="saved_views")
    title = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, help_text="As `tickets.views.View.query_string` writes it.")
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "title"], name="web_saved_view_once")]

    def __str__(self) -> str:
        return self.title
