"""Full-text search."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field, StringConstraints
from typing_extensions import TypedDict

from opora.api import answers
from opora.api.answers import Listed
from opora.api.auth import ApiRequest, Key
from opora.api.pagination import MOST
from opora.api.v1.shapes.tickets import TicketSummary, summary
from opora.tickets import queries

router = Router()

Sought = Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=r"^[^\x00]*$")]


class SearchQuery(BaseModel):
    """Words, as one types them."""

    text: Annotated[
        Sought, Field(description="Words, a name or a number; quotation marks, `or` and `-` work as on the web.")
    ]
    limit: Annotated[int, Field(ge=1, le=MOST)] = 20


class HitDocument(TypedDict):
    """A ticket that matches, and a piece of the message that matches best."""

    ticket: TicketSummary
    snippet: str


@router.get("/search", auth=Key("tickets:read"), response=Listed[HitDocument], summary="Search")
def search(request: ApiRequest, query: Query[SearchQuery]) -> HttpResponse:
    """The best matches among what the caller sees. Keys of staff also need `notes`, as notes match too."""
    caller = request.auth
    if caller.member is not None:
        caller.demand("notes")
    hits = queries.search(caller.desk, caller.actor, query.text, limit=query.limit)
    found: list[HitDocument] = [
        {"ticket": summary(hit.ticket, actor=caller.actor), "snippet": hit.snippet} for hit in hits
    ]
    return answers.listed(found)
