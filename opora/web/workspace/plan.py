"""POST tickets/<name>/plan/ : the day on which it will be done."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opora.tickets import actions
from opora.tickets.errors import Missing
from opora.toolkit import clock
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import answers, found


@staff
@require_POST
def create(request: StaffRequest, name: str) -> HttpResponse:
    """Fields `planned_at` (local time of the reader) and `because`."""
    ticket, sent = found.ticket(request, name), request.POST
    actions.plan_solution(
        ticket,
        planned_at=_moment(sent.get("planned_at", "")),
        because=sent.get("because", ""),
        by=request.actor,
        at=clock.now(),
    )
    return answers.changed(request, ticket, gettext("The planned date is set, the customer is told."))


def _moment(text: str) -> datetime:
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise Missing(fields=("planned_at",)) from None
    return local if local.tzinfo else timezone.make_aware(local)
