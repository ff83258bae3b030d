"""GET /<desk>/messages/<id>/body/ : a message's HTML as it came, sanitised, for a sandboxed frame and nothing else."""

from __future__ import annotations

from base64 import b64encode

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from opora.engine.mail.sanitise import sanitise
from opora.tickets import queries
from opora.tickets.models import Attachment, Message
from opora.tickets.policies import can_see_notes
from opora.toolkit import files
from opora.toolkit.errors import NotFound
from opora.web.access import anyone_known
from opora.web.desk import StaffRequest
from opora.web.looks import PICTURES

LARGEST_INSIDE = 500_000  # bytes of a picture carried inside the frame
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@anyone_known
@require_safe
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """The frame's page. No script runs in it, nothing is fetched from anywhere, it has no origin."""
    message = _visible(request, pk)
    body = mark_safe(sanitise(message.html, cids=_pictures(request, message)))
    answer = HttpResponse(render_to_string("components/message_body.html", {"body": body}))
    answer.headers["Content-Security-Policy"] = FRAME_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _visible(request: StaffRequest, pk: int) -> Message:
    rows = Message.objects.for_desk(request.desk).filter(ticket__in=queries.visible(request.desk, request.actor))
    if not can_see_notes(request.actor):
        rows = rows.filter(is_public=True)
    message: Message | None = rows.filter(pk=pk).exclude(html="").first()
    if message is None:
        raise NotFound(what="message")
    return message


def _pictures(request: StaffRequest, message: Message) -> dict[str, str]:
    rows = Attachment.objects.for_desk(request.desk).filter(
        message=message, type__in=PICTURES, size__lte=LARGEST_INSIDE
    )
    named = [row for row in rows.exclude(content_id="") if files.exists(row.digest)]
    return {row.content_id: f"data:{row.type};base64,{b64encode(files.read(row.digest)).decode()}" for row in named}
