"""List tickets of a view, in the desk's own order."""

from __future__ import annotations

import argparse

from opora.api.v1.shapes.tickets import summary
from opora.cli import acting, output
from opora.cli.command import Needs
from opora.tickets import queries
from opora.tickets.views import FILTERS, KEYS, View

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which tickets."""
    acting.arguments(parser)
    parser.add_argument("--view", default="open", choices=KEYS)
    parser.add_argument("--limit", type=int, default=50, help="at most so many (50)")
    parser.add_argument("--after", help="the cursor that the page before ended with (--json)")
    for name in FILTERS:
        parser.add_argument(f"--{name}")


def run(options: argparse.Namespace) -> int:
    """One page of the view."""
    filters = {name: getattr(options, name) for name in FILTERS if getattr(options, name)}
    with acting.acting(options) as at_work:
        view = View(options.view, filters)
        page = queries.queue(at_work.desk, at_work.actor, view, after=options.after, limit=options.limit)
        found = [summary(ticket, actor=at_work.actor) for ticket in page.rows]
    rows = [[one["name"], one["priority"], one["status"], one["next_due_at"] or "", one["subject"]] for one in found]
    told = {"items": found, "next": page.next}
    heading = ["TICKET", "PRIORITY", "STATUS", "DUE", "SUBJECT"]
    output.show(told, as_json=options.json, text=output.table([heading, *rows]))
    return 0
