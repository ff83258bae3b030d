"""Beginning of a desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from opora.desks import numbers, tenancy
from opora.desks.actions.charter import keep_version
from opora.desks.errors import Taken
from opora.desks.events import DeskCreated
from opora.desks.models import Desk
from opora.engine.charter import Charter, loads
from opora.journal.events import Actor, system
from opora.journal.record import record


def create_desk(*, slug: str, title: str, charter_source: str, by_name: str, at: datetime) -> Desk:
    """A desk that works by the charter in `charter_source` (YAML), with its own ticket numbers.

    Raises CharterError when the charter cannot run, Taken when the slug is in use.
    """
    return found(slug=slug, title=title, charter=loads(charter_source), source=charter_source, by_name=by_name, at=at)


def found(*, slug: str, title: str, charter: Charter, source: str, by_name: str, at: datetime) -> Desk:
    """A desk under a charter that was loaded and checked; `source` is the text it was loaded from."""
    with transaction.atomic():
        desk = _insert(slug, title, at)
        with tenancy.desk(desk.pk):
            numbers.create(desk.pk)
            by = founder(desk, by_name)
            record(DeskCreated(desk_id=desk.pk, ticket_id=None, actor=by, at=at, slug=slug, title=title))
            keep_version(desk, charter, source=source, by=by, at=at)
    return desk


def founder(desk: Desk, name: str) -> Actor:
    """Whoever rules the installation, acting on a desk by name."""
    return replace(system(desk.pk, via="cli"), name=name)


def _insert(slug: str, title: str, at: datetime) -> Desk:
    try:
        with transaction.atomic():
            return Desk.objects.create(slug=slug, title=title, created_at=at)
    except IntegrityError as error:
        raise Taken(field="slug", value=slug) from error
