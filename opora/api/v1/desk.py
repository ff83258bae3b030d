"""Who am I, and which words does this desk use."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Query, Router
from typing_extensions import TypedDict

from opora.api import answers
from opora.api.answers import Listed, moment
from opora.api.auth import ApiRequest, Key
from opora.api.fields import Moment
from opora.api.pagination import Piece
from opora.api.v1.shapes import desk as shapes
from opora.api.v1.shapes import people
from opora.api.v1.shapes.desk import DeskDocument
from opora.api.v1.shapes.people import ContactDocument, MemberDocument
from opora.desks.models import Member
from opora.toolkit.pagination import Keyset

router = Router()

_MEMBERS = Keyset(("id",))


class MeDocument(TypedDict):
    """Whose key this is; one of `member` and `contact` is there."""

    desk: str
    member: MemberDocument | None
    contact: ContactDocument | None
    token: str
    scopes: list[str]
    expires_at: Moment


@router.get("/me", auth=Key(), response=MeDocument, summary="Whose key this is")
def me(request: ApiRequest) -> HttpResponse:
    """The member or contact the key acts for, its desk, scopes and end."""
    caller = request.auth
    document: MeDocument = {
        "desk": caller.desk.slug,
        "member": people.member(caller.member) if caller.member else None,
        "contact": people.contact(caller.contact) if caller.contact else None,
        "token": caller.token.name,
        "scopes": list(caller.token.scopes),
        "expires_at": moment(caller.token.expires_at),
    }
    return answers.ok(document)


@router.get("/desk", auth=Key(), response=DeskDocument, summary="The desk and its words")
def desk(request: ApiRequest) -> HttpResponse:
    """Kinds, categories, priorities, statuses, lines, reasons, forms of the charter in force: what others accept."""
    return answers.ok(shapes.desk(request.auth.desk, request.auth.charter))


@router.get("/members", auth=Key("tickets:read"), response=Listed[MemberDocument], summary="The staff")
def members(request: ApiRequest, query: Query[Piece]) -> HttpResponse:
    """Active members of the desk, for keys of staff: who tickets may be given to."""
    request.auth.demand_staff()
    rows = Member.objects.for_desk(request.auth.desk).filter(is_active=True)
    page = _MEMBERS.page(rows, after=query.after, limit=query.limit)
    return answers.listed([people.member(row) for row in page.rows], page.next)
