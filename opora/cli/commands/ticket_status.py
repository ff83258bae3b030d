"""Move a ticket to another status of the charter."""

from __future__ import annotations

import argparse
from datetime import datetime

from opora.cli import acting, output
from opora.cli.command import Failure, Needs
from opora.tickets import actions

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and what that status needs."""
    acting.arguments(parser, ticket=True, needs_person=True)
    parser.add_argument("status", help="a status of the charter")
    parser.add_argument("--reason", default="", help="a reason of the charter")
    parser.add_argument("--solution", default="")
    parser.add_argument("--comment", default="", help="told to the customer")
    parser.add_argument("--planned", metavar="MOMENT", help="ISO 8601 with its offset: 2026-12-01T12:00+03:00")


def run(options: argparse.Namespace) -> int:
    """Move it."""
    with acting.acting(options) as at_work:
        actions.change_status(
            at_work.ticket(options.ticket),
            to=options.status,
            by=at_work.actor,
            at=at_work.at,
            reason=options.reason,
            solution=options.solution,
            comment=options.comment,
            planned_at=_moment(options.planned),
        )
        told = at_work.document(options.ticket)
    output.show(told, as_json=options.json, text=f"{told['name']}: {told['status_title']}")
    return 0


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Failure(f"{text} is no moment of ISO 8601.") from error
    if moment.tzinfo is None:
        raise Failure(f"{text} has no offset, such as +03:00.")
    return moment
