"""POST tickets/<name>/objection/ : it is not solved. Field `because`."""

from __future__ import annotations

from django.utils.translation import gettext

from opora.tickets import actions
from opora.tickets.models import Ticket
from opora.toolkit import clock
from opora.web.portal import verbs, words
from opora.web.portal.asking import CustomerRequest


def _decline(request: CustomerRequest, ticket: Ticket) -> Ticket:
    because = words.text(request, "because")
    return actions.decline(ticket, because=because, by=request.actor, at=clock.now())


create = verbs.view("objection", _decline, lambda: gettext("The ticket is back in work."))
