"""What comes into the room of tickets: words, files, a draft of a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it came. `type` is the sender's word and is not believed; `content_id` without angle brackets."""

    name: str
    content: bytes
    type: str = ""
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words for a ticket, in or out.

    `text` is what is new; `full_text` and `html` are all that came, quotation included. `channel` is a key of the
    charter's channels or a door's own word. `automatic`: no person wrote it; such words move nothing.
    `sender_check` is what is known of a mail's sender: `ok`, `new_address`, `unauthenticated`.
    """

    text: str
    html: str = ""
    full_text: str = ""
    files: tuple[NewFile, ...] = ()
    channel: str = "portal"
    mail_id: str = ""
    sender_check: str = "ok"
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket before it is registered. What is None, the charter decides; `fields` answer the charter's form."""

    subject: str
    words: Words
    channel: str
    kind: str | None = None
    category: str | None = None
    priority: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
