"""Who may look after mail."""

from __future__ import annotations

from opora.engine.charter.schema import Role
from opora.journal.events import Actor

_KEEPERS = frozenset({Role.LEAD, Role.ADMIN, Role.OWNER})


def can_keep_mail(actor: Actor, desk_id: int) -> bool:
    """See the quarantine, try a mail again, resume a mailbox: leads, administrators, owners, and the system."""
    return actor.desk_id == desk_id and (actor.is_system or (actor.is_staff and actor.role in _KEEPERS))


def can_add_mailbox(actor: Actor, desk_id: int) -> bool:
    """Give the desk an address: administrators, owners, and the system."""
    is_manager = actor.is_staff and actor.role in (Role.ADMIN, Role.OWNER)
    return actor.desk_id == desk_id and (actor.is_system or is_manager)
