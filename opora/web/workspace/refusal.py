"""POST tickets/<name>/refusal/ : the desk declines the request, for a reason of the charter."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opora.tickets import actions
from opora.toolkit import clock
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import answers, found, words


@staff
@require_POST
def create(request: StaffRequest, name: str) -> HttpResponse:
    """Fields `reason` and `text`."""
    ticket, sent = found.ticket(request, name), request.POST
    actions.refuse(
        ticket,
        reason=sent.get("reason", ""),
        words=words.of(request),
        by=request.actor,
        at=clock.now(),
    )
    return answers.changed(request, ticket, gettext("The request is declined, the customer is told."))
