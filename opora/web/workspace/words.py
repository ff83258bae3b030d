"""The words and files of a form, as the room of tickets takes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opora.journal.events import Actor
from opora.tickets.errors import UnknownKey
from opora.tickets.models import Message, Ticket
from opora.tickets.values import NewFile, Words
from opora.toolkit import clock
from opora.web.access import View, staff
from opora.web.desk import StaffRequest
from opora.web.workspace import answers, found
from opora.web.workspace.next_status import and_then

MOST_FILES = 20
LARGEST = 25 * 1024 * 1024

Speak = Callable[[Ticket, Words, Actor, datetime], Message]


def of(request: StaffRequest) -> Words:
    """Fields `text` and `files`. Raises UnknownKey for a file that is too large."""
    return Words(text=request.POST.get("text", "").replace("\r\n", "\n"), files=_files(request), channel="portal")


def view(speak: Speak, told: Callable[[], str]) -> View:
    """A view that takes words for a ticket, and afterwards the status chosen beside them."""

    @staff
    @require_POST
    def create(request: StaffRequest, name: str) -> HttpResponse:
        ticket, at = found.ticket(request, name), clock.now()
        with and_then(request, ticket, at):
            speak(ticket, of(request), request.actor, at)
        return answers.changed(request, ticket, told())

    return create


def _files(request: StaffRequest) -> tuple[NewFile, ...]:
    sent = request.FILES.getlist("files")[:MOST_FILES]
    for file in sent:
        if (file.size or 0) > LARGEST:
            raise UnknownKey(
                field="files", value=gettext("%(name)s (too large)") % {"name": file.name}, allowed=("≤ 25 MiB",)
            )
    return tuple(NewFile(name=file.name or "", content=file.read(), type=file.content_type or "") for file in sent)
