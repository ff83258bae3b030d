"""Words that only staff see."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from opora.api import bodies
from opora.api.auth import ApiRequest, Key
from opora.api.bodies import Body, SentFile
from opora.api.fields import Text
from opora.api.v1.found import ticket_of
from opora.api.v1.messages import said
from opora.api.v1.shapes.messages import MessageDocument
from opora.tickets import actions
from opora.tickets.values import Words

router = Router()


class NewNote(Body):
    """An internal note."""

    text: Text = ""
    files: Annotated[list[SentFile], Field(max_length=20)] = []


@router.post(
    "/tickets/{ticket}/notes",
    auth=Key("notes"),
    response={201: MessageDocument},
    summary="Write a note",
    openapi_extra=bodies.with_files("NewNote"),
)
def add_note(request: ApiRequest, ticket: str, body: NewNote) -> HttpResponse:
    """Words for colleagues; the customer never sees them and hears of nothing."""
    row = ticket_of(request, ticket)
    words = Words(text=body.text, files=bodies.files_of(request, body.files), channel="api")
    message = actions.note(row, words=words, by=request.auth.actor, at=request.at)
    return said(request, row, message, purpose="", side="staff")
