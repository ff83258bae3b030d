"""Mail of strangers, read: bytes -> `IncomingMail`; thread keys, new words, loops, bounces; foreign HTML made safe.

Pure but for `isolate` and `child`, which run the same reading in a limited process of its own.
"""

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
from opora.engine.mail.reading import parse
from opora.engine.mail.sanitise import sanitise
from opora.engine.mail.thread import reply_token

__all__ = [
    "Address",
    "Attachment",
    "Auto",
    "Bounce",
    "FailedRecipient",
    "Flaw",
    "Forwarded",
    "IncomingMail",
    "parse",
    "reply_token",
    "sanitise",
]
