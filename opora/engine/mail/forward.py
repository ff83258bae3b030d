"""A mail passed on: who wrote the original, when, about what (basics; clients print it in many ways)."""

import re
from typing import Final

from opora.engine.mail import addresses, header_block, limits, quotation
from opora.engine.mail import quotation_words as words
from opora.engine.mail.flaws import Flaws
from opora.engine.mail.header_block import HeaderBlock
from opora.engine.mail.incoming import Address, Forwarded

_SUBJECT: Final = re.compile(
    r"^\W{0,3}(?:fwd?|fw|пересл|пересылка|пер|переадр|wg|tr|rv|enc|i|doorst|pd|vs|vb|vl|fs|ilt|továbbítás|redir|vid|пнд|пд)"
    r"\s{0,2}[:：]\s{0,5}",
    re.IGNORECASE,
)
_ANSWER: Final = re.compile(r"^\W{0,3}(?:re|aw|sv|antw|odp|ha|отв|ответ|вн)(?:\[\d+\])?\s{0,2}[:：]", re.IGNORECASE)
_MAILTO: Final = re.compile(r"\[?mailto:([^\]\s>]{1,300})\]?", re.IGNORECASE)
_ORIGINAL: Final = re.compile(
    r"original|исходн|оригинальн|ursprüng|oorspronk|původní|pôvodná|eredeti|alkuperäinen", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"(?:\"[^\"]{1,100}\"\s{0,3})?<[^<>\s]{1,200}@[^<>\s]{1,200}>")
_LINES: Final = 2000
_GAP: Final = 6
_BEFORE: Final = 3


def read(text: str, subject: str, *, is_answer: bool = False) -> Forwarded | None:
    """The forwarded message, None when the mail is no forward. A subject alone is not enough.

    `is_answer`: the mail has an In-Reply-To, so a bare header block in it is the quotation of an answer.
    """
    lines = [line[: limits.REPLY_LINE_LETTERS] for line in text[: limits.REPLY_LETTERS].split("\n", _LINES)]
    is_named = bool(_SUBJECT.match(subject))
    is_answer = not is_named and (is_answer or bool(_ANSWER.match(subject)))
    lines = header_block.unrolled(lines)
    for index, line in enumerate(lines):
        if _begins(line) and not (is_answer and _ORIGINAL.search(line)):
            return _after(lines, index + 1, subject)
        if not line or line.isspace():
            continue
        length = quotation.attribution(lines, index) if is_named else 0
        if length:
            return _led_in(lines, index, length, subject)
        block = header_block.find(lines, index)
        if block:
            return None if is_answer and not _is_introduced(lines, index) else _of(block, lines)
    return None


def _led_in(lines: list[str], index: int, length: int, subject: str) -> Forwarded:
    """Outlook for Mac forwards under "On ..., ... wrote:"."""
    found = _ADDRESS.search(" ".join(lines[index : index + length]))
    text = "\n".join(line.removeprefix("> ") for line in lines[index + length :]).strip()
    return Forwarded(_sender(found[0]) if found else None, _SUBJECT.sub("", subject), "", text)


def _begins(line: str) -> bool:
    return bool(words.APPLE_FORWARD.match(line) or words.SEPARATOR.match(line))


def _is_introduced(lines: list[str], index: int) -> bool:
    """True when the line above the block announces a forward in a language we do not know."""
    above = next((line for line in reversed(lines[max(0, index - _BEFORE) : index]) if line.strip()), "")
    return bool(words.ANY_SEPARATOR.match(above)) and not _ORIGINAL.search(above)


def _after(lines: list[str], start: int, subject: str) -> Forwarded | None:
    for index in range(start, min(len(lines), start + _GAP)):
        block = header_block.find(lines, index)
        if block:
            return _of(block, lines)
    stripped = _SUBJECT.sub("", subject)
    return Forwarded(None, stripped, "", "\n".join(lines[start:]).strip())


def _of(block: HeaderBlock, lines: list[str]) -> Forwarded:
    text = "\n".join(line.removeprefix("> ").removeprefix(">") for line in lines[block.end :]).strip()
    values = block.values
    return Forwarded(_sender(values.get("from", "")), values.get("subject", ""), values.get("date", ""), text)


def _sender(value: str) -> Address | None:
    value = _MAILTO.sub(r"<\1>", value[:1000])
    found = addresses.parse([value.encode()], Flaws(), 1)
    return found[0] if found else None
