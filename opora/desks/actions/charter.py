"""A desk's charter: new versions of the one document."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from opora.desks.errors import NotYours
from opora.desks.events import CharterAdopted
from opora.desks.models import CharterVersion, Desk
from opora.desks.policies import can_manage
from opora.engine.charter import Charter, loads
from opora.journal.events import Actor, system
from opora.journal.record import record


def adopt_charter(desk: Desk, *, source: str, by_name: str, at: datetime, by: Actor | None = None) -> CharterVersion:
    """Bring the charter in `source` (YAML) into force at once; tickets keep the version they are bound to.

    Raises CharterError when it cannot run. The same text again changes nothing and gives the version in force.
    """
    actor = by or replace(system(desk.pk, via="cli"), name=by_name)
    if not can_manage(actor, desk.pk):
        raise NotYours
    charter = loads(source)
    with transaction.atomic():
        locked = Desk.objects.select_for_update().get(pk=desk.pk)
        desk.charter_id = locked.charter_id
        current: CharterVersion | None = CharterVersion.objects.for_desk(desk).filter(pk=locked.charter_id).first()
        if current is not None and current.source == source:
            return current
        return keep_version(desk, charter, source=source, by=actor, at=at)


def keep_version(desk: Desk, charter: Charter, *, source: str, by: Actor, at: datetime) -> CharterVersion:
    """Store the next version and put it in force. Belongs inside the transaction of the verb that calls it."""
    last = CharterVersion.objects.for_desk(desk).order_by("-number").values_list("number", flat=True).first()
    version: CharterVersion = CharterVersion.objects.create(
        desk=desk,
        number=(last or 0) + 1,
        edition=charter.edition[:40],
        source=source,
        document=charter.to_json(),
        fingerprint=charter.fingerprint,
        in_force_from=at,
        created_at=at,
        created_by=by.name,
    )
    desk.charter = version
    desk.save(update_fields=["charter"])
    record(
        CharterAdopted(
            desk_id=desk.pk,
            ticket_id=None,
            actor=by,
            at=at,
            version_id=version.pk,
            number=version.number,
            edition=version.edition,
        )
    )
    return version
