"""What a verb's view answers: the page again, or for htmx the news by which its fragments refresh themselves."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from opora.tickets.models import Ticket
from opora.web.desk import StaffRequest


class SeeOther(HttpResponse):
    """303: after a POST, look there."""

    status_code = 303

    def __init__(self, address: str) -> None:
        super().__init__()
        self.headers["Location"] = address


def by_htmx(request: HttpRequest) -> bool:
    """The form was sent by htmx, which wants no page."""
    return request.headers.get("HX-Request") == "true"


def changed(request: StaffRequest, ticket: Ticket, words: str) -> HttpResponse:
    """The ticket changed; `words` tell the reader what was done."""
    if by_htmx(request):
        return _news({f"live:ticket-{ticket.pk}": "", "live:any": "", "toast": {"words": words, "tone": "success"}})
    messages.success(request, words)
    return SeeOther(reverse("work:ticket", args=[request.desk.slug, ticket.name]))


def done(request: StaffRequest, address: str, words: str) -> HttpResponse:
    """Something else changed; the reader goes on at `address`."""
    messages.success(request, words)
    if by_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return SeeOther(address)


def _news(events: dict[str, object]) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})
