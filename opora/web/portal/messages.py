"""POST tickets/<name>/messages/ : the customer writes. Field `text`, `files`."""

from __future__ import annotations

from django.utils.translation import gettext

from opora.tickets import actions
from opora.tickets.models import Message, Ticket
from opora.toolkit import clock
from opora.web.portal import verbs, words
from opora.web.portal.asking import CustomerRequest


def _write(request: CustomerRequest, ticket: Ticket) -> Message:
    return actions.customer_reply(ticket, words=words.of(request), by=request.actor, at=clock.now())


create = verbs.view("message", _write, lambda: gettext("Sent"))
