"""What happens to a desk itself: its charter, its people, its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext

from opora.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCreated(Event):
    """A desk began to exist."""

    name: ClassVar[str] = "desk_created"

    slug: str
    title: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("created the desk “%(title)s”") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterAdopted(Event):
    """A version of the charter came into force. New tickets are bound to it."""

    name: ClassVar[str] = "charter_adopted"

    version_id: int
    number: int
    edition: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("adopted the charter, edition %(edition)s (version %(number)s)") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdded(Event):
    """Somebody joined the staff."""

    name: ClassVar[str] = "member_added"

    member_id: int
    member_name: str
    role: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("added %(member_name)s to the staff as %(role)s") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDeactivated(Event):
    """Somebody left the staff; what they did stays theirs."""

    name: ClassVar[str] = "member_deactivated"

    member_id: int
    member_name: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("took %(member_name)s off the staff") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(Event):
    """A key to the API was made."""

    name: ClassVar[str] = "token_issued"

    token_id: int
    token_name: str
    prefix: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("issued the API key “%(token_name)s” (%(prefix)s…)") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Event):
    """A key to the API opens nothing any more."""

    name: ClassVar[str] = "token_revoked"

    token_id: int
    token_name: str
    prefix: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("revoked the API key “%(token_name)s” (%(prefix)s…)") % payload
