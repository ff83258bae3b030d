"""Header text: RFC 2047 encoded words, and the raw 8-bit that clients put there instead."""

import re
from binascii import a2b_base64
from typing import Final

from opora.engine.mail import charset
from opora.engine.mail.flaws import Flaws

# Every alternative stops at the next "?", where the next word could begin: linear.
_WORD: Final = re.compile(rb"=\?([^?\s=]{0,60})\?([bBqQ])\?((?:[^?]|\?(?!=)){0,3000})\?=")
_QUOTED: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")
_SPACES: Final = re.compile(r"[\s\x00-\x1f\x7f]+")


def text(value: bytes, flaws: Flaws | None = None) -> str:
    """A header value as one line of text; words cut in the middle of a letter are joined first."""
    return _SPACES.sub(" ", decode(value, flaws)).strip()


def decode(value: bytes, flaws: Flaws | None = None) -> str:
    """A header value as text, its blanks kept."""
    if b"=?" not in value:
        return charset.decode(value, "", flaws)
    pieces, position, held = [], 0, _Held(flaws)
    for found in _WORD.finditer(value):
        between = value[position : found.start()]
        if between.strip() or position == 0:
            pieces += [held.release(), charset.decode(between, "", flaws)]
        pieces.append(held.add(found[1].decode("latin-1"), _content(found[2], found[3])))
        position = found.end()
    return "".join([*pieces, held.release(), charset.decode(value[position:], "", flaws)])


class _Held:
    """Bytes of neighbouring words in one charset, waiting to be decoded together."""

    def __init__(self, flaws: Flaws | None) -> None:
        self._charset, self._content, self._flaws = "", b"", flaws

    def add(self, name: str, content: bytes) -> str:
        """Holds the content; gives the text of what was held under another charset."""
        name = name.lower().partition("*")[0]
        if name == self._charset:
            self._content += content
            return ""
        done = self.release()
        self._charset, self._content = name, content
        return done

    def release(self) -> str:
        content, name = self._content, self._charset
        self._charset, self._content = "", b""
        return charset.decode(content, name, self._flaws) if content else ""


def _content(kind: bytes, encoded: bytes) -> bytes:
    if kind in b"bB":
        return unbase64(encoded)
    return _QUOTED.sub(lambda found: bytes([int(found[1], 16)]), encoded.replace(b"_", b" "))


def unbase64(encoded: bytes) -> bytes:
    """Base64 with anything foreign skipped and any missing end forgiven."""
    clean = _NOT_BASE64.sub(b"", encoded)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return a2b_base64(clean + b"=" * (-len(clean) % 4))
