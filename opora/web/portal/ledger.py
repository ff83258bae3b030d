"""GET tickets/<name>/clocks/<key>/ : the customer's proof of a deadline, interval by interval."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.desks import charters
from opora.toolkit import clock
from opora.web.access import customers
from opora.web.portal import shown, ticket
from opora.web.portal.asking import CustomerRequest
from opora.web.reports import proof


@customers
@require_safe
def show(request: CustomerRequest, name: str, key: str) -> HttpResponse:
    """Statuses stand in it by the names customers know them by."""
    row = ticket.found(request, name)
    charter = charters.of(row.charter_id, row.desk_id)
    sheet = proof.of(row, key, actor=request.actor, now=clock.now(), named=lambda words: shown.renamed(charter, words))
    return render(request, "portal/ledger.html", {"ticket": row, "sheet": sheet, "section": "tickets"})
