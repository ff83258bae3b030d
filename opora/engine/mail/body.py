"""Which parts are the words of the mail, and which are files.

Plain text is preferred, HTML is read when there is no plain text beside it; several texts of a mixed mail are joined;
parts with names are files (RFC 2183); of an alternative the plain and the HTML form are taken, other forms are files.
"""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Final

from opora.engine.mail import charset, html_text, limits, transfer
from opora.engine.mail.flaws import Flaw, Flaws
from opora.engine.mail.html_marks import CUT
from opora.engine.mail.mime import Part

_META_CHARSET: Final = re.compile(rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_TEXT_TYPES: Final = ("text/plain", "text/html")
_NO_FILES: Final = frozenset({"text/x-watch-html", "text/x-amp-html"})
_META_BYTES: Final = 4096
_FLOWED_LINES: Final = 50_000


@dataclass(slots=True)
class Piece:
    """One stretch of the mail in its plain form, its HTML form, or both."""

    plain: str = ""
    html: str = ""


@dataclass(slots=True)
class Body:
    """The words in order, and the parts that are files."""

    pieces: list[Piece] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    uuencoded: list[tuple[bytes, bytes]] = field(default_factory=list)
    has_plain: bool = False

    @property
    def text(self) -> str:
        texts = (piece.plain if piece.plain.strip() else html_text.to_text(piece.html) for piece in self.pieces)
        return "\n".join(text.strip("\n") for text in texts if text.strip())[: limits.TEXT_LETTERS]

    @property
    def html(self) -> str:
        """The HTML as received; plain stretches between HTML ones are kept in their place, escaped."""
        if not any(piece.html for piece in self.pieces):
            return ""
        return "\n".join(piece.html or _as_html(piece.plain) for piece in self.pieces)[: limits.HTML_LETTERS]


def read(root: Part, flaws: Flaws) -> Body:
    """Walks the tree once; decodes only what is words."""
    body = Body()
    _Collector(body, flaws).take(root)
    if any(len(piece.html) > limits.HTML_LETTERS for piece in body.pieces):
        flaws.add(Flaw.HTML_CUT)
    if any(len(piece.plain) > limits.TEXT_LETTERS for piece in body.pieces):
        flaws.add(Flaw.TEXT_CUT)
    return body


def is_words(part: Part) -> bool:
    """A text part without a name that is not declared a file."""
    return part.type in _TEXT_TYPES and not part.name and part.disposition.value != "attachment"


class _Collector:
    def __init__(self, body: Body, flaws: Flaws) -> None:
        self._body, self._flaws = body, flaws

    def take(self, part: Part) -> None:
        if part.type == "multipart/alternative":
            self._alternative(part)
        elif part.parts:
            for child in part.parts:
                self.take(child)
        elif is_words(part):
            self._body.pieces.append(self._piece(part))
        elif part.type not in _NO_FILES:
            self._body.files.append(part)

    def _alternative(self, part: Part) -> None:
        """The forms of one text become one piece; files inside (a related picture, a calendar) stay files."""
        inner = Body()
        collector = _Collector(inner, self._flaws)
        for child in part.parts:
            collector.take(child)
        plains = [piece.plain for piece in inner.pieces if piece.plain.strip()]
        htmls = [piece.html for piece in inner.pieces if piece.html]
        self._body.pieces.append(Piece(plain="\n".join(plains), html="\n".join(htmls)))
        self._body.files += inner.files
        self._body.uuencoded += inner.uuencoded

    def _piece(self, part: Part) -> Piece:
        content = part.content(self._flaws)
        if part.type == "text/html":
            return Piece(html=self._text(content, part.content_type.get("charset") or _meta_charset(content)))
        if b"begin " in content:
            content, files = transfer.uuencoded(content)
            self._body.uuencoded += files
        text = self._text(content, part.content_type.get("charset"))
        if part.content_type.get("format").lower() == "flowed":
            text = unflowed(text, is_space_deleted=part.content_type.get("delsp").lower() == "yes")
        return Piece(plain=text)

    def _text(self, content: bytes, declared: str) -> str:
        text = charset.decode(content[: limits.HTML_LETTERS * 4], declared, self._flaws)
        return text.replace("\r\n", "\n").replace("\r", "\n").replace(CUT[0], "").removeprefix("\ufeff")


def unflowed(text: str, *, is_space_deleted: bool) -> str:
    """Soft line breaks joined again (RFC 3676); lines of different quote depth are never joined."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n", _FLOWED_LINES):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        is_soft = words.endswith(" ") and words not in ("-- ", " ")
        words = words[:-1] if is_soft and is_space_deleted else words
        if depth == open_depth:
            lines[-1] += words
        else:
            lines.append(f"{'>' * depth} {words}" if depth else words)
        open_depth = depth if is_soft else -1
    return "\n".join(lines)


def _meta_charset(content: bytes) -> str:
    found = _META_CHARSET.search(content[:_META_BYTES])
    return found[1].decode("ascii") if found else ""


def _as_html(plain: str) -> str:
    return f'<div style="white-space: pre-wrap">{escape(plain)}</div>' if plain.strip() else ""
