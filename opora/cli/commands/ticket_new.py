"""Register a ticket."""

from __future__ import annotations

import argparse

from opora.cli import acting, output
from opora.cli.command import Failure, Needs
from opora.customers.actions import recognise
from opora.tickets import actions
from opora.tickets.values import Draft

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is asked, and who asks."""
    acting.arguments(parser)
    parser.add_argument("--subject", required=True)
    acting.word_arguments(parser)
    parser.add_argument("--requester", metavar="EMAIL", help="who asks; absent: whoever acts")
    parser.add_argument("--channel", default="agent", help="a channel of the charter (agent)")
    for name in ("kind", "category", "priority"):
        parser.add_argument(f"--{name}", help="a word of the charter; absent: the charter decides")
    parser.add_argument("--field", action="append", default=[], metavar="KEY=ANSWER", help="answers the charter's form")


def run(options: argparse.Namespace) -> int:
    """Make the ticket and show its number and clocks."""
    with acting.acting(options) as at_work:
        requester = at_work.contact
        if requester is None:
            if not options.requester:
                raise Failure("Say who asks: --requester EMAIL.")
            requester = recognise(at_work.desk, email=options.requester, name="", at=at_work.at)[0]
        draft = Draft(
            subject=options.subject,
            words=acting.words(options),
            channel=options.channel,
            kind=options.kind,
            category=options.category,
            priority=options.priority,
            fields=_answers(options.field),
        )
        ticket = actions.register(at_work.desk, requester=requester, draft=draft, by=at_work.actor, at=at_work.at)
        told = at_work.document(ticket.name)
    due = [f"{clock['title']}: {clock['due_at'] or clock['within']}" for clock in told["clocks"]]
    output.show(told, as_json=options.json, text="\n".join([told["name"], *due]))
    return 0


def _answers(given: list[str]) -> dict[str, str]:
    pairs = (answer.partition("=") for answer in given)
    return {key: answer for key, _, answer in pairs}
