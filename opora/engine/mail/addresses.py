"""Address headers (RFC 5322, section 3.4, and what clients send instead), in one linear walk.

Names are decoded after the header is split, so a comma inside an encoded word is no separator. The walk is over
latin-1: foreign bytes pass through untouched and are decoded with the name they belong to.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from opora.engine.mail import encoded, limits
from opora.engine.mail.flaws import Flaw, Flaws
from opora.engine.mail.incoming import Address

_WORDS: Final = re.compile(rb"[\s<>\"',;()\[\]]+")
_BLANKS: Final = re.compile(r"\s+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_ENCODED_ADDRESS: Final = re.compile(r"<([^<>\s]{1,250}@[^<>\s]{1,250})>\s*$")
_COMMENTS: Final = re.compile(r"\([^()<>@]{0,200}\)")
_DOTS: Final = re.compile(r"\s+\.\s*")
_NAME_LETTERS: Final = 200
_EMAIL_LETTERS: Final = 320


def parse(values: Iterable[bytes], flaws: Flaws, limit: int = limits.ADDRESSES) -> tuple[Address, ...]:
    """The addresses of all given headers, in order, repeats kept once."""
    found: dict[str, Address] = {}
    for value in values:
        for address in _addresses(value[: limits.HEADER_BYTES], flaws):
            if len(found) >= limit:
                flaws.add(Flaw.TOO_MANY_ADDRESSES)
                return tuple(found.values())
            found.setdefault(address.email.lower() or address.name, address)
    return tuple(found.values())


def _addresses(value: bytes, flaws: Flaws) -> Iterator[Address]:
    is_any = False
    for mailbox in _Walk(value.decode("latin-1")).mailboxes():
        address = _address(mailbox, flaws)
        if address:
            is_any = is_any or "@" in address.email
            yield address
    if not is_any and b"@" in value:
        words = (word.strip(b".:") for word in _WORDS.split(value))
        yield from (Address("", _email(word.decode("latin-1"))) for word in words if b"@" in word.strip(b"@"))


@dataclass(slots=True)
class _Mailbox:
    """What was met since the last separator."""

    phrase: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    angle: str | None = None
    is_quoted: bool = False
    has_at: bool = False
    has_word: bool = False

    def is_empty(self) -> bool:
        return self.angle is None and not self.has_word

    def add(self, words: str) -> None:
        self.phrase.append(words)
        self.has_at = self.has_at or "@" in words
        self.has_word = self.has_word or not words.isspace()


class _Walk:
    """One letter at a time; an unclosed quote or comment ends with the header."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._box = text, 0, _Mailbox()
        self._last_group_end = text.rfind(";")

    def mailboxes(self) -> Iterator[_Mailbox]:
        while self._at < len(self._text):
            letter = self._text[self._at]
            if letter in ",;":
                yield self._box
                self._box = _Mailbox()
            self._step(letter)
            self._at += 1
        yield self._box

    def _step(self, letter: str) -> None:
        if letter == '"':
            self._box.add(self._quoted())
            self._box.is_quoted = True
        elif letter == "(":
            self._box.comment.append(self._comment())
        elif letter == "<":
            self._angle()
        elif letter == ":" and self._is_group():
            self._box = _Mailbox()
        elif letter not in ",;>":
            self._box.add(letter)

    def _quoted(self) -> str:
        """The text up to the closing quote; without one the quote is an ordinary sign."""
        end = self._close('"')
        if end < 0:
            return ""
        inner = self._text[self._at + 1 : end]
        self._at = end
        return re.sub(r"\\(.)", r"\1", inner)

    def _close(self, mark: str) -> int:
        position = self._at + 1
        while position < len(self._text):
            if self._text[position] == "\\":
                position += 1
            elif self._text[position] == mark:
                return position
            position += 1
        self._text = self._text.replace(mark, " ") if mark == '"' else self._text
        return -1

    def _comment(self) -> str:
        depth, start = 1, self._at + 1
        while depth and self._at + 1 < len(self._text):
            self._at += 1
            letter = self._text[self._at]
            depth += (letter == "(") - (letter == ")")
            self._at += letter == "\\"
        return self._text[start : self._at]

    def _angle(self) -> None:
        end = self._text.find(">", self._at)
        comma = self._text.find(",", self._at) if end < 0 else -1
        stop = end if end >= 0 else comma - 1 if comma >= 0 else len(self._text)
        inner = self._text[self._at + 1 : stop + (end < 0)]
        self._at = max(self._at, stop)
        if "@" in inner or self._box.angle is None:
            self._box.angle = inner.strip("<> \t")

    def _is_group(self) -> bool:
        """True for the colon after a group's name, not for one inside an address or a name."""
        box = self._box
        return box.has_word and not box.has_at and box.angle is None and self._at < self._last_group_end


def _address(mailbox: _Mailbox, flaws: Flaws) -> Address | None:
    if mailbox.is_empty():
        return None
    phrase = "".join(mailbox.phrase).strip()
    if mailbox.angle is None:
        return _bare(phrase, " ".join(mailbox.comment), mailbox.is_quoted, flaws)
    email = _email(mailbox.angle)
    name = _name(phrase or " ".join(mailbox.comment), flaws)
    return Address(name, email) if email or name else None


def _bare(phrase: str, comment: str, is_quoted: bool, flaws: Flaws) -> Address | None:
    """An address without angle brackets: alone, after a name, or hidden inside an encoded word."""
    if "=?" in phrase:
        text = _name(phrase, flaws)
        hidden = _ENCODED_ADDRESS.search(text)
        if hidden:
            return Address(text[: hidden.start()].strip(' "'), hidden[1])
        phrase = text if "@" in text else phrase
        return Address("", _email(text)) if "@" in text and " " not in text else Address(text, "")
    words = _DOTS.sub(".", phrase).split() if "@" in phrase else phrase.split()
    at = [word for word in words if "@" in word.strip("@")]
    if at and len(words) > 1 and not is_quoted and " @" not in phrase and "@ " not in phrase:
        return Address(_name(" ".join(word for word in words if word != at[-1]), flaws), _email(at[-1]))
    if "@" not in phrase:
        return Address("", _email(phrase)) if " " not in phrase else Address(_name(phrase, flaws), "")
    return Address(_name(comment, flaws), _email(phrase))


def _name(raw: str, flaws: Flaws) -> str:
    text = encoded.text(raw.encode("latin-1", "replace"), flaws)
    text = _CONTROL.sub("", text).strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1].strip()
    return text[:_NAME_LETTERS]


def _email(raw: str) -> str:
    """The address without blanks, route, stray brackets or the trailing dot of a domain; its case is kept."""
    text = encoded.text(raw.encode("latin-1", "replace"))
    text = _COMMENTS.sub("", text)
    text = _CONTROL.sub("", _BLANKS.sub("", text)).strip("<>,;:'\"")
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    text = text.removeprefix("mailto:")
    return text.rstrip(".")[:_EMAIL_LETTERS]
