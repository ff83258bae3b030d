"""What happens to mail that staff must know of. Customers see none of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext

from opora.channels import words
from opora.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MailNotDelivered(Event):
    """A mail of the desk did not reach `to_address`, for good or (`permanent` False) not yet."""

    name: ClassVar[str] = "mail_not_delivered"

    outgoing_id: int
    to_address: str
    because: str
    permanent: bool

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        if payload["permanent"]:
            return gettext("mail not delivered to %(to_address)s: %(because)s") % payload
        return gettext("mail does not get through to %(to_address)s yet: %(because)s") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class MailUncertain(Event):
    """Nobody can say whether a mail left: the connection broke after it was handed over, twice."""

    name: ClassVar[str] = "mail_uncertain"

    outgoing_id: int
    to_address: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("it is uncertain whether the mail to %(to_address)s arrived") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderNotAuthenticated(Event):
    """A mail claims to be from a member of the staff and nothing proves it."""

    name: ClassVar[str] = "sender_not_authenticated"

    incoming_id: int
    member_id: int
    address: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("a mail in the name of %(address)s came from outside; the sender is not authenticated") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class MailQuarantined(Event):
    """A mail was put aside: `reason` is a word of `channels.words.REASONS`."""

    name: ClassVar[str] = "mail_quarantined"

    incoming_id: int
    reason: str
    sender: str
    mail_subject: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        shown = {**payload, "reason": words.reason(payload["reason"])}
        return gettext("put a mail of %(sender)s into quarantine: %(reason)s") % shown


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxPaused(Event):
    """The mail server refuses our sign-in: nothing leaves from this address until that is repaired."""

    name: ClassVar[str] = "mailbox_paused"

    mailbox_id: int
    address: str
    because: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("sending from %(address)s stands still: %(because)s") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxResumed(Event):
    """Mail leaves again from this address."""

    name: ClassVar[str] = "mailbox_resumed"

    mailbox_id: int
    address: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("sending from %(address)s works again") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxAdded(Event):
    """The desk got an address."""

    name: ClassVar[str] = "mailbox_added"

    mailbox_id: int
    address: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("added the mailbox %(address)s") % payload


EVENTS: tuple[type[Event], ...] = (
    MailNotDelivered,
    MailUncertain,
    SenderNotAuthenticated,
    MailQuarantined,
    MailboxPaused,
    MailboxResumed,
    MailboxAdded,
)
