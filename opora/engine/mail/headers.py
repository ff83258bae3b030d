"""The header block of a message or a part, split without trusting it. Linear in its size; never raises.

Unlike `email.policy.default` nothing is interpreted here, so no header can break another (RFC 5322, section 2.2).
"""

import re
from dataclasses import dataclass, field
from typing import Final

from opora.engine.mail import limits
from opora.engine.mail.flaws import Flaw, Flaws

_LINE_END: Final = re.compile(rb"\r\n|\n|\r(?!\n)")
_FIELD: Final = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_BLOCK_END: Final = re.compile(rb"\r?\n[ \t]*\r*\n|\r\r")
_BLANKS: Final = re.compile(rb"(?:[ \t]*\r?\n)+")


@dataclass(slots=True)
class Headers:
    """Fields in order, names in lower case, values unfolded but not decoded."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)

    def first(self, name: str) -> bytes:
        """The first value of `name`, b"" when absent."""
        return next((value for field_name, value in self.fields if field_name == name), b"")

    def every(self, name: str) -> list[bytes]:
        return [value for field_name, value in self.fields if field_name == name]

    def has(self, name: str) -> bool:
        return any(field_name == name for field_name, _ in self.fields)

    def ascii(self, name: str) -> str:
        """The first value with foreign bytes dropped: for tokens such as Precedence or Auto-Submitted."""
        return self.first(name).decode("ascii", "ignore").strip()


def split(raw: bytes, start: int, end: int, flaws: Flaws) -> tuple[Headers, int]:
    """The headers that begin at `start`, and the offset where the body begins."""
    start = _after_blanks(raw, start, end)
    cut = min(end, start + limits.HEADER_BYTES)
    headers, position = Headers(), start
    while position < cut:
        line, after = _line(raw, position, cut)
        if not line.strip(b" \t\r"):
            if line.strip(b"\r") and _goes_on(raw, after, cut):
                position = after
                continue
            return headers, after
        if not _take(headers, line, is_first=position == start):
            if not _is_header_next(raw, after, cut):
                return headers, position
            flaws.add(Flaw.HEADER_JUNK)
        position = after
        if len(headers.fields) >= limits.HEADERS:
            break
    if position >= end:
        return headers, end
    flaws.add(Flaw.HEADERS_CUT)
    return headers, _end_of_block(raw, position, end)


def _after_blanks(raw: bytes, start: int, end: int) -> int:
    found = _BLANKS.match(raw, start, end)
    after = found.end() if found else start
    return after if _FIELD.match(_line(raw, after, min(end, after + 400))[0]) else start


def _line(raw: bytes, start: int, end: int) -> tuple[bytes, int]:
    found = _LINE_END.search(raw, start, end)
    return (raw[start : found.start()], found.end()) if found else (raw[start:end], end)


def _take(headers: Headers, line: bytes, *, is_first: bool) -> bool:
    """Adds one line to the fields; False when it is no header line."""
    if line[:1] in b" \t":
        if headers.fields:
            name, value = headers.fields[-1]
            headers.fields[-1] = (name, value + b" " + line.strip(b" \t\r"))
        return bool(headers.fields)
    if is_first and line.startswith((b"From ", b">From ")):
        return True
    found = _FIELD.match(line)
    if not found:
        return False
    headers.fields.append((found[1].decode("ascii").lower(), found[2].strip(b" \t\r")))
    return True


def _is_header_next(raw: bytes, start: int, end: int) -> bool:
    line, _ = _line(raw, start, end)
    return bool(_FIELD.match(line)) and b" " not in line.partition(b":")[0].strip()


def _goes_on(raw: bytes, start: int, end: int) -> bool:
    """True after a line of mere blanks that is folding (RFC 5322, section 4.2), not the end of the headers."""
    line, _ = _line(raw, start, end)
    return line[:1] in (b" ", b"\t") or _is_header_next(raw, start, end)


def _end_of_block(raw: bytes, start: int, end: int) -> int:
    found = _BLOCK_END.search(raw, max(0, start - 2), end)
    return found.end() if found else end
