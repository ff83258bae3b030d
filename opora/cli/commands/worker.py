"""Run the jobs of the queue only (any number of such processes may share one database)."""

from __future__ import annotations

import argparse

from opora.cli.command import Needs

NEEDS = Needs.DATABASE


def run(_options: argparse.Namespace) -> int:
    """Work until SIGTERM."""
    from opora.config.processes import programs

    programs.run_worker()
    return 0
