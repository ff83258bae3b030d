"""File names of attachments: shown, zipped and forwarded, never used as a path on our disk."""

import re
from typing import Final

from opora.engine.mail import limits

_CONTROL: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_PATH: Final = re.compile(r"^.*[\\/]")
_UNSAFE: Final = re.compile(r"[<>:\"|?*]")
_BLANKS: Final = re.compile(r"\s+")
_EXTENSIONS: Final = {
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/rfc822-headers": ".txt",
    "text/csv": ".csv",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/pgp-signature": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/ms-tnef": ".dat",
}


def cleaned(name: str) -> str:
    """The name without path, control, bidi and zero-width signs, at most 150 letters with its extension kept."""
    name = _PATH.sub("", _CONTROL.sub("", name[:4000]))
    name = _BLANKS.sub(" ", _UNSAFE.sub("_", name)).strip(" ").rstrip(". ")
    if not name.strip("."):
        return ""
    return name if len(name) <= limits.NAME_LETTERS else _shortened(name)


def made_up(type: str, number: int, subject: str = "") -> str:
    """A name for a part without one; an attached message is called by its subject."""
    stem = cleaned(subject)[:100] or ("message" if type.startswith("message/") else "attachment")
    return f"{stem}{'' if subject else f'-{number}'}{_EXTENSIONS.get(type, '.bin')}"


def unique(name: str, taken: set[str]) -> str:
    """The name, numbered when another file of the mail has it already; `taken` grows by the result."""
    stem, dot, extension = name.rpartition(".")
    stem, tail = (stem, dot + extension) if stem else (name, "")
    candidate, number = name, 1
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem} ({number}){tail}"
    taken.add(candidate.lower())
    return candidate


def _shortened(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > 10:
        return name[: limits.NAME_LETTERS]
    return stem[: limits.NAME_LETTERS - len(extension) - 1] + dot + extension
