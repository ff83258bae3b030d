"""POST tickets/<name>/reopening/ : a closed ticket is opened again, as long as the charter allows. Field `because`."""

from __future__ import annotations

from django.utils.translation import gettext

from opora.tickets import actions
from opora.tickets.models import Ticket
from opora.toolkit import clock
from opora.web.portal import verbs, words
from opora.web.portal.asking import CustomerRequest


def _reopen(request: CustomerRequest, ticket: Ticket) -> Ticket:
    because = words.text(request, "because")
    return actions.reopen(ticket, because=because, by=request.actor, at=clock.now())


create = verbs.view("reopening", _reopen, lambda: gettext("The ticket is open again."))
