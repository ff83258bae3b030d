"""Who may change a desk."""

from __future__ import annotations

from opora.engine.charter.schema import Role
from opora.journal.events import Actor

STAFF = (Role.AGENT, Role.LEAD, Role.QUALITY, Role.WRITER, Role.TESTER, Role.DEVELOPER, Role.ADMIN, Role.OWNER)
WORKERS = frozenset({Role.AGENT, Role.LEAD, Role.ADMIN, Role.OWNER})
"""Roles that work tickets: answer, move, take and are given them."""

_MANAGERS = frozenset({Role.ADMIN, Role.OWNER})


def can_manage(actor: Actor, desk_id: int) -> bool:
    """Charter, staff and keys of others: administrators and owners of this desk, and the system."""
    return actor.desk_id == desk_id and (actor.is_system or (actor.is_staff and actor.role in _MANAGERS))


def can_give(actor: Actor, role: str) -> bool:
    """Nobody gives a role above their own: an owner is made by an owner only."""
    return actor.is_system or role != Role.OWNER or actor.role == Role.OWNER
