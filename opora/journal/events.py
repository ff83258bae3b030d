"""The base of every event: a frozen fact with its own sentence and public payload."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar


class ActorKind(StrEnum):
    """Who did it."""

    MEMBER = "member"
    CONTACT = "contact"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something on a desk. `role` is a word of `engine.charter.schema.Role`, or `system`.

    `reference` is the primary key of the member or contact; 0 for the system.
    `via` says by which door: page, api, mail, cli, timer, bulk, automation.
    """

    desk_id: int
    kind: ActorKind
    reference: int
    name: str
    role: str
    via: str = "page"

    @property
    def is_staff(self) -> bool:
        """A member of the desk."""
        return self.kind is ActorKind.MEMBER

    @property
    def is_contact(self) -> bool:
        """A customer."""
        return self.kind is ActorKind.CONTACT

    @property
    def is_system(self) -> bool:
        """A timer, a rule, the mail intake."""
        return self.kind is ActorKind.SYSTEM


def system(desk_id: int, *, via: str = "timer") -> Actor:
    """The desk itself, when nobody in person acts."""
    return Actor(desk_id, ActorKind.SYSTEM, 0, "", "system", via)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on a desk. Subclasses are frozen, slotted, named in the past tense.

    `ticket_id` is None for events that concern no ticket. `public` events are shown to the customer too.
    `subject` is the locked row the event tells of, so that reactions need not read it again; the journal keeps no copy.
    """

    name: ClassVar[str] = ""
    public: ClassVar[bool] = False

    desk_id: int
    ticket_id: int | None
    actor: Actor
    at: datetime
    subject: Any = field(default=None, compare=False, repr=False)

    def payload(self) -> dict[str, Any]:
        """The event's own fields as JSON values; what the journal keeps."""
        common = ("desk_id", "ticket_id", "actor", "at", "subject")
        own = [item.name for item in fields(self) if item.name not in common]
        return {name: _plain(getattr(self, name)) for name in own}

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """The event in words of the reader's language, without the actor's name and the time."""
        raise NotImplementedError(cls.__name__)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
