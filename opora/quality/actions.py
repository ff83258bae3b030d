"""Asking for a rating, and giving it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from opora.desks import charters
from opora.engine.charter.schema import Charter, Survey
from opora.journal.events import Actor, ActorKind, system
from opora.journal.record import record
from opora.quality.errors import BadScore, NotAsked, UnknownQuestion
from opora.quality.events import RatingAsked, RatingGiven
from opora.quality.models import Rating
from opora.quality.survey import after_close, further_questions
from opora.tickets.errors import Forbidden, NotFound
from opora.tickets.models import Ticket
from opora.tickets.policies import can_judge


def digest_of(token: str) -> str:
    """What is kept of a rating link's secret."""
    return sha256(token.encode()).hexdigest()


def ask(ticket: Ticket, *, at: datetime) -> tuple[Rating, str] | None:
    """Ask for a rating of a closed ticket, as the charter's survey says; gives the row and the secret of its link.

    None when the charter has no survey for closed tickets, or the customer has rated this ticket before. Asked again
    after a reopening, the old link ends.
    """
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    survey = after_close(charter)
    if survey is None:
        return None
    token = secrets.token_urlsafe(24)
    fresh = {
        "survey": survey[0],
        "digest": digest_of(token),
        "asked_at": at,
        "member_id": ticket.assignee_id,
        "desk_id": ticket.desk_id,
    }
    with transaction.atomic():
        rows = Rating.objects.for_desk(ticket.desk_id)
        rating, is_new = rows.get_or_create(ticket=ticket, defaults=fresh)
        if not is_new and rating.given_at is not None:
            return None
        if not is_new:
            rating.digest, rating.asked_at, rating.member_id = fresh["digest"], at, ticket.assignee_id
            rating.save(update_fields=["digest", "asked_at", "member"])
        record(
            RatingAsked(
                desk_id=ticket.desk_id,
                ticket_id=ticket.pk,
                actor=system(ticket.desk_id),
                at=at,
                subject=ticket,
                rating_id=rating.pk,
                token=token,
            )
        )
    return rating, token


def rate(ticket: Ticket, *, score: int, answers: Mapping[str, str], comment: str, by: Actor, at: datetime) -> Rating:
    """The customer's judgement of a closed ticket; may be given again, the last one counts.

    Raises Forbidden, NotAsked before the ticket closed, BadScore, UnknownQuestion.
    """
    if not by.is_contact or not can_judge(by, ticket):
        raise Forbidden(verb="rate")
    return _keep(ticket, score=score, answers=answers, comment=comment, by=by, at=at)


def rate_by_link(
    desk_id: int, *, token: str, score: int, answers: Mapping[str, str], comment: str, at: datetime
) -> Rating:
    """The judgement of whoever holds the secret link of the rating mail. Raises NotFound for a wrong or dead link."""
    ticket = ticket_of_link(desk_id, token=token)
    by = Actor(desk_id, ActorKind.CONTACT, ticket.requester_id, str(ticket.requester), "contact", "link")
    return _keep(ticket, score=score, answers=answers, comment=comment, by=by, at=at)


def ticket_of_link(desk_id: int, *, token: str) -> Ticket:
    """The ticket a rating link is for. Raises NotFound."""
    asked = Rating.objects.for_desk(desk_id).select_related("ticket__requester").filter(digest=digest_of(token)).first()
    if asked is None or not token:
        raise NotFound(what="rating")
    ticket: Ticket = asked.ticket
    return ticket


def _keep(ticket: Ticket, *, score: int, answers: Mapping[str, str], comment: str, by: Actor, at: datetime) -> Rating:
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    survey = _survey(charter)
    scale = charter.quality.scale
    if not 1 <= score <= scale:
        raise BadScore(scale=scale)
    _demand_known(survey[1], answers)
    with transaction.atomic():
        ticket = Ticket.objects.for_desk(ticket.desk_id).select_for_update(of=("self",)).get(pk=ticket.pk)
        if ticket.closed_at is None:
            raise NotAsked
        rating: Rating
        rating, _ = Rating.objects.for_desk(ticket.desk_id).get_or_create(
            ticket=ticket,
            defaults={
                "desk_id": ticket.desk_id,
                "survey": survey[0],
                "asked_at": at,
                "member_id": ticket.assignee_id,
            },
        )
        rating.score, rating.answers, rating.comment, rating.given_at = score, dict(answers), comment[:4000], at
        rating.save(update_fields=["score", "answers", "comment", "given_at"])
        record(
            RatingGiven(
                desk_id=ticket.desk_id,
                ticket_id=ticket.pk,
                actor=by,
                at=at,
                subject=ticket,
                rating_id=rating.pk,
                score=score,
                scale=scale,
            )
        )
    return rating


def _survey(charter: Charter) -> tuple[str, Survey]:
    survey = after_close(charter)
    if survey is None:
        raise NotAsked
    return survey


def _demand_known(survey: Survey, answers: Mapping[str, str]) -> None:
    asked = tuple(further_questions(survey))
    if not set(answers) <= set(asked):
        raise UnknownQuestion(allowed=asked)
