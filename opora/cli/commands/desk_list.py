"""List the desks of this installation."""

from __future__ import annotations

import argparse

from opora.cli import output
from opora.cli.command import Needs
from opora.desks import charters, tenancy
from opora.desks.models import Desk

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """How to answer."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Every desk with its charter in force."""
    with tenancy.desk(tenancy.ALL_DESKS):
        found = [_told(desk) for desk in Desk.objects.order_by("slug")]
    rows = [[desk["slug"], desk["title"], desk["edition"], "" if desk["is_active"] else "closed"] for desk in found]
    output.show(found, as_json=options.json, text=output.table([["DESK", "TITLE", "EDITION", ""], *rows]))
    return 0


def _told(desk: Desk) -> dict[str, object]:
    edition = charters.in_force(desk).edition if desk.charter_id else ""
    return {"slug": desk.slug, "title": desk.title, "edition": edition, "is_active": desk.is_active}
