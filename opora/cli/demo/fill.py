"""Filling an empty installation with the demonstration."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from random import Random

from django.contrib.auth.hashers import make_password

from opora.channels.actions import add_mailbox
from opora.charters import path, shipped
from opora.cli.demo.people import COMPANIES, DESKS, PASSWORD, STAFF, customer_email, staff_email
from opora.cli.demo.stories import STORIES, Cast, Stage, Story
from opora.cli.demo.texts import TALKS, TEMPLATES
from opora.clocks.due import Alarms, StatusTimers
from opora.customers.actions import add_contact, add_organisation, link_account, sign_contract
from opora.customers.models import Contact
from opora.desks import tenancy
from opora.desks.actions import add_member
from opora.desks.actions.desk import found
from opora.desks.models import Desk, Member, User
from opora.engine.charter import Charter
from opora.journal.events import system
from opora.tickets.models import ReplyTemplate

SEED = 20261122
DAYS = 14

Say = Callable[[str], None]


def fill(*, now: datetime, say: Say) -> int:
    """Make the five desks with their people, and play two weeks that end at `now`; gives the number of tickets."""
    chance = Random(SEED)
    begin = now - timedelta(days=DAYS)
    stages = [_desk(slug, chance, begin) for slug in DESKS]
    say(f"{len(stages)} desks made; playing {DAYS} days.")
    return _play(stages, chance, begin=begin, now=now)


def _desk(slug: str, chance: Random, at: datetime) -> Stage:
    source, charter = path(slug).read_text(encoding="utf-8"), shipped(slug)
    desk = found(slug=slug, title=DESKS[slug], charter=charter, source=source, by_name="Opora", at=at)
    with tenancy.desk(desk.pk):
        members = _staff(desk, charter, at)
        contacts = _customers(desk, charter, at)
        _mailbox(desk, charter, at)
        for key, title, body in TEMPLATES:
            ReplyTemplate.objects.for_desk(desk).create(desk=desk, key=key, title=title, body=body, created_at=at)
    agents = [member for member in members if member.role == "agent"]
    return Stage(desk=desk, charter=charter, agents=agents, contacts=contacts, chance=chance)


def _staff(desk: Desk, charter: Charter, at: datetime) -> list[Member]:
    members = []
    for person in STAFF:
        user = _user(staff_email(person, desk.slug), person.name)
        lines = [key for key, line in charter.lines.items() if line.level == person.level]
        members.append(add_member(desk, user=user, name=person.name, role=person.role, lines=lines, at=at))
    return members


def _user(email: str, name: str) -> User:
    user = User(email=email, name=name, password=_hashed())
    user.save(force_insert=True)
    return user


@cache
def _hashed() -> str:
    """The one password of all the demonstration's people, hashed once: a good hash takes its time."""
    return make_password(PASSWORD)


def _customers(desk: Desk, charter: Charter, at: datetime) -> list[Contact]:
    by, plans, contacts = system(desk.pk), list(charter.plans), []
    for company in COMPANIES:
        organisation = add_organisation(desk, name=company.name, domains=[company.domain], by=by, at=at)
        plan = plans[min(company.plan, len(plans) - 1)]
        sign_contract(organisation, plan=plan, starts_on=(at - timedelta(days=90)).date(), ends_on=None, by=by, at=at)
        for person in company.people:
            email = customer_email(person, company, desk.slug)
            contact = add_contact(
                desk, email=email, name=person.name, organisation=organisation, role=person.role, by=by, at=at
            )
            if person.account:
                link_account(_user(email, person.name))
            contacts.append(contact)
    return contacts


def _mailbox(desk: Desk, charter: Charter, at: datetime) -> None:
    from django.conf import settings

    mail = ((key, item) for key, item in charter.channels.items() if item.type == "email" and item.address)
    key, address = next(((key, item.address or "") for key, item in mail), ("email", ""))
    address = address or f"{desk.slug}@{settings.MAIL_DOMAIN}"
    add_mailbox(desk, address=address, channel=key, sender_name=desk.title, by=system(desk.pk), at=at)


def _play(stages: list[Stage], chance: Random, *, begin: datetime, now: datetime) -> int:
    """Every story's next thing in order of time; alarms and timers due in between go off as they would have."""
    tie = count()
    ahead: list[tuple[datetime, int, Stage, Story]] = []
    for stage in stages:
        for at, story in _opened(stage, chance, begin=begin, now=now):
            heapq.heappush(ahead, (at, next(tie), stage, story))
    tickets = len(ahead)
    while ahead:
        at, _, stage, story = heapq.heappop(ahead)
        if at > now:
            continue
        _run_due(at)
        with tenancy.desk(stage.desk.pk):
            following = next(story, None)
        if following is not None:
            heapq.heappush(ahead, (max(following, at), next(tie), stage, story))
    _run_due(now)
    return tickets


def _opened(stage: Stage, chance: Random, *, begin: datetime, now: datetime) -> Iterator[tuple[datetime, Story]]:
    talks = list(TALKS)
    chance.shuffle(talks)
    span = now - begin
    for number, story in enumerate(STORIES):
        # The later stories of the list begin later, so that open work is fresh and closed work is old.
        share = (number + chance.random()) / len(STORIES)
        at = stage.after(begin + span * share * 0.98, least=0, most=1)
        cast = Cast(
            stage=stage,
            talk=talks[number % len(talks)],
            agent=chance.choice(stage.agents),
            contact=chance.choice(stage.contacts),
        )
        yield min(at, now - timedelta(minutes=5 + number)), story(cast, min(at, now - timedelta(minutes=5 + number)))


def _run_due(now: datetime) -> None:
    with tenancy.desk(tenancy.ALL_DESKS):
        for source in (Alarms(), StatusTimers()):
            while (due := source.next_at()) is not None and due <= now:
                if not source.run_due(due, 100):
                    break
