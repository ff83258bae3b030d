"""Fill an empty installation with five lively desks."""

from __future__ import annotations

import argparse

from opora.cli.command import Failure, Needs

NEEDS = Needs.DATABASE


def run(options: argparse.Namespace) -> int:
    """Fill the installation; refuse where there are desks already, or where demonstrations are switched off."""
    from django.conf import settings
    from django.db import transaction

    from opora.cli.demo import fill
    from opora.desks.models import Desk
    from opora.toolkit import clock

    if not settings.DEMO:
        raise Failure("OPORA_DEMO is off: this installation is no demonstration.")
    if Desk.objects.exists():
        raise Failure("There are desks already; a demonstration fills an empty installation only.")
    with transaction.atomic():  # all of it or nothing: a start that was cut off fills again
        tickets = fill(now=clock.now(), say=print)
    print(f"{tickets} tickets played.")
    return 0
