"""What a file is, by its first bytes and never by the sender's word, and a name that is safe to show and to save."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

UNKNOWN = "application/octet-stream"
NAME_LIMIT = 150

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
)
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_MOVIE_BRANDS = {b"qt  ": "video/quicktime"}
_ZIP_LIMIT = 1000
_WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


def type_of(content: bytes) -> str:
    """The MIME type by content: one of a closed list of harmless types, `text/plain`, or `application/octet-stream`.

    HTML, SVG, XML and scripts are text or unknown bytes here: never a type that a browser would run.
    """
    for offset, magic, name in _MAGIC:
        if content[offset : offset + len(magic)] == magic and _is_riff(content, offset):
            return name
    if content[4:8] == b"ftyp":
        return _MOVIE_BRANDS.get(content[8:12], "video/mp4")
    if content[:4] == b"PK\x03\x04":
        return _type_of_zip(content)
    return "text/plain" if _is_text(content) else UNKNOWN


def safe_name(name: str) -> str:
    """`name` without folders, control and direction marks, reserved words and too much length; never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(mark for mark in unicodedata.normalize("NFC", last) if unicodedata.category(mark)[0] != "C")
    cleaned = re.sub(r'[<>:"/|?*]+', "_", shown).strip(" .") or "file"
    if cleaned.split(".")[0].lower() in _WINDOWS_DEVICES:
        cleaned = f"_{cleaned}"
    return _shortened(cleaned)


def fits(type_name: str, patterns: tuple[str, ...]) -> bool:
    """Whether a type is one of `patterns` (`image/png`, `image/*`); no patterns: any."""
    main = type_name.split("/")[0]
    return not patterns or any(pattern in (type_name, f"{main}/*") for pattern in patterns)


def _is_riff(content: bytes, offset: int) -> bool:
    return offset != 8 or content[:4] == b"RIFF"


def _type_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()[:_ZIP_LIMIT]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        return UNKNOWN
    if "[Content_Types].xml" in names:
        return next(
            (kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)), "application/zip"
        )
    return "application/zip"


def _is_text(content: bytes) -> bool:
    head = content[:4096]
    if b"\x00" in head:
        return False
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return control == 0


def _shortened(name: str) -> str:
    if len(name) <= NAME_LIMIT:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:NAME_LIMIT]
    return stem[: NAME_LIMIT - len(ending) - 1] + "." + ending
