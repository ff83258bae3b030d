"""Entries in words of the reader's language."""

from __future__ import annotations

from typing import Any

from opora.journal.models import Entry
from opora.journal.record import event_of


def sentence(entry: Entry, payload: dict[str, Any] | None = None) -> str:
    """What happened, without the actor's name and the time; the event's bare name when this version does not know it.

    `payload` stands in for the entry's own when the reader may see less of it.
    """
    event = event_of(entry)
    return event.sentence(entry.payload if payload is None else payload) if event else entry.event
