"""POST tickets/<name>/participants/ : one more person of the customer gets the public words."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opora.customers.models import Contact
from opora.tickets import actions
from opora.tickets.errors import UnknownKey
from opora.toolkit import clock
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import answers, found


@staff
@require_POST
def create(request: StaffRequest, name: str) -> HttpResponse:
    """Field `email`: the address of a contact the desk knows."""
    ticket, email = found.ticket(request, name), request.POST.get("email", "").strip().lower()
    contact = Contact.objects.for_desk(request.desk).filter(email=email).first()
    if contact is None:
        raise UnknownKey(field="email", value=email)
    actions.add_participant(ticket, contact=contact, by=request.actor, at=clock.now())
    return answers.changed(request, ticket, gettext("The participant is added."))
