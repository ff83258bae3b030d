"""Who may change customers."""

from __future__ import annotations

from opora.engine.charter.schema import Role
from opora.journal.events import Actor

_KEEPERS = frozenset({Role.AGENT, Role.LEAD, Role.ADMIN, Role.OWNER})
_SIGNERS = frozenset({Role.LEAD, Role.ADMIN, Role.OWNER})


def can_add(actor: Actor, desk_id: int) -> bool:
    """Organisations and contacts: whoever works tickets here, and the system."""
    return actor.desk_id == desk_id and (actor.is_system or (actor.is_staff and actor.role in _KEEPERS))


def can_sign(actor: Actor, desk_id: int) -> bool:
    """Contracts: leads, administrators, owners, and the system."""
    return actor.desk_id == desk_id and (actor.is_system or (actor.is_staff and actor.role in _SIGNERS))
