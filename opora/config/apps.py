"""Start-up of the whole: connects events to reactions."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """The last app: when it is ready, every room is loaded."""

    name = "opora.config"
    label = "opora_config"

    def ready(self) -> None:
        """Tell the journal what reacts to what."""
        from opora.config.wiring import REACTIONS
        from opora.journal.record import connect

        connect(REACTIONS)
