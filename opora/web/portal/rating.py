"""The survey after closing.

POST tickets/<name>/rating/  by a signed-in customer
GET, POST rate/<token>/      by the link of the mail, without signing in

Fields: `score`, `answers.<question>`, `comment` where the survey has no question of its own for words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from opora.desks import charters
from opora.engine.charter import Charter
from opora.engine.charter.schema import Question
from opora.quality import actions
from opora.quality.models import Rating
from opora.quality.survey import after_close, further_questions, score_question
from opora.tickets.models import Ticket
from opora.toolkit import clock
from opora.toolkit.errors import Problem
from opora.web.desk import DeskRequest
from opora.web.portal.asking import CustomerRequest

_PREFIX = "answers."
ANSWER_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question besides the score, with the answer given."""

    key: str
    question: Question
    answer: str

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{_PREFIX}{self.key}"


@dataclass(frozen=True, slots=True)
class Survey:
    """The survey of one ticket; `scores` best last, `given` None until it is answered."""

    title: str
    question: str
    scores: tuple[int, ...]
    further: tuple[Asked, ...]
    asks_comment: bool
    given: Rating | None


def of(request: DeskRequest, ticket: Ticket, charter: Charter) -> Survey | None:
    """None where the charter asks nothing after closing. One query."""
    survey = after_close(charter)
    if survey is None:
        return None
    given = Rating.objects.for_desk(ticket.desk_id).filter(ticket=ticket).first()
    score = score_question(survey[1])
    answers = given.answers if given else {}
    further = further_questions(survey[1])
    return Survey(
        title=survey[1].title,
        question=survey[1].questions[score].title if score else survey[1].title,
        scores=tuple(range(1, charter.quality.scale + 1)),
        further=tuple(Asked(key, one, str(answers.get(key, ""))) for key, one in further.items()),
        asks_comment=not any(one.type == "text" for one in further.values()),
        given=given if given and given.given_at else None,
    )


def give(request: CustomerRequest, ticket: Ticket) -> Rating:
    """The verb behind `tickets/<name>/rating/`."""
    answers, comment = _answers(request)
    return actions.rate(
        ticket, score=_score(request), answers=answers, comment=comment, by=request.actor, at=clock.now()
    )


def told() -> str:
    """After rating."""
    return gettext("Thank you. Your rating counts.")


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: DeskRequest, token: str) -> HttpResponse:
    """The survey alone; the link is a secret of the customer's, so the ticket is named."""
    ticket = actions.ticket_of_link(request.desk.pk, token=token)
    problem = None
    if request.method == "POST":
        problem = _give_by_link(request, token)
        if problem is None:
            return render(request, "portal/thanks.html", {"ticket": ticket})
    survey = of(request, ticket, charters.of(ticket.charter_id, ticket.desk_id))
    context = {"ticket": ticket, "survey": survey, "problem": problem}
    return render(request, "portal/rate.html", context, status=problem.status if problem else 200)


def _give_by_link(request: DeskRequest, token: str) -> Problem | None:
    answers, comment = _answers(request)
    try:
        actions.rate_by_link(
            request.desk.pk, token=token, score=_score(request), answers=answers, comment=comment, at=clock.now()
        )
    except Problem as problem:
        return problem
    return None


def _score(request: HttpRequest) -> int:
    text = request.POST.get("score", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def _answers(request: HttpRequest) -> tuple[Mapping[str, str], str]:
    """Answers by question, and the words among them or beside them."""
    given = {
        key[len(_PREFIX) :]: value.replace("\x00", "").strip()[:ANSWER_LIMIT]
        for key, value in request.POST.dict().items()
        if key.startswith(_PREFIX) and value.strip()
    }
    comment = request.POST.get("comment", "").replace("\x00", "").strip()
    return given, comment or max(given.values(), key=len, default="")
