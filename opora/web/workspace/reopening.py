"""POST tickets/<name>/reopening/ : a solved or closed ticket is worked on again."""

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
    """Field `because`."""
    ticket, sent = found.ticket(request, name), request.POST
    actions.reopen(
        ticket,
        because=sent.get("because", ""),
        by=request.actor,
        at=clock.now(),
    )
    return answers.changed(request, ticket, gettext("The ticket is open again."))
