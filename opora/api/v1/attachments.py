"""The bytes of a file."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from ninja import Path, Router

from opora.api.auth import ApiRequest, Caller, Key
from opora.api.fields import Number
from opora.tickets import queries
from opora.tickets.models import Attachment
from opora.tickets.policies import can_see_notes
from opora.toolkit import files
from opora.toolkit.errors import NotFound

router = Router()

_BYTES = {"application/octet-stream": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}}


@router.get(
    "/attachments/{attachment}",
    auth=Key("tickets:read"),
    summary="Download a file",
    openapi_extra={"responses": {200: {"content": _BYTES}}},
)
def download(request: ApiRequest, attachment: Path[Number]) -> HttpResponse:
    """The bytes, always as a download: whatever is inside, no browser opens it."""
    file = _visible(request.auth, attachment)
    try:
        content = files.read(file.digest)
    except files.NoSuchFile as error:
        raise NotFound(what="attachment") from error
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _visible(caller: Caller, number: int) -> Attachment:
    rows = Attachment.objects.for_desk(caller.desk).filter(
        message__ticket__in=queries.visible(caller.desk, caller.actor)
    )
    if not (can_see_notes(caller.actor) and caller.has("notes")):
        rows = rows.filter(message__is_public=True)
    file: Attachment | None = rows.filter(pk=number).first()
    if file is None:
        raise NotFound(what="attachment")
    return file
