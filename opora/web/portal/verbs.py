"""What a customer's verbs on a ticket share: one page to come back to, with words beside the form that failed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from opora.tickets.models import Ticket
from opora.toolkit.errors import NotFound, Problem
from opora.web.access import View, customers
from opora.web.portal import once, ticket
from opora.web.portal.asking import CustomerRequest
from opora.web.workspace.answers import SeeOther

Verb = Callable[[CustomerRequest, Ticket], object]


def view(form: str, verb: Verb, told: Callable[[], str]) -> View:
    """POST: do `verb` once for each form sent, then the page again; `form` names where a refusal is shown."""

    @customers
    @require_POST
    def create(request: CustomerRequest, name: str) -> HttpResponse:
        row = ticket.found(request, name)

        def work() -> str:
            verb(request, row)
            return row.name

        try:
            once.do(request, work)
        except NotFound:
            raise
        except Problem as problem:
            return ticket.page(request, row, problem=problem, at_form=form)
        messages.success(request, told())
        return SeeOther(reverse("portal-ticket", args=[request.desk.slug, row.name]))

    return create
