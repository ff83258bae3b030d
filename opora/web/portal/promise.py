"""What a ticket would be promised if it were sent now: line, terms, hours, plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from opora.clocks.queries import Promise, promises
from opora.customers.models import Contact
from opora.customers.queries import plan_of
from opora.engine import entitlement
from opora.engine.charter import Charter
from opora.engine.clocks import Facts
from opora.tickets import intake
from opora.tickets.errors import Problem
from opora.tickets.values import Words
from opora.web.portal.draft import Entered


@dataclass(frozen=True, slots=True)
class Offer:
    """`opens_at`: the desk does not work now and begins again then. `priority` is the one the charter would give."""

    line: str
    plan: str
    hours: str
    opens_at: datetime | None
    in_plan: bool
    priority: str
    promises: tuple[Promise, ...]


def of(charter: Charter, contact: Contact, draft: Entered, *, at: datetime) -> Offer | None:
    """None when the draft cannot become a ticket as it is. At most one query."""
    try:
        place = intake.classify(charter, draft.draft(Words("")))
    except Problem:
        return None
    plan = plan_of(contact, charter=charter, on=at.astimezone(ZoneInfo(charter.time_zone)).date())
    hours = charter.calendar(charter.plan(plan).hours)
    facts = Facts(place.kind, place.category, place.priority, plan, place.line)
    return Offer(
        line=charter.lines[place.line].title,
        plan=charter.plans[plan].title,
        hours=hours.describe(charter.language),
        opens_at=None if hours.is_open(at) else hours.next_open(at),
        in_plan=entitlement.channel_verdict(charter, plan=plan, channel=place.channel, now=at).allowed,
        priority=charter.priorities[place.priority].title,
        promises=tuple(promises(charter, facts, at=at)),
    )
