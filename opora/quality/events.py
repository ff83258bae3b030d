"""What happens to ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext

from opora.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingAsked(Event):
    """The customer was asked how it was. `token` opens the rating page; the journal keeps only that it was asked."""

    name: ClassVar[str] = "rating_asked"

    rating_id: int
    token: str

    def payload(self) -> dict[str, Any]:
        """Without the secret."""
        return {"rating_id": self.rating_id}

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("asked the customer for a rating")


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGiven(Event):
    """The customer judged the work: `score` of `scale`."""

    name: ClassVar[str] = "rating_given"
    public: ClassVar[bool] = True

    rating_id: int
    score: int
    scale: int

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("rated the work: %(score)s of %(scale)s") % payload


EVENTS: tuple[type[Event], ...] = (RatingAsked, RatingGiven)
