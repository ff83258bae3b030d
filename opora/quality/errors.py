"""What a rating can be refused for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext

from opora.toolkit.errors import Problem


@dataclass(eq=False)
class NotAsked(Problem):
    """The ticket is not closed, so nobody was asked yet."""

    code: ClassVar[str] = "rating_not_asked"
    status: ClassVar[int] = 409

    def sentence(self) -> str:
        """In words."""
        return gettext("A rating can be given once the ticket is closed.")


@dataclass(eq=False)
class BadScore(Problem):
    """A score outside the charter's scale."""

    scale: int
    field: str = "score"

    code: ClassVar[str] = "bad_score"

    @property
    def allowed(self) -> tuple[str, ...]:  # type: ignore[override]
        """The scores that can be given."""
        return tuple(str(value) for value in range(1, self.scale + 1))

    def sentence(self) -> str:
        """In words."""
        return gettext("Choose a score from 1 to %(scale)s.") % {"scale": self.scale}


@dataclass(eq=False)
class UnknownQuestion(Problem):
    """An answer to a question the survey does not ask."""

    allowed: tuple[str, ...]
    field: str = "answers"

    code: ClassVar[str] = "unknown_question"

    def sentence(self) -> str:
        """In words."""
        return gettext("The survey does not ask this. It asks: %(questions)s.") % {"questions": ", ".join(self.allowed)}
