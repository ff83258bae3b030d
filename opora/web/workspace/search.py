"""GET search/?q= : tickets by number, subject and words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from opora.tickets import queries
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import frame, titles

MOST = 50


@staff
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """The best matches; the very number of a ticket leads straight to it."""
    text = request.GET.get("q", "").strip()
    hits = queries.search(request.desk, request.actor, text, limit=MOST) if text else []
    if hits and hits[0].ticket.name.casefold() == text.casefold():
        return redirect("work:ticket", request.desk.slug, hits[0].ticket.name)
    found = [(hit, titles.of(hit.ticket)) for hit in hits]
    return frame.page(
        request, "workspace/search.html", {"section": "search", "text": text, "found": found, "most": MOST}
    )
