"""When the cast plays, and what it says."""

from __future__ import annotations

from datetime import UTC, datetime

from opora.tickets.values import NewFile, Words

AT = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
"""Monday, 10:00 in Moscow: office hours on every shipped charter."""


def words(
    text: str = "Не открывается карточка заказа.", *, files: tuple[NewFile, ...] = (), channel: str = "portal"
) -> Words:
    """Something to say."""
    return Words(text=text, files=files, channel=channel)
