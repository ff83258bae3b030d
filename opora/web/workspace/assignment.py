"""POST tickets/<name>/assignment/ : somebody has the ticket, or nobody."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opora.desks.models import Member
from opora.tickets import actions
from opora.tickets.errors import UnknownKey
from opora.toolkit import clock
from opora.web.access import staff
from opora.web.desk import StaffRequest
from opora.web.workspace import answers, found

ME = "me"


@staff
@require_POST
def create(request: StaffRequest, name: str) -> HttpResponse:
    """Field `member`: `me` takes it to work, an id gives it to that member, empty puts it back."""
    ticket, to = found.ticket(request, name), request.POST.get("member", "")
    if to == ME:
        actions.take(ticket, by=request.actor, at=clock.now())
        return answers.changed(request, ticket, gettext("The ticket is yours."))
    actions.assign(ticket, to=_member(request, to), by=request.actor, at=clock.now())
    return answers.changed(request, ticket, gettext("The assignee is changed."))


def _member(request: StaffRequest, text: str) -> Member | None:
    if not text:
        return None
    member: Member | None = (
        Member.objects.for_desk(request.desk).filter(pk=int(text)).first() if text.isdecimal() else None
    )
    if member is None:
        raise UnknownKey(field="assignee", value=text)
    return member
