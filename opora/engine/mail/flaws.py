"""What the reader of a mail had to leave out, repair or refuse."""

from enum import StrEnum


class Flaw(StrEnum):
    """One kind of trouble; the value is stable and goes into logs and JSON, words for people are made at the edge."""

    TOO_LARGE = "too-large"
    NOT_UNDERSTOOD = "not-understood"
    HEADERS_CUT = "headers-cut"
    HEADER_JUNK = "header-junk"
    TOO_MANY_PARTS = "too-many-parts"
    TOO_DEEP = "too-deep"
    TOO_MANY_ADDRESSES = "too-many-addresses"
    TOO_MANY_REFERENCES = "too-many-references"
    TOO_MANY_ATTACHMENTS = "too-many-attachments"
    ATTACHMENT_TOO_LARGE = "attachment-too-large"
    HTML_CUT = "html-cut"
    TEXT_CUT = "text-cut"
    BOUNDARY_MISSING = "boundary-missing"
    BAD_ENCODING = "bad-transfer-encoding"
    UNKNOWN_CHARSET = "unknown-charset"
    WRONG_CHARSET = "wrong-charset"
    REFUSED_CHARSET = "refused-charset"
    NUL_REMOVED = "nul-removed"
    NO_SENDER = "no-sender"
    NO_MESSAGE_ID = "no-message-id"
    BAD_DATE = "bad-date"
    ENCRYPTED = "encrypted"


class Flaws:
    """Collects each flaw once, in the order of discovery."""

    def __init__(self) -> None:
        self._seen: dict[Flaw, None] = {}

    def add(self, flaw: Flaw) -> None:
        self._seen[flaw] = None

    def listed(self) -> tuple[Flaw, ...]:
        return tuple(self._seen)
