"""What the verbs of the customers' room refuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext

from opora.toolkit.errors import Problem


@dataclass(eq=False)
class NotYours(Problem):
    """The actor may not change customers on this desk."""

    code: ClassVar[str] = "forbidden"
    status: ClassVar[int] = 403

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("Your role does not allow this.")


@dataclass(eq=False)
class Taken(Problem):
    """There is such a customer already."""

    field: str = ""
    value: str = ""

    code: ClassVar[str] = "taken"
    status: ClassVar[int] = 409

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("“%(value)s” is in use already.") % {"value": self.value}


@dataclass(eq=False)
class Unusable(Problem):
    """A value that cannot be used here: not an address, an unknown plan, an end before the beginning."""

    field: str = ""
    value: str = ""
    allowed: tuple[str, ...] = ()

    code: ClassVar[str] = "unusable"

    def sentence(self) -> str:
        """One sentence for people."""
        words = {"value": self.value, "allowed": ", ".join(self.allowed)}
        if self.allowed:
            return gettext("“%(value)s” cannot be used here; allowed: %(allowed)s.") % words
        return gettext("“%(value)s” cannot be used here.") % words
