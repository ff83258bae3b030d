"""Where a reader may be sent: only to a page of our own."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

START = "/"


def own(address: str) -> str:
    """The path (with its query) when it leads to a page of this site, else the start page.

    Takes a path, or an address under our own host (a Referer). What the browser could read as another
    host (`//evil`, `/\\evil`, control characters) is refused.
    """
    if any(character in "\\" or ord(character) < 33 for character in address):
        return START
    parts = urlsplit(address)
    if parts.scheme and f"{parts.scheme}://{parts.netloc}" not in _ours():
        return START
    if not parts.scheme and parts.netloc:
        return START
    path = parts.path
    if not path.startswith("/") or path.startswith("//") or not _exists(path):
        return START
    return f"{path}?{parts.query}" if parts.query else path


def _exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _ours() -> tuple[str, ...]:
    return (settings.PUBLIC_URL, *settings.CSRF_TRUSTED_ORIGINS)
