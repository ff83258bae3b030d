"""What a verb answers when it refuses: errors that carry data and become words only at the edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext


class Problem(Exception):
    """The base of every refusal that a person may see.

    `code` names the fault for programs, `status` is the HTTP status the edge should answer with, `field` what was
    wrong (empty: the whole), `allowed` what would have been right. `sentence()` is for people, in the active language.
    """

    code: ClassVar[str] = "problem"
    status: ClassVar[int] = 422

    field: str = ""
    allowed: tuple[str, ...] = ()

    def sentence(self) -> str:
        """One sentence for people, in the active language."""
        raise NotImplementedError(type(self).__name__)

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence()}"


@dataclass(eq=False)
class NotFound(Problem):
    """There is no such thing, or the actor may not know that there is: the two look the same."""

    what: str = "object"

    code: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("There is nothing here, or you may not see it.")
