"""Stable words of this room in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext


def reason(key: str) -> str:
    """Why a mail is in quarantine, was ignored, or is a duplicate."""
    return _reasons().get(key, key)


def warning(key: str) -> str:
    """What the reader of a mail had to leave out or repair."""
    return _warnings().get(key, key)


def _reasons() -> dict[str, str]:
    return {
        "cpu": gettext("reading it took too much time"),
        "memory": gettext("reading it took too much memory"),
        "wall-clock": gettext("reading it took too long"),
        "crash": gettext("its reader broke down"),
        "too-large": gettext("it is too large"),
        "not-understood": gettext("it cannot be read"),
        "no-sender": gettext("it has no usable sender"),
        "error": gettext("an error while it was taken in"),
        "lost": gettext("its job was lost again and again"),
        "no-file": gettext("its raw text is missing"),
        "not-authenticated": gettext("the sender is not authenticated"),
        "too-many": gettext("too many new tickets from this address within an hour"),
        "loop": gettext("a machine seems to answer our answers"),
        "blocked": gettext("the sender is blocked"),
        "closed": gettext("the ticket is closed and cannot be opened again"),
        "foreign-report": gettext("a delivery report about a mail that is not ours"),
        "own": gettext("our own mail came back"),
        "again": gettext("it has come before"),
        "report": gettext("a delivery report"),
        "delay": gettext("a report of a delay"),
        "automatic": gettext("an automatic answer"),
        "new-address": gettext("the sender's address is new on this ticket"),
    }


def _warnings() -> dict[str, str]:
    return {
        "headers-cut": gettext("too many headers; the rest was not read"),
        "too-many-parts": gettext("too many parts; the rest was not read"),
        "too-deep": gettext("parts nested too deeply were not read"),
        "too-many-addresses": gettext("too many recipients; the rest was not read"),
        "too-many-attachments": gettext("too many files; the rest is only in the original mail"),
        "attachment-too-large": gettext("a file that is too large is only in the original mail"),
        "html-cut": gettext("the formatted text was cut"),
        "text-cut": gettext("the text was cut"),
        "refused-charset": gettext("the text came in an unsafe encoding"),
        "encrypted": gettext("the mail is encrypted"),
    }
