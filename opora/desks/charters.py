"""Charters by the version a row is bound to: each is read once per process."""

from __future__ import annotations

from functools import lru_cache

from opora.desks.models import CharterVersion, Desk
from opora.engine.charter import Charter

KEPT = 256


@lru_cache(maxsize=KEPT)
def of(version_id: int, desk_id: int) -> Charter:
    """The charter of a version; one query when this process has not read it yet. Raises CharterVersion.DoesNotExist.

    A version never changes, so what was read stays right.
    """
    document = CharterVersion.objects.for_desk(desk_id).values_list("document", flat=True).get(pk=version_id)
    return Charter.from_json(document)


def in_force(desk: Desk) -> Charter:
    """The charter by which the desk works now."""
    if desk.charter_id is None:
        raise CharterVersion.DoesNotExist(f"The desk {desk.slug} has no charter.")
    return of(desk.charter_id, desk.pk)
