"""What Opora understood of one mail: plain values, nothing of the parser in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from opora.engine.mail.flaws import Flaw


class Auto(StrEnum):
    """Who wrote: a person (`NONE`) or which kind of robot. Anything but `NONE` is never answered automatically."""

    NONE = "none"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    LIST = "list"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox as the sender wrote it: no proof of who wrote. `email` may be "" when only a name was given."""

    name: str
    email: str

    def as_dict(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the mail. `type` is the sender's claim: never serve by it. `inline`: the HTML shows it by `cid`."""

    name: str
    type: str
    inline: bool
    cid: str
    content: bytes
    sha256: str

    @classmethod
    def of(cls, content: bytes, *, name: str, type: str, inline: bool, cid: str) -> "Attachment":
        return cls(name, type, inline, cid, content, sha256(content).hexdigest())

    @property
    def size(self) -> int:
        return len(self.content)

    def as_dict(self) -> dict[str, Any]:
        """Without the content: `{name, type, size, inline, cid, sha256}`."""
        names = ("name", "type", "size", "inline", "cid", "sha256")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One recipient of a report. `status` is RFC 3463 ("5.1.1"), `smtp_code` the reply ("550"); "" if unsaid.

    `permanent`: the address itself is dead, writing again is useless. A refusal for another reason (full, spam, size)
    is not permanent even with a 5xx code.
    """

    email: str
    status: str
    smtp_code: str
    reason: str
    permanent: bool

    def as_dict(self) -> dict[str, Any]:
        names = ("email", "status", "smtp_code", "reason", "permanent")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail of ours was not delivered. `is_delay`: the other server still tries."""

    recipients: tuple[FailedRecipient, ...]
    returned_message_id: str
    is_delay: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "recipients": [recipient.as_dict() for recipient in self.recipients],
            "returned_message_id": self.returned_message_id,
            "is_delay": self.is_delay,
        }


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The message somebody passed on, as his mail client printed it; unknown facts are ""."""

    sender: Address | None
    subject: str
    date: str
    text: str

    def as_dict(self) -> dict[str, Any]:
        sender = self.sender.as_dict() if self.sender else None
        return {"from": sender, "subject": self.subject, "date": self.date, "text": self.text}


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """One mail, read. Nothing in it is verified: sender, recipients and ids are what the sender wrote.

    `date` is aware or None (absent or invalid: use the time of receipt). Message ids have no angle brackets.
    `return_path` is None when unknown and "" for the null path of robots. `delivered_to`: envelope recipients that
    our servers noted. `text` is the whole text, `reply_text` the new words of it, `html` as received: show it only
    through `sanitise`. `digest` is the SHA-256 of the raw mail. `refused` names the flaw that sends it to quarantine.
    """

    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    original_sender: Address | None
    delivered_to: tuple[str, ...]
    return_path: str | None
    subject: str
    date: datetime | None
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    html: str
    reply_text: str
    attachments: tuple[Attachment, ...]
    auto: Auto
    may_be_answered: bool
    bounce: Bounce | None
    forwarded: Forwarded | None
    digest: str
    warnings: tuple[Flaw, ...]
    refused: Flaw | None = None

    @property
    def is_forward(self) -> bool:
        return self.forwarded is not None

    def as_dict(self) -> dict[str, Any]:
        """JSON-able; attachments without their bytes. `in_reply_to` is the first id, "" when there is none."""
        return {
            "from": self.sender.as_dict() if self.sender else None,
            "to": [address.as_dict() for address in self.to],
            "cc": [address.as_dict() for address in self.cc],
            "reply_to": [address.as_dict() for address in self.reply_to],
            "original_sender": self.original_sender.as_dict() if self.original_sender else None,
            "delivered_to": list(self.delivered_to),
            "return_path": self.return_path,
            "subject": self.subject,
            "date": self.date.isoformat() if self.date else None,
            "message_id": self.message_id,
            "in_reply_to": self.in_reply_to[0] if self.in_reply_to else "",
            "references": list(self.references),
            "text": self.text,
            "html": self.html,
            "reply_text": self.reply_text,
            "attachments": [attachment.as_dict() for attachment in self.attachments],
            "auto": self.auto.value,
            "may_be_answered": self.may_be_answered,
            "bounce": self.bounce.as_dict() if self.bounce else None,
            "forwarded": self.forwarded.as_dict() if self.forwarded else None,
            "digest": self.digest,
            "warnings": [flaw.value for flaw in self.warnings],
            "refused": self.refused.value if self.refused else None,
        }
