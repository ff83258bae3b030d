"""Fire alarms and other moments only (two at once are harmless: each moment fires once)."""

from __future__ import annotations

import argparse

from opora.cli.command import Needs

NEEDS = Needs.DATABASE


def run(_options: argparse.Namespace) -> int:
    """Work until SIGTERM."""
    from opora.config.processes import programs

    programs.run_timers()
    return 0
