"""Search tickets and their messages."""

from __future__ import annotations

import argparse

from opora.api.v1.shapes.tickets import summary
from opora.cli import acting, output
from opora.cli.command import Needs
from opora.tickets import queries

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """For what."""
    acting.arguments(parser)
    parser.add_argument("text", help="words, a name or a number")
    parser.add_argument("--limit", type=int, default=20, help="at most so many (20)")


def run(options: argparse.Namespace) -> int:
    """The best matches first."""
    with acting.acting(options) as at_work:
        hits = queries.search(at_work.desk, at_work.actor, options.text, limit=options.limit)
        found = [{"ticket": summary(hit.ticket, actor=at_work.actor), "snippet": hit.snippet} for hit in hits]
    rows = [[hit.ticket.name, hit.ticket.subject, hit.snippet] for hit in hits]
    output.show(found, as_json=options.json, text=output.table([["TICKET", "SUBJECT", "FOUND"], *rows]))
    return 0
