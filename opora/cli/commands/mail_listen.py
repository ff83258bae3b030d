"""Receive mail by SMTP only, at OPORA_MAIL_PORT."""

from __future__ import annotations

import argparse

from opora.cli.command import Failure, Needs

NEEDS = Needs.DATABASE


def run(_options: argparse.Namespace) -> int:
    """Receive until SIGTERM."""
    from django.conf import settings

    from opora.config.processes import programs, web

    try:
        listening = web.bind(settings.HOST, settings.MAIL_PORT)
    except OSError as error:
        raise Failure(
            f"Port {settings.MAIL_PORT} of {settings.HOST} cannot be used: set OPORA_MAIL_PORT to a free one."
        ) from error
    programs.run_mail(listening, None)
    return 0
