"""What the verbs of a desk refuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext

from opora.toolkit.errors import Problem


@dataclass(eq=False)
class NotYours(Problem):
    """The actor may not do this on the desk."""

    field: str = ""

    code: ClassVar[str] = "forbidden"
    status: ClassVar[int] = 403

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("Your role does not allow this.")


@dataclass(eq=False)
class Taken(Problem):
    """A name that must be unique is in use."""

    field: str = ""
    value: str = ""

    code: ClassVar[str] = "taken"
    status: ClassVar[int] = 409

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("“%(value)s” is in use already.") % {"value": self.value}


@dataclass(eq=False)
class NotAllowed(Problem):
    """A value is none of the allowed ones."""

    field: str = ""
    value: str = ""
    allowed: tuple[str, ...] = ()

    code: ClassVar[str] = "not_allowed"

    def sentence(self) -> str:
        """One sentence for people."""
        words = {"value": self.value, "allowed": ", ".join(self.allowed)}
        return gettext("“%(value)s” cannot be used here; allowed: %(allowed)s.") % words


@dataclass(eq=False)
class LastOwner(Problem):
    """A desk must keep one active owner."""

    code: ClassVar[str] = "last_owner"
    status: ClassVar[int] = 409

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("A desk must keep at least one owner.")
