"""Bring the tables, roles and row-level security of the database up to date."""

from __future__ import annotations

import argparse
import os
from contextlib import ExitStack

from opora.cli.command import Failure, Needs

NEEDS = Needs.NOTHING  # sets up Django itself, as the owner of the tables
CONCURRENT_MIGRATION = 0x6F706F7261  # "opora": the key of the lock that keeps two migrations apart


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say whether to report."""
    parser.add_argument("--quiet", action="store_true", help="print nothing when all goes well")


def run(options: argparse.Namespace) -> int:
    """Migrate as the owner of the tables; running it twice, or by two at once, is harmless."""
    os.environ["OPORA_AS_OWNER"] = "1"
    import django

    django.setup()
    from django.conf import settings

    from opora.toolkit import postgres

    with ExitStack() as stack:
        if settings.EMBEDDED:
            stack.enter_context(postgres.using(settings.DATA))
        _migrate(verbosity=0 if options.quiet else 1)
    return 0


def _migrate(*, verbosity: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from opora.config.processes import schema
    from opora.desks import row_security

    try:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [CONCURRENT_MIGRATION])
            call_command("migrate", verbosity=verbosity, interactive=False, skip_checks=True)
            row_security.secure(connection)
            schema.remember(cursor, schema.wanted())
    except row_security.RoleMissing as error:
        raise Failure(str(error)) from error
    finally:
        connection.close()
