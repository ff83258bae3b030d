"""Content-Transfer-Encoding: decoded tolerantly, in linear time, never raising."""

import re
from binascii import Error, a2b_qp, a2b_uu
from typing import Final

from opora.engine.mail.encoded import unbase64
from opora.engine.mail.flaws import Flaw, Flaws

_UU_BEGIN: Final = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n", re.MULTILINE)
_UU_END: Final = re.compile(rb"^end[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE)
_BASE64_LINE: Final = re.compile(rb"[A-Za-z0-9+/=\s]*\Z")
_BASE64_TAIL: Final = re.compile(rb"=[=\s]*(?=[^=\s])")
_UU_FILES: Final = 20
_IDENTITY: Final = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none"})


def decode(content: bytes, encoding: str, flaws: Flaws) -> bytes:
    """The bytes as they were before transfer; an unknown encoding leaves them alone."""
    encoding = encoding.strip().lower().strip("\"' ").partition(";")[0]
    if encoding == "base64":
        return _base64(content, flaws)
    if encoding in ("quoted-printable", "quoted_printable", "quotedprintable"):
        return a2b_qp(content)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        _, files = uuencoded(content)
        return files[0][1] if files else content
    if encoding not in _IDENTITY:
        flaws.add(Flaw.BAD_ENCODING)
    return content


def uuencoded(content: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The text outside of `begin ... end` blocks, and the (name, content) of each block."""
    kept: list[bytes] = []
    files: list[tuple[bytes, bytes]] = []
    position = 0
    while len(files) < _UU_FILES and (begin := _UU_BEGIN.search(content, position)):
        end = _UU_END.search(content, begin.end())
        if not end:
            break
        decoded = _uu(content[begin.end() : end.start()])
        kept.append(content[position : begin.start()] if decoded else content[position : end.end()])
        files += [(begin[1].strip(), decoded)] if decoded else []
        position = end.end()
    return b"".join([*kept, content[position:]]), files


def _base64(content: bytes, flaws: Flaws) -> bytes:
    if not _BASE64_LINE.match(content):
        flaws.add(Flaw.BAD_ENCODING)
        if b" " in content.strip() and len(re.findall(rb"[^A-Za-z0-9+/=\s]", content[:4000])) * 10 > len(
            content[:4000]
        ):
            return content
    if b"=" not in content.rstrip(b"=\r\n\t "):
        return unbase64(content)
    pieces = _BASE64_TAIL.split(content)
    return b"".join(unbase64(piece) for piece in pieces)


def _uu(block: bytes) -> bytes:
    """b"" when a line is no uuencoding, so that prose which says "begin 644 x" stays prose."""
    decoded = []
    for line in block.splitlines():
        try:
            decoded.append(a2b_uu(line))
        except Error:
            return b""
    return b"".join(decoded)
