"""POST tickets/<name>/classification/ : kind and category."""

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
    """Fields `kind` and `category`; what is empty stays."""
    ticket, sent = found.ticket(request, name), request.POST
    actions.classify(
        ticket,
        kind=sent.get("kind") or None,
        category=sent.get("category") or None,
        by=request.actor,
        at=clock.now(),
    )
    return answers.changed(request, ticket, gettext("Kind and category are kept."))
