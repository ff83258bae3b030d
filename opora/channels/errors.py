"""What the room of channels refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext

from opora.toolkit.errors import Problem


@dataclass(eq=False)
class NotYours(Problem):
    """The actor may not look after mail on this desk."""

    code: ClassVar[str] = "forbidden"
    status: ClassVar[int] = 403

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("Your role does not allow this.")


@dataclass(eq=False)
class AddressTaken(Problem):
    """A mailbox with this address exists, on this desk or another."""

    value: str = ""
    field: str = "address"

    code: ClassVar[str] = "taken"
    status: ClassVar[int] = 409

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("“%(value)s” is in use already.") % {"value": self.value}


@dataclass(eq=False)
class BadMailbox(Problem):
    """The address or the channel cannot be used; `allowed` are the charter's mail channels."""

    field: str = "address"
    value: str = ""
    allowed: tuple[str, ...] = ()

    code: ClassVar[str] = "unusable"

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("“%(value)s” cannot be used here.") % {"value": self.value}
