"""What surrounds every page of the workspace: views, unread notifications, where live updates begin."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from opora.journal.models import Entry
from opora.notify.models import Notification
from opora.web.access import KEEPING, LEADING
from opora.web.desk import StaffRequest
from opora.web.workspace import rail


def page(request: StaffRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A whole page of the workspace; `context["section"]` names the place in the rail."""
    return render(request, template, {**around(request, context.get("rail")), **context}, status=status)


def around(request: StaffRequest, shown: rail.Rail | None = None) -> dict[str, Any]:
    """The rail and the live stream's start; at most three queries."""
    return {
        "rail": shown or rail.of(request),
        "unread": unread(request),
        "live_after": newest_entry(request),
        "keeps_mail": request.member.role in KEEPING,
        "leads_desk": request.member.role in LEADING,
    }


def unread(request: StaffRequest) -> int:
    """How many notifications the reader has not seen, at most 100."""
    rows = Notification.objects.for_desk(request.desk).filter(member=request.member, read_at=None)
    count: int = rows.order_by()[:100].count()
    return count


def newest_entry(request: StaffRequest) -> int:
    """The journal's newest entry of the desk: live updates go on from here."""
    return Entry.objects.for_desk(request.desk).order_by("-pk").values_list("pk", flat=True).first() or 0
