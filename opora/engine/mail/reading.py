"""From raw bytes to `IncomingMail`: the order of the reading. Each step lives in its own module."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from opora.engine.mail import (
    addresses,
    attachments,
    automatic,
    body,
    bounce,
    charset,
    dates,
    encoded,
    forward,
    limits,
    mime,
    quotation,
    thread,
)
from opora.engine.mail.flaws import Flaw, Flaws
from opora.engine.mail.headers import Headers
from opora.engine.mail.incoming import Address, Attachment, Auto, Bounce, IncomingMail

_ENVELOPE: Final = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
_ORIGINAL: Final = ("x-original-from", "x-original-sender")
_FEW: Final = 10
_ENCRYPTED: Final = (
    "multipart/encrypted",
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
    "application/pgp-encrypted",
)


def parse(raw: bytes) -> IncomingMail:
    """Reads a mail. Never raises and never hangs, whatever the bytes; see `IncomingMail.warnings` and `.refused`.

    A mail above `limits.RAW_BYTES` is refused with its headers read; a mail that defeats the reader is refused as
    NOT_UNDERSTOOD. Everything else is understood as far as the limits go. Use `isolate.Parser` for mail of strangers.
    """
    try:
        return read(raw)
    except Exception:
        return unreadable(raw)


def read(raw: bytes) -> IncomingMail:
    """`parse` without its net: an error of the reader comes out, MemoryError among them."""
    flaws = Flaws()
    if len(raw) > limits.RAW_BYTES:
        mail = _read(raw[: limits.HEADER_BYTES], flaws)
        return replace(mail, attachments=(), digest=sha256(raw).hexdigest(), refused=Flaw.TOO_LARGE)
    return _read(raw, flaws)


def unreadable(raw: bytes) -> IncomingMail:
    """The result for a mail that cannot be read: nothing but its first letters, for the quarantine."""
    text = charset.storable(raw[: limits.TEXT_SHOWN_LETTERS].decode("utf-8", "replace"))
    return IncomingMail(
        sender=None, to=(), cc=(), reply_to=(), original_sender=None, delivered_to=(), return_path=None,
        subject="", date=None, message_id="", in_reply_to=(), references=(), text=text, html="", reply_text=text,
        attachments=(), auto=Auto.NONE, may_be_answered=False, bounce=None, forwarded=None,
        digest=sha256(raw).hexdigest(), warnings=(Flaw.NOT_UNDERSTOOD,), refused=Flaw.NOT_UNDERSTOOD,
    )  # fmt: skip


def _read(raw: bytes, flaws: Flaws) -> IncomingMail:
    root = mime.tree(raw, flaws)
    words = body.read(root, flaws)
    files = attachments.read(words, words.html, flaws)
    if any(part.type in _ENCRYPTED for part in root.every()):
        flaws.add(Flaw.ENCRYPTED)
    return _assembled(raw, root, words, files, flaws)


def _assembled(
    raw: bytes, root: mime.Part, words: body.Body, files: tuple[Attachment, ...], flaws: Flaws
) -> IncomingMail:
    headers, text, html = root.headers, words.text, words.html
    subject = encoded.text(headers.first("subject"), flaws)[: limits.SUBJECT_LETTERS]
    sender = _sender(headers, flaws)
    return_path = _return_path(headers)
    returned = bounce.read(
        root, subject=subject, is_daemon=automatic.is_daemon(sender), is_null_path=return_path == "", text=text
    )
    kind = _auto(returned, automatic.classify(headers, sender, subject, return_path))
    return IncomingMail(
        sender=sender,
        to=addresses.parse(headers.every("to"), flaws),
        cc=addresses.parse(headers.every("cc"), flaws),
        reply_to=addresses.parse(headers.every("reply-to"), flaws, _FEW),
        original_sender=_original_sender(headers, flaws),
        delivered_to=_envelope(headers, flaws),
        return_path=return_path,
        subject=subject,
        date=_date(headers, flaws),
        message_id=_message_id(headers, flaws),
        in_reply_to=thread.references(headers.first("in-reply-to"), flaws),
        references=thread.references(b" ".join(headers.every("references")), flaws),
        text=text,
        html=html,
        reply_text=quotation.new_words(text, html),
        attachments=files,
        auto=kind,
        may_be_answered=kind is Auto.NONE and not automatic.forbids_answer(headers),
        bounce=returned,
        forwarded=forward.read(text, subject, is_answer=headers.has("in-reply-to")),
        digest=sha256(raw).hexdigest(),
        warnings=flaws.listed(),
    )


def _auto(returned: Bounce | None, kind: Auto) -> Auto:
    return Auto.BOUNCE if returned and kind is not Auto.LOOP else kind


def _sender(headers: Headers, flaws: Flaws) -> Address | None:
    """The first of From, else Sender: "several senders, the first"."""
    found = addresses.parse(headers.every("from"), flaws, _FEW) or addresses.parse(headers.every("sender"), flaws, _FEW)
    if not found:
        flaws.add(Flaw.NO_SENDER)
    return next((address for address in found if "@" in address.email), found[0] if found else None)


def _original_sender(headers: Headers, flaws: Flaws) -> Address | None:
    """Who wrote to a list or group that put its own address into From."""
    found = addresses.parse([value for name in _ORIGINAL for value in headers.every(name)], flaws, _FEW)
    return found[0] if found else None


def _envelope(headers: Headers, flaws: Flaws) -> tuple[str, ...]:
    values = [value for name in _ENVELOPE for value in headers.every(name)]
    return tuple(address.email for address in addresses.parse(values, flaws, _FEW))


def _return_path(headers: Headers) -> str | None:
    if not headers.has("return-path"):
        return None
    return encoded.text(headers.first("return-path")).strip("<> \t")[:320]


def _date(headers: Headers, flaws: Flaws) -> datetime | None:
    value = headers.first("date")
    found = dates.parse(value)
    if value and not found:
        flaws.add(Flaw.BAD_DATE)
    return found


def _message_id(headers: Headers, flaws: Flaws) -> str:
    found = thread.message_id(headers.first("message-id"))
    if not found:
        flaws.add(Flaw.NO_MESSAGE_ID)
    return found
