"""Files of a ticket: saved to disk, or shown as a picture; never run.

GET /<desk>/files/<id>/          the file, for saving
GET /<desk>/files/<id>/picture/  the same bytes inside the page, for four kinds of pictures only
"""

from __future__ import annotations

from django.http import FileResponse
from django.views.decorators.http import require_safe

from opora.journal.events import Actor
from opora.tickets import queries
from opora.tickets.models import Attachment
from opora.tickets.policies import can_see_notes
from opora.toolkit import files
from opora.toolkit.errors import NotFound
from opora.web.access import anyone_known
from opora.web.desk import DeskRequest, StaffRequest
from opora.web.looks import is_picture

NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"


@anyone_known
@require_safe
def save(request: StaffRequest, pk: int) -> FileResponse:
    """The file as a download."""
    return _answer(_visible(request, request.actor, pk), as_attachment=True)


@anyone_known
@require_safe
def show(request: StaffRequest, pk: int) -> FileResponse:
    """The picture; anything else is a 404."""
    attachment = _visible(request, request.actor, pk)
    if not is_picture(attachment.type, attachment.size):
        raise NotFound(what="picture")
    answer = _answer(attachment, as_attachment=False)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _visible(request: DeskRequest, actor: Actor, pk: int) -> Attachment:
    rows = Attachment.objects.for_desk(request.desk).filter(message__ticket__in=queries.visible(request.desk, actor))
    if not can_see_notes(actor):
        rows = rows.filter(message__is_public=True)
    attachment: Attachment | None = rows.filter(pk=pk).first()
    if attachment is None or not files.exists(attachment.digest):
        raise NotFound(what="attachment")
    return attachment


def _answer(attachment: Attachment, *, as_attachment: bool) -> FileResponse:
    answer = FileResponse(
        files.path(attachment.digest).open("rb"),
        as_attachment=as_attachment,
        filename=attachment.name,
        content_type=attachment.type or "application/octet-stream",
    )
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    return answer
