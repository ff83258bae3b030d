"""Confirm a solution as the customer, or decline it with --because."""

from __future__ import annotations

import argparse

from opora.cli import acting, output
from opora.cli.command import Needs
from opora.tickets import actions

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Yes or no."""
    acting.arguments(parser, ticket=True, needs_person=True)
    parser.add_argument("--because", default="", help="why the solution is declined; absent: it is confirmed")


def run(options: argparse.Namespace) -> int:
    """The customer's word."""
    with acting.acting(options) as at_work:
        ticket = at_work.ticket(options.ticket)
        if options.because:
            actions.decline(ticket, because=options.because, by=at_work.actor, at=at_work.at)
        else:
            actions.confirm(ticket, by=at_work.actor, at=at_work.at)
        told = at_work.document(options.ticket)
    output.show(told, as_json=options.json, text=f"{told['name']}: {told['status_title']}")
    return 0
