"""GET tickets/<name>/clocks/<key>/ : the proof of one clock, for staff."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opora.tickets import queries
from opora.toolkit import clock
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.reports import proof
from opora.web.workspace import frame


@staff
@require_safe
def show(request: StaffRequest, name: str, key: str) -> HttpResponse:
    """Every interval that counted or did not, and why, adding up to the deadline."""
    ticket = queries.get(request.desk, request.actor, name_or_number=name)
    sheet = proof.of(ticket, key, actor=request.actor, now=clock.now())
    return frame.page(request, "reports/ledger.html", {"section": "ticket", "ticket": ticket, "sheet": sheet})
