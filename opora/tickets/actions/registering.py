"""A request becomes a ticket."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext

from opora.customers.models import Contact
from opora.customers.queries import plan_of
from opora.desks import charters, numbers
from opora.desks.actors import of_contact
from opora.desks.models import Desk
from opora.engine import workflow
from opora.engine.charter import Charter
from opora.journal.events import Actor
from opora.journal.record import record
from opora.tickets import intake
from opora.tickets.actions.messages import demand_words, keep_message, one_line
from opora.tickets.errors import Forbidden, Missing, UnknownKey
from opora.tickets.events import TicketRegistered
from opora.tickets.forms import answers, is_strict
from opora.tickets.models import Ticket
from opora.tickets.policies import can_register
from opora.tickets.values import Draft

SUBJECT_LIMIT = 500


def register(desk: Desk, *, requester: Contact, draft: Draft, by: Actor, at: datetime) -> Ticket:
    """A new ticket of `requester` under the charter in force, with the draft's words as its first message.

    Raises Forbidden, Missing for required answers of the form (not for mail), UnknownKey for what the charter does not
    know. The requester must be a contact of the desk; another desk's looks like none.
    """
    if requester.desk_id != desk.pk:
        raise UnknownKey(field="contact", value=str(requester.pk))
    if by.desk_id != desk.pk or not can_register(by, requester):
        raise Forbidden(verb="register")
    charter = charters.in_force(desk)
    place = intake.classify(charter, draft)
    strict = is_strict(charter, place.channel, by.via)
    fields = answers(charter, draft, kind=place.kind, channel=place.channel, strict=strict)
    subject = _subject(draft, strict)
    with transaction.atomic():
        ticket = _insert(desk, requester, charter, place, subject, fields, at)
        voice = of_contact(requester, via=by.via)  # the words are theirs also when somebody else wrote them down
        message = keep_message(ticket, draft.words, is_public=True, by=voice, at=at)
        record(
            TicketRegistered(
                desk_id=desk.pk, ticket_id=ticket.pk, actor=by, at=at, subject=ticket, message_id=message.pk
            )
        )
    return ticket


def _insert(
    desk: Desk,
    requester: Contact,
    charter: Charter,
    place: intake.Classified,
    subject: str,
    fields: dict[str, Any],
    at: datetime,
) -> Ticket:
    plan = plan_of(requester, charter=charter, on=at.astimezone(ZoneInfo(charter.time_zone)).date())
    status = workflow.by_event(charter, status=None, event="registered")
    assert status is not None  # the schema demands moves.registered
    number = numbers.next_number(desk.pk)
    ticket: Ticket = Ticket.objects.create(
        desk=desk,
        number=number,
        name=charter.number(number)[:40],
        charter_id=desk.charter_id,
        subject=subject,
        kind=place.kind,
        category=place.category,
        priority=place.priority,
        priority_rank=charter.priorities[place.priority].rank,
        status=status,
        phase=charter.workflow.statuses[status].phase.value,
        line=place.line,
        plan=plan,
        plan_weight=charter.plans[plan].weight,
        channel=place.channel,
        requester=requester,
        organisation_id=requester.organisation_id,
        fields=fields,
        registered_at=at,
        updated_at=at,
        status_since=at,
    )
    return ticket


def _subject(draft: Draft, strict: bool) -> str:
    subject = one_line(draft.subject, SUBJECT_LIMIT)
    if strict:
        if not subject:
            raise Missing(fields=("subject",))
        demand_words(draft.words)
    return subject or one_line(draft.words.text, 100) or gettext("(no subject)")
