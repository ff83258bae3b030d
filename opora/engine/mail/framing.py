"""The words between `isolate` and `child`: length, a JSON head, then the raw bytes of the files. Nothing executable.

The child read hostile mail and may be under its control, so `unpacked` checks every type and every length.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from opora.engine.mail import limits
from opora.engine.mail.flaws import Flaw
from opora.engine.mail.incoming import (
    Address,
    Attachment,
    Auto,
    Bounce,
    FailedRecipient,
    Forwarded,
    IncomingMail,
)

LENGTH: Final = struct.Struct(">Q")
_HEAD: Final = struct.Struct(">I")
MOST_BYTES: Final = 4 * limits.RAW_BYTES


class BadFrame(Exception):
    """The other side did not keep to the form."""


def packed(mail: IncomingMail) -> bytes:
    """The mail as one payload, without its leading length."""
    head = mail.as_dict() | {"in_reply_to": list(mail.in_reply_to)}
    return _payload({"mail": head}, [attachment.content for attachment in mail.attachments])


def packed_failure(reason: str) -> bytes:
    return _payload({"failed": reason}, [])


def unpacked(payload: bytes, *, digest: str) -> IncomingMail | str:
    """The mail, or the reason of failure. Raises BadFrame. Hashes are computed here, not believed."""
    try:
        head, position = _head(payload)
        failure = head.get("failed")
        return _Text.of(failure) if failure is not None else _mail(_Text.row(head, "mail"), payload, position, digest)
    except (ValueError, KeyError, TypeError, AttributeError, struct.error, RecursionError) as error:
        raise BadFrame(str(error)) from error


def _payload(head: Mapping[str, Any], blobs: list[bytes]) -> bytes:
    encoded = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join([_HEAD.pack(len(encoded)), encoded, *blobs])


def _head(payload: bytes) -> tuple[dict[str, Any], int]:
    (length,) = _HEAD.unpack_from(payload)
    head = json.loads(payload[_HEAD.size : _HEAD.size + length])
    if not isinstance(head, dict):
        raise TypeError("the head is no object")
    return head, _HEAD.size + length


@dataclass(frozen=True, slots=True)
class _Text:
    """Typed access to JSON: a wrong type is a TypeError."""

    @staticmethod
    def of(value: object) -> str:
        if not isinstance(value, str):
            raise TypeError("not a text")
        value.encode()
        return value

    @staticmethod
    def row(head: Mapping[str, Any], name: str) -> dict[str, Any]:
        if not isinstance(head[name], dict):
            raise TypeError(f"{name} is no object")
        return dict(head[name])

    @staticmethod
    def rows(head: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
        if not isinstance(head[name], list) or not all(isinstance(row, dict) for row in head[name]):
            raise TypeError(f"{name} is no list of objects")
        return list(head[name])

    @staticmethod
    def many(head: Mapping[str, Any], name: str) -> tuple[str, ...]:
        if not isinstance(head[name], list):
            raise TypeError(f"{name} is no list")
        return tuple(_Text.of(value) for value in head[name])


def _mail(head: Mapping[str, Any], payload: bytes, position: int, digest: str) -> IncomingMail:
    word = {name: _Text.of(head[name]) for name in ("subject", "message_id", "text", "html", "reply_text", "auto")}
    return IncomingMail(
        sender=_address(head["from"]),
        to=_addresses(head, "to"),
        cc=_addresses(head, "cc"),
        reply_to=_addresses(head, "reply_to"),
        original_sender=_address(head["original_sender"]),
        delivered_to=_Text.many(head, "delivered_to"),
        return_path=None if head["return_path"] is None else _Text.of(head["return_path"]),
        subject=word["subject"],
        date=datetime.fromisoformat(_Text.of(head["date"])) if head["date"] else None,
        message_id=word["message_id"],
        in_reply_to=_Text.many(head, "in_reply_to"),
        references=_Text.many(head, "references"),
        text=word["text"],
        html=word["html"],
        reply_text=word["reply_text"],
        attachments=_attachments(head, payload, position),
        auto=Auto(word["auto"]),
        may_be_answered=head["may_be_answered"] is True,
        bounce=_bounce(head["bounce"]),
        forwarded=_forwarded(head["forwarded"]),
        digest=digest,
        warnings=tuple(Flaw(code) for code in _Text.many(head, "warnings")),
        refused=Flaw(head["refused"]) if head["refused"] else None,
    )


def _address(row: Mapping[str, Any] | None) -> Address | None:
    return Address(_Text.of(row["name"]), _Text.of(row["email"])) if row else None


def _addresses(head: Mapping[str, Any], name: str) -> tuple[Address, ...]:
    return tuple(Address(_Text.of(row["name"]), _Text.of(row["email"])) for row in _Text.rows(head, name))


def _attachments(head: Mapping[str, Any], payload: bytes, position: int) -> tuple[Attachment, ...]:
    found = []
    for row in _Text.rows(head, "attachments"):
        end = position + int(row["size"])
        if not position <= end <= len(payload):
            raise ValueError("a file is longer than the frame")
        name, kind, cid = (_Text.of(row[key]) for key in ("name", "type", "cid"))
        content = payload[position:end]
        found.append(Attachment.of(content, name=name, type=kind, inline=row["inline"] is True, cid=cid))
        position = end
    return tuple(found)


def _bounce(row: Mapping[str, Any] | None) -> Bounce | None:
    if not row:
        return None
    recipients = tuple(_recipient(inner) for inner in _Text.rows(row, "recipients"))
    return Bounce(recipients, _Text.of(row["returned_message_id"]), row["is_delay"] is True)


def _recipient(row: Mapping[str, Any]) -> FailedRecipient:
    email, status, code, reason = (_Text.of(row[key]) for key in ("email", "status", "smtp_code", "reason"))
    return FailedRecipient(email, status, code, reason, row["permanent"] is True)


def _forwarded(row: Mapping[str, Any] | None) -> Forwarded | None:
    if not row:
        return None
    subject, date, text = (_Text.of(row[key]) for key in ("subject", "date", "text"))
    return Forwarded(_address(row["from"]), subject, date, text)
