"""POST tickets/<name>/confirmation/ : it is solved indeed."""

from __future__ import annotations

from django.utils.translation import gettext

from opora.tickets import actions
from opora.tickets.models import Ticket
from opora.toolkit import clock
from opora.web.portal import verbs
from opora.web.portal.asking import CustomerRequest


def _confirm(request: CustomerRequest, ticket: Ticket) -> Ticket:
    return actions.confirm(ticket, by=request.actor, at=clock.now())


create = verbs.view("judgement", _confirm, lambda: gettext("Thank you. The ticket is closed."))
