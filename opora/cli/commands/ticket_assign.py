"""Give a ticket to a member of the staff, take it, or let it go."""

from __future__ import annotations

import argparse

from opora.cli import acting, output
from opora.cli.command import Failure, Needs
from opora.desks.models import Member
from opora.tickets import actions

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """To whom."""
    acting.arguments(parser, ticket=True)
    parser.add_argument("--to", required=True, metavar="EMAIL", help="a member's address, me, or none")


def run(options: argparse.Namespace) -> int:
    """Assign it."""
    with acting.acting(options) as at_work:
        ticket = at_work.ticket(options.ticket)
        if options.to == "me":
            actions.take(ticket, by=at_work.actor, at=at_work.at)
        else:
            actions.assign(ticket, to=_member(at_work, options.to), by=at_work.actor, at=at_work.at)
        told = at_work.document(options.ticket)
    holder = told["assignee"]
    output.show(told, as_json=options.json, text=f"{told['name']}: {holder['name'] if holder else 'nobody'}")
    return 0


def _member(at_work: acting.Acting, email: str) -> Member | None:
    if email == "none":
        return None
    members = Member.objects.for_desk(at_work.desk).filter(user__email=email.strip().lower(), is_active=True)
    found: Member | None = members.first()
    if found is None:
        raise Failure(f"Nobody of the staff has the address {email}.")
    return found
