"""Serve pages, API and live updates only (any number of such processes may stand behind a balancer)."""

from __future__ import annotations

import argparse

from opora.cli.command import Failure, Needs

NEEDS = Needs.DATABASE


def run(_options: argparse.Namespace) -> int:
    """Serve until SIGTERM."""
    from django.conf import settings

    from opora.config.processes import web

    try:
        listening = web.bind(settings.HOST, settings.PORT)
    except OSError as error:
        raise Failure(f"Port {settings.PORT} of {settings.HOST} cannot be used: set PORT to a free one.") from error
    web.serve(listening)
    return 0
