"""The desks of a load, made by Opora's own verbs: staff, keys, a signed-in session. Customers are copied in bulk."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bench import place
from bench.words import Speaker

CHARTERS = {"bench": "outsourcing", "neighbour": "bpm-centr"}
SHARES = {"bench": 0.8, "neighbour": 0.2}
AGENTS = 12
SCOPES = ("tickets:read", "tickets:write", "notes", "customers:read", "unlimited")
YEARS = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the benchmarks need to know of the large desk: how to get in, and which tickets to look at."""

    desk_id: int
    slug: str
    agent_id: int
    key: str
    session: str
    mailbox: str
    long_ticket: str = ""


def stage(name: str) -> Stage:
    """The stage of a load, as it was kept."""
    return Stage(**json.loads((place.folder(name) / "loaded").read_text()))


def keep(name: str, kept: Stage) -> None:
    """Mark the load as complete."""
    (place.folder(name) / "loaded").write_text(json.dumps(asdict(kept)))


def build(at: datetime) -> Stage:
    """Both desks, the neighbour first made so that the large one has no round number."""
    _desk("neighbour", at)
    return _desk("bench", at)


def _desk(slug: str, at: datetime) -> Stage:
    from opora.charters import path
    from opora.desks import tenancy
    from opora.desks.actions import create_desk, issue_token

    source = path(CHARTERS[slug]).read_text(encoding="utf-8")
    desk = create_desk(slug=slug, title=f"Служба «{slug}»", charter_source=source, by_name="bench", at=at)
    with tenancy.desk(desk.pk):
        agent = _staff(desk, at)
        mailbox = _mailbox(desk, at)
        _, key = issue_token(agent, name="bench", scopes=SCOPES, at=at, lives=YEARS)
    return Stage(desk.pk, slug, agent.pk, key, _session(agent.user), mailbox)


def _staff(desk, at: datetime):
    from opora.desks.actions import add_member
    from opora.desks.charters import in_force
    from opora.desks.models import User

    speaker, lines = Speaker(desk.pk), list(in_force(desk).lines)
    roles = ["agent"] * AGENTS + ["lead", "owner"]
    members = []
    for number, role in enumerate(roles):
        name = speaker.person()
        user = User(email=f"staff{number}@{desk.slug}.test", name=name)
        user.set_unusable_password()
        user.save()
        members.append(add_member(desk, user=user, name=name, role=role, lines=lines[:1], at=at))
    return members[0]


def _mailbox(desk, at: datetime) -> str:
    from opora.channels.models import Mailbox
    from opora.desks.charters import in_force

    channel = next((key for key, one in in_force(desk).channels.items() if one.type == "email"), "email")
    address = f"help@{desk.slug}.test"
    Mailbox.objects.for_desk(desk).create(
        desk=desk, address=address, channel=channel, sender_name=desk.title, created_at=at
    )
    return address


def _session(user) -> str:
    """The key of a session in which `user` is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(YEARS)
    session.create()
    return session.session_key
