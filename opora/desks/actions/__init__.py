"""The verbs of a desk: the only writers of its tables."""

from opora.desks.actions.charter import adopt_charter
from opora.desks.actions.desk import create_desk
from opora.desks.actions.staff import add_member, deactivate_member
from opora.desks.actions.tokens import issue_token, revoke_token

__all__ = ["add_member", "adopt_charter", "create_desk", "deactivate_member", "issue_token", "revoke_token"]
