"""What ties a mail to earlier ones: message ids (RFC 5322, section 3.6.4) and our secret reply tokens.

Only candidates come from here: an id or a token proves nothing until the room has looked it up and checked the sender.
"""

import re
from collections.abc import Iterable
from typing import Final

from opora.engine.mail import encoded, limits
from opora.engine.mail.flaws import Flaw, Flaws

_BRACKETED: Final = re.compile(r"<([^<>]{1,998})>")
_BLANKS: Final = re.compile(r"\s+")
_ID_LETTERS: Final = 500
_TOKEN: Final = re.compile(r"[^\s<>@+]{1,64}\+([A-Za-z0-9]{20,64})@")
_TOKENS: Final = 10


def message_id(value: bytes) -> str:
    """The id without angle brackets and blanks, "" when there is none."""
    return next(iter(_ids(value)), "")


def references(value: bytes, flaws: Flaws) -> tuple[str, ...]:
    """Ids in the order of the header, oldest first; of too many the first and the latest are kept."""
    found = _ids(value)
    if len(found) <= limits.REFERENCES:
        return tuple(found)
    flaws.add(Flaw.TOO_MANY_REFERENCES)
    return (found[0], *found[1 - limits.REFERENCES :])


def reply_token(addresses: Iterable[str], body: str = "") -> tuple[str, ...]:
    """Candidates for our secret token: the TOKEN of `local+TOKEN@domain` (20 to 64 letters and digits), repeats once.

    `addresses` are those of To, Cc, Delivered-To and X-Original-To. `body` is looked at only when given: quoted
    history shows the token to strangers. A gateway may have changed the case: compare accordingly.
    """
    found: dict[str, None] = {}
    for text in (*addresses, body[: limits.REPLY_LETTERS]):
        found.update(dict.fromkeys(_TOKEN.findall(text)[:_TOKENS]))
    return tuple(found)[:_TOKENS]


def _ids(value: bytes) -> list[str]:
    text = encoded.text(value[: limits.HEADER_BYTES])
    found = _BRACKETED.findall(text) or [word.strip("<>,;") for word in text.split()]
    clean = (_BLANKS.sub("", identifier)[:_ID_LETTERS] for identifier in found)
    return list(dict.fromkeys(identifier for identifier in clean if identifier))
