"""POST tickets/<name>/line/ : up or down the levels of support."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opora.tickets import actions
from opora.toolkit import clock
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import answers, found


@staff
@require_POST
def create(request: StaffRequest, name: str) -> HttpResponse:
    """Fields `to` and `because`."""
    ticket, sent = found.ticket(request, name), request.POST
    actions.move_line(
        ticket,
        to=sent.get("to", ""),
        because=sent.get("because", ""),
        by=request.actor,
        at=clock.now(),
    )
    return answers.changed(request, ticket, gettext("The ticket is on another line now."))
