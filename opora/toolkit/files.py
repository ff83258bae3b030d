"""The file store: bytes under the digest of their content, on disk. What is kept once is never changed.

A file is written to a temporary name beside its place, flushed to disk, and renamed: after a crash there is the whole
file or none. A file kept for a transaction that failed stays without a row; it harms nobody and costs its bytes.
"""

from __future__ import annotations

import os
import re
import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings

_DIGEST = re.compile(r"[0-9a-f]{64}")


class NoSuchFile(LookupError):
    """Nothing is kept under this digest, or it is no digest at all."""


def keep(content: bytes) -> str:
    """Keep `content` and return its digest (SHA-256, hexadecimal). Keeping the same bytes again is harmless."""
    digest = sha256(content).hexdigest()
    place = path(digest)
    if not place.exists():
        _write(place, content)
    return digest


def read(digest: str) -> bytes:
    """The bytes kept under `digest`. Raises NoSuchFile."""
    try:
        return path(digest).read_bytes()
    except FileNotFoundError as error:
        raise NoSuchFile(digest) from error


def exists(digest: str) -> bool:
    """Whether something is kept under `digest`."""
    return path(digest).is_file()


def path(digest: str) -> Path:
    """Where the bytes lie: `<store>/ab/cd/abcd…`. Raises NoSuchFile for what is no digest."""
    if not _DIGEST.fullmatch(digest):
        raise NoSuchFile(digest)
    return Path(settings.FILES) / digest[:2] / digest[2:4] / digest


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_folder(place.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
