"""Write a note on a ticket that only staff see."""

from __future__ import annotations

import argparse

from opora.cli import acting, output
from opora.cli.command import Needs
from opora.tickets import actions

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """The words."""
    acting.arguments(parser, ticket=True, needs_person=True)
    acting.word_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Keep it."""
    with acting.acting(options) as at_work:
        ticket = at_work.ticket(options.ticket)
        message = actions.note(ticket, words=acting.words(options), by=at_work.actor, at=at_work.at)
    told = {"ticket": ticket.name, "id": message.pk}
    output.show(told, as_json=options.json, text=f"{ticket.name}: noted")
    return 0
