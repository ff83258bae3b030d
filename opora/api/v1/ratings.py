"""The customer's judgement of a closed ticket."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import Field
from typing_extensions import TypedDict

from opora.api import answers
from opora.api.answers import moment_or_none
from opora.api.auth import ApiRequest, Key
from opora.api.bodies import Body
from opora.api.fields import Line, Moment, Reason
from opora.api.v1.found import ticket_of
from opora.quality.actions import rate
from opora.quality.models import Rating
from opora.toolkit.errors import NotFound

router = Router()


class NewRating(Body):
    """From 1 to the desk's `quality_scale`; `answers` to the survey's further questions, by key."""

    score: Annotated[int, Field(ge=1, le=100)]
    answers: Annotated[dict[Line, Reason], Field(max_length=50)] = {}
    comment: Reason = ""


class RatingDocument(TypedDict):
    """A judgement that was given."""

    score: int | None
    answers: dict[str, str]
    comment: str
    given_at: Moment | None


@router.get("/tickets/{ticket}/rating", auth=Key("tickets:read"), response=RatingDocument, summary="Read the rating")
def read_rating(request: ApiRequest, ticket: str) -> HttpResponse:
    """What the customer thought of the work; 404 while they have not said."""
    row = ticket_of(request, ticket)
    rating = Rating.objects.for_desk(request.auth.desk).filter(ticket=row, given_at__isnull=False).first()
    if rating is None:
        raise NotFound(what="rating")
    return answers.ok(_shown(rating))


@router.put("/tickets/{ticket}/rating", auth=Key("tickets:write"), response=RatingDocument, summary="Rate")
def give_rating(request: ApiRequest, ticket: str, body: NewRating) -> HttpResponse:
    """The customer's judgement of a closed ticket. Given again, the last one counts."""
    row = ticket_of(request, ticket)
    by, at = request.auth.actor, request.at
    return answers.ok(_shown(rate(row, score=body.score, answers=body.answers, comment=body.comment, by=by, at=at)))


def _shown(rating: Rating) -> RatingDocument:
    return {
        "score": rating.score,
        "answers": rating.answers,
        "comment": rating.comment,
        "given_at": moment_or_none(rating.given_at),
    }
