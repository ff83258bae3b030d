"""What the mails of one machine have in common: their words without the numbers in them."""

from __future__ import annotations

import re
from hashlib import sha256

from opora.engine.mail import IncomingMail

_CHANGING = re.compile(r"[\d\W_]+")
_LETTERS = 2000
_FEW = 8


def pattern_of(mail: IncomingMail) -> str:
    """A digest of the mail's words; the subject counts only where there are hardly any. "" for files alone."""
    words = _CHANGING.sub(" ", mail.reply_text[:_LETTERS] or mail.text[:_LETTERS]).strip().lower()
    if len(words) < _FEW:
        words = f"{_CHANGING.sub(' ', mail.subject[:_LETTERS]).strip().lower()} {words}".strip()
    return sha256(words.encode()).hexdigest()[:32] if words else ""


def key_of(mail: IncomingMail, sender: str) -> str:
    """What makes two mails one: Message-ID and sender; the raw bytes where there is no Message-ID."""
    if not mail.message_id:
        return mail.digest
    return sha256(f"{mail.message_id}\n{sender}".encode()).hexdigest()
