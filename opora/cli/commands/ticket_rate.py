"""Rate a closed ticket, as its customer."""

from __future__ import annotations

import argparse

from opora.cli import acting, output
from opora.cli.command import Needs
from opora.quality.actions import rate

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """The judgement."""
    acting.arguments(parser, ticket=True, needs_person=True)
    parser.add_argument("score", type=int, help="from 1 to the scale of the charter")
    parser.add_argument("--comment", default="")


def run(options: argparse.Namespace) -> int:
    """Keep it."""
    with acting.acting(options) as at_work:
        ticket = at_work.ticket(options.ticket)
        rating = rate(ticket, score=options.score, answers={}, comment=options.comment, by=at_work.actor, at=at_work.at)
    told = {"ticket": ticket.name, "score": rating.score, "comment": rating.comment}
    output.show(told, as_json=options.json, text=f"{ticket.name}: {rating.score}")
    return 0
