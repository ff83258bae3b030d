"""Issue a key to the API for a member or a contact; it is shown once."""

from __future__ import annotations

import argparse
from datetime import timedelta

from opora.api.auth import SCOPES, UNLIMITED
from opora.cli import acting, output
from opora.cli.command import Needs
from opora.desks.actions import issue_token
from opora.journal.events import system

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """For whom and for what."""
    acting.arguments(parser, needs_person=True)
    parser.add_argument("--name", default="command line", help="what the key is for, in words")
    parser.add_argument("--scope", action="append", choices=[*SCOPES, UNLIMITED], help="may be repeated; absent: all")
    parser.add_argument("--days", type=int, default=365, help="how long it lives (365)")


def run(options: argparse.Namespace) -> int:
    """Make a key that acts for the person."""
    with acting.acting(options) as at_work:
        owner = at_work.member or at_work.contact
        assert owner is not None  # --as is required
        token, key = issue_token(
            owner,
            name=options.name,
            scopes=options.scope or list(SCOPES),
            at=at_work.at,
            lives=timedelta(days=max(1, options.days)),
            by=system(at_work.desk.pk, via=acting.VIA),
        )
        told = {"id": token.pk, "key": key, "scopes": token.scopes, "expires_at": token.expires_at}
    output.show(told, as_json=options.json, text=key)
    return 0
