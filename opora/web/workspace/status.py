"""POST tickets/<name>/status/ : the workflow's next status, chosen by a person."""

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
    """Fields `to`, and what the status needs: `reason`, `solution`, `comment`."""
    ticket, sent = found.ticket(request, name), request.POST
    actions.change_status(
        ticket,
        to=sent.get("to", ""),
        reason=sent.get("reason", ""),
        solution=sent.get("solution", ""),
        comment=sent.get("comment", ""),
        by=request.actor,
        at=clock.now(),
    )
    return answers.changed(request, ticket, gettext("The status is changed."))
