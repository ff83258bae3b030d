"""Run a command of Django's own: opora manage shell, opora manage check --deploy."""

from __future__ import annotations

import argparse

from opora.cli.command import Needs

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take everything as it stands."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="the command of Django and its arguments")


def run(options: argparse.Namespace) -> int:
    """Hand over to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["opora manage", *options.words])
    return 0
