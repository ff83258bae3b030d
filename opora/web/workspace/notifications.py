"""The reader's bell.

GET  notifications/          what they were told, newest first
POST notifications/reading/  all of it is read
GET  notifications/unread/   the count in the rail
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from opora.journal.record import known
from opora.notify.models import Notification
from opora.toolkit import clock
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import answers, frame

MOST = 100


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the bell."""

    ticket_name: str
    event: str
    sentence: str
    at: datetime
    is_new: bool


@staff
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """The newest hundred."""
    rows = Notification.objects.for_desk(request.desk).filter(member=request.member).order_by("-pk")[:MOST]
    return frame.page(
        request, "workspace/notifications.html", {"section": "notifications", "told": [_told(row) for row in rows]}
    )


@staff
@require_safe
def unread(request: StaffRequest) -> HttpResponse:
    """The fragment with the count."""
    return render(request, "workspace/_unread.html", {"unread": frame.unread(request)})


@staff
@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """Everything up to now is read."""
    rows = Notification.objects.for_desk(request.desk).filter(member=request.member, read_at=None)
    rows.update(read_at=clock.now())
    address = reverse("work:notifications", args=[request.desk.slug])
    return answers.done(request, address, gettext("All notifications are read."))


def _told(row: Notification) -> Told:
    events = {event.name: event for event in known()}
    event = events.get(row.event)
    sentence = event.sentence(row.payload) if event else row.event
    return Told(row.ticket_name, row.event, sentence, row.created_at, row.read_at is None)
