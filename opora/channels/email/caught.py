"""The mails that the demonstration's catcher kept: a folder of files, newest first."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from opora.engine.mail import IncomingMail, parse

KEPT = 2000
_NAME = re.compile(r"\d{20}-[0-9a-f]{8}\.eml")


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """One caught mail: `name` is its file, `at` when it was caught (real time)."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str
    mail: IncomingMail


class NoSuchMail(LookupError):
    """No mail of that name was caught."""


def keep(raw: bytes, mark: str) -> str:
    """Keep a mail; gives its name. The oldest go when there are too many."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns():020}-{mark[:8]}.eml"
    half = folder / f".{name}"
    half.write_bytes(raw)
    half.replace(folder / name)
    if mark.startswith("0"):  # one time in sixteen is enough
        _prune(folder)
    return name


def _prune(folder: Path) -> None:
    for old in _names()[KEPT:]:
        (folder / old).unlink(missing_ok=True)


def list_caught(limit: int) -> list[CaughtMail]:
    """The newest mails, at most `limit`."""
    return [found for name in _names()[:limit] if (found := _read(name)) is not None]


def read_caught(name: str) -> CaughtMail:
    """One mail. Raises NoSuchMail, also for a name that is no name of ours."""
    found = _read(name) if _NAME.fullmatch(name) else None
    if found is None:
        raise NoSuchMail(name)
    return found


def _names() -> list[str]:
    folder = _folder()
    if not folder.is_dir():
        return []
    return sorted((path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True)


def _read(name: str) -> CaughtMail | None:
    try:
        mail = parse((_folder() / name).read_bytes())
    except FileNotFoundError:
        return None
    at = datetime.fromtimestamp(int(name[:20]) / 1e9, UTC)
    to = ", ".join(address.email for address in mail.to)
    return CaughtMail(name, at, to, mail.subject, mail.text, mail)


def _folder() -> Path:
    return Path(settings.DATA) / "caught"
