"""What happens to a ticket. Each event carries its sentence; the public ones are shown to the customer.

Titles are written down as they were when it happened. Where a status or reason has another name for customers, the
payload holds both, and the timeline shows each reader theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from opora.journal.events import Event


def with_words(sentence: str, because: str) -> str:
    """`sentence`, and after a colon what was said to it."""
    return f"{sentence}: {because}" if because else sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRegistered(Event):
    """A request became a ticket; `message_id` is its first message."""

    name: ClassVar[str] = "ticket_registered"
    public: ClassVar[bool] = True

    message_id: int

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("registered the ticket")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReplyAdded(Event):
    """A person of the desk, or the desk itself, spoke to the customer.

    `first`: no person of the desk did before. `purpose`: reply, question, solution, refusal or deferral; recorded for
    each of them, before the event of its own. `automatic`: no person wrote it.
    """

    name: ClassVar[str] = "public_reply_added"
    public: ClassVar[bool] = True

    message_id: int
    first: bool
    purpose: str = "reply"
    automatic: bool = False

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("answered the customer")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerReplied(Event):
    """The customer spoke. `automatic`: a machine of theirs did, which moves nothing."""

    name: ClassVar[str] = "customer_replied"
    public: ClassVar[bool] = True

    message_id: int
    automatic: bool = False

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("sent an automatic answer") if payload.get("automatic") else gettext("wrote a message")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Event):
    """Somebody wrote what only staff see."""

    name: ClassVar[str] = "note_added"

    message_id: int

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("wrote an internal note")


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequested(Event):
    """The customer was asked for information."""

    name: ClassVar[str] = "information_requested"
    public: ClassVar[bool] = True

    message_id: int

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("asked the customer for information")


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketAssigned(Event):
    """The ticket went to somebody, or to nobody (`to_id` None). `taken`: they took it themselves."""

    name: ClassVar[str] = "ticket_assigned"

    to_id: int | None
    to_name: str
    from_name: str
    taken: bool

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        if payload["taken"]:
            return gettext("took the ticket")
        if payload["to_id"] is None:
            return gettext("took the ticket from %(from_name)s") % payload
        return gettext("assigned the ticket to %(to_name)s") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Event):
    """The ticket went to another status. `because` is told to the customer; `automatic`: the desk itself moved it.

    `old_there` and `new_there` are the names customers know the statuses by.
    """

    name: ClassVar[str] = "status_changed"
    public: ClassVar[bool] = True

    old: str
    new: str
    old_title: str
    new_title: str
    old_there: str
    new_there: str
    old_phase: str
    new_phase: str
    because: str
    automatic: bool

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return with_words(gettext("changed the status: %(old_title)s → %(new_title)s") % payload, payload["because"])


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChanged(Event):
    """The ticket is more or less urgent than it was; the customer is told why."""

    name: ClassVar[str] = "priority_changed"
    public: ClassVar[bool] = True

    old: str
    new: str
    old_title: str
    new_title: str
    because: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return with_words(gettext("changed the priority: %(old_title)s → %(new_title)s") % payload, payload["because"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClassified(Event):
    """The ticket got another kind or category."""

    name: ClassVar[str] = "ticket_classified"

    old_kind: str
    new_kind: str
    old_category: str
    new_category: str
    kind_title: str
    category_title: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("put the ticket under %(kind_title)s · %(category_title)s") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChanged(Event):
    """Another line of support has the ticket."""

    name: ClassVar[str] = "line_changed"

    old: str
    new: str
    old_title: str
    new_title: str
    because: str
    automatic: bool

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return with_words(gettext("moved the ticket: %(old_title)s → %(new_title)s") % payload, payload["because"])


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionProposed(Event):
    """The desk holds the request for solved and waits for the customer's word."""

    name: ClassVar[str] = "solution_proposed"
    public: ClassVar[bool] = True

    message_id: int

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("proposed a solution")


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionConfirmed(Event):
    """The customer agrees that it is solved."""

    name: ClassVar[str] = "solution_confirmed"
    public: ClassVar[bool] = True

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("confirmed the solution")


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionDeclined(Event):
    """The customer does not agree that it is solved."""

    name: ClassVar[str] = "solution_declined"
    public: ClassVar[bool] = True

    because: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return with_words(gettext("declined the solution"), payload["because"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketReopened(Event):
    """A solved or closed ticket is worked on again."""

    name: ClassVar[str] = "ticket_reopened"
    public: ClassVar[bool] = True

    because: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return with_words(gettext("reopened the ticket"), payload["because"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed(Event):
    """Nothing more is expected. `automatic`: nobody confirmed; it closed by itself."""

    name: ClassVar[str] = "ticket_closed"
    public: ClassVar[bool] = True

    automatic: bool

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return (
            gettext("closed the ticket, as nobody objected") if payload["automatic"] else gettext("closed the ticket")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRefused(Event):
    """The desk declines the request, for a reason of the charter."""

    name: ClassVar[str] = "ticket_refused"
    public: ClassVar[bool] = True

    reason: str
    reason_title: str
    message_id: int

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return with_words(gettext("declined the request"), payload["reason_title"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketDeferred(Event):
    """The desk puts the request off, for a reason of the charter."""

    name: ClassVar[str] = "ticket_deferred"
    public: ClassVar[bool] = True

    reason: str
    reason_title: str
    message_id: int

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return with_words(gettext("put the request off"), payload["reason_title"])


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionPlanned(Event):
    """A day was named on which it will be done."""

    name: ClassVar[str] = "solution_planned"
    public: ClassVar[bool] = True

    planned_at: datetime
    because: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        moment = localtime(datetime.fromisoformat(payload["planned_at"]))
        day = date_format(moment, "SHORT_DATETIME_FORMAT")
        return with_words(gettext("planned the solution for %(day)s") % {"day": day}, payload["because"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantAdded(Event):
    """One more person of the customer gets the public words."""

    name: ClassVar[str] = "participant_added"

    contact_id: int
    contact_name: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("added %(contact_name)s to the conversation") % payload


EVENTS: tuple[type[Event], ...] = (
    TicketRegistered,
    PublicReplyAdded,
    CustomerReplied,
    NoteAdded,
    InformationRequested,
    TicketAssigned,
    StatusChanged,
    PriorityChanged,
    TicketClassified,
    LineChanged,
    SolutionProposed,
    SolutionConfirmed,
    SolutionDeclined,
    TicketReopened,
    TicketClosed,
    TicketRefused,
    TicketDeferred,
    SolutionPlanned,
    ParticipantAdded,
)
