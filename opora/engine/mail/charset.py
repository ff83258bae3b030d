"""Bytes to text, whatever the mail says about them.

Order: the declared charset if it fits, UTF-8, then windows-1251, KOI8-R and their kin by the frequency of Russian
letters, then windows-1252. Never raises. UTF-7 and the codecs of Python that are no charsets are refused: their text
stays as the ASCII that was sent (RFC 2152 text may decode to live markup).
"""

import codecs
import re
from functools import lru_cache
from typing import Final

from opora.engine.mail.flaws import Flaw, Flaws

_REFUSED: Final = frozenset(
    [
        "utf-7",
        "unicode_escape",
        "raw-unicode-escape",
        "unicode-escape",
        "raw_unicode_escape",
        "idna",
        "punycode",
        "undefined",
        "mbcs",
        "oem",
    ]
)
# Names that are wrong, or narrower than what mail clients really send under them (WHATWG Encoding Standard, "labels").
_MEANT: Final = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb_2312-80": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "utf8mb4": "utf-8",
    "utf_8": "utf-8",
    "unicode": "utf-16",
    "koi8r": "koi8-r",
    "koi-8": "koi8-r",
    "koi8": "koi8-r",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "cp-1251": "cp1251",
    "x-cp1251": "cp1251",
    "cyrillic": "iso-8859-5",
}
_NARROW: Final = frozenset({"cp1252", "iso8859-15", "iso8859-1"})
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_LATIN_LETTER: Final = re.compile(rb"[A-Za-z]")
_COMMON: Final = {letter: 12 - place // 3 for place, letter in enumerate("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё")}
_CYRILLIC_CODECS: Final = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_SAMPLE: Final = 4096
_MANY: Final = 4


def decode(content: bytes, declared: str = "", flaws: Flaws | None = None) -> str:
    """The text of `content`; NULs are removed and lone surrogates replaced, so a database takes it. Never raises."""
    flaws = flaws or Flaws()
    text = _decode(content, declared, flaws)
    if "\x00" in text:
        flaws.add(Flaw.NUL_REMOVED)
        text = text.replace("\x00", "")
    return storable(text)


def storable(text: str) -> str:
    """The same text without what UTF-8 cannot carry (lone surrogates) and without NUL."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\x00", "")


def guess(content: bytes) -> str:
    """The name of the likeliest codec of undeclared bytes; it may still need `errors="replace"`."""
    for bom, codec in _BOMS:
        if content.startswith(bom):
            return codec
    if _fits(content, "utf-8") or _is_torn_utf8(content):
        return "utf-8"
    return _cyrillic(content) or "cp1252"


@lru_cache(maxsize=256)
def codec_of(declared: str) -> str | None:
    """Python's codec for a charset label as found in mail; None when there is none; "" when it is refused."""
    label = declared.strip("\"' \t\r\n;").lower().partition("*")[0]
    label = _MEANT.get(label, label)
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError, TypeError, UnicodeError, MemoryError):
        return None
    if found.name in _REFUSED or not getattr(found, "_is_text_encoding", False):
        return ""
    return found.name


def _decode(content: bytes, declared: str, flaws: Flaws) -> str:
    codec = codec_of(declared[:80]) if declared else None
    if codec == "":
        flaws.add(Flaw.REFUSED_CHARSET)
        return content.decode("utf-8", "replace")
    if codec is None:
        if declared and not _is_placeholder(declared):
            flaws.add(Flaw.UNKNOWN_CHARSET)
        return content.decode(guess(content), "replace")
    return _decode_declared(content, codec, flaws)


def _is_placeholder(declared: str) -> bool:
    return declared.strip().lower() in {"unknown-8bit", "x-unknown", "default", "_iso-2022-jp$esc", "8bit", "unknown"}


def _decode_declared(content: bytes, codec: str, flaws: Flaws) -> str:
    if content.isascii() and not codec.startswith(("utf-16", "utf-32", "iso2022", "hz", "cp037", "cp5")):
        return content.decode("ascii")
    if codec == "utf-8" and content.startswith(codecs.BOM_UTF8):
        content = content[len(codecs.BOM_UTF8) :]
    better = _better_than(content, codec)
    if better:
        flaws.add(Flaw.WRONG_CHARSET)
        return content.decode(better, "replace")
    return content.decode(codec, "replace")


def _better_than(content: bytes, codec: str) -> str | None:
    """Another codec when the declared one is contradicted by the bytes, else None."""
    if codec == "utf-8":
        return None if _fits(content, codec) or _is_torn_utf8(content) else guess(content)
    if _is_single_byte(codec):
        if len(_HIGH.findall(content[:_SAMPLE])) >= _MANY and _fits(content, "utf-8"):
            return "utf-8"
        return _cyrillic(content) if codec in _NARROW else None
    return None if _fits(content, codec) or not _fits(content, "utf-8") else "utf-8"


def _is_single_byte(codec: str) -> bool:
    return codec.startswith(("cp125", "iso8859", "koi8", "mac-", "cp866", "cp85"))


def _fits(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except (UnicodeError, ValueError):
        return False
    return True


def _is_torn_utf8(content: bytes) -> bool:
    """True for UTF-8 with a few broken places, as left by cutting or by a bad gateway."""
    sample = content[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    text = sample.decode("utf-8", "replace")
    good = sum(1 for letter in text if letter > "\x7f" and letter != "\ufffd")
    return good * 4 > high and text.count("\ufffd") * 5 < max(good, 1)


def _cyrillic(content: bytes) -> str | None:
    """The Cyrillic codec that gives the most Russian reading, or None when the bytes look Western."""
    sample = content[: _SAMPLE * 4]
    high = b"".join(_HIGH.findall(sample))[:_SAMPLE]
    if not high or (len(high) * 2 < len(_LATIN_LETTER.findall(sample[: len(high) * 8])) and len(high) < 40):
        return None
    if not any(run for run in re.findall(rb"[\x80-\xff]{3,}", sample)):
        return None
    best = max(_CYRILLIC_CODECS, key=lambda codec: _score(sample, codec))
    return best if _score(sample, best) > len(high) * 3 else None


def _score(sample: bytes, codec: str) -> int:
    """How Russian a reading is: frequent small letters count, capitals inside words and odd signs count against it."""
    points, before = 0, " "
    for letter in sample.decode(codec, "replace")[:_SAMPLE]:
        if letter > "\x7f":
            points += _COMMON.get(letter, 0)
            if "А" <= letter <= "Я":
                points += -8 if before.islower() else _COMMON.get(letter.lower(), 0) // 2
            elif letter not in _COMMON and letter not in "«»—–№…\xa0“”„":
                points -= 6
        before = letter
    return points
