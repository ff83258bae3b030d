"""Answer on a ticket: to the customer, or as the customer, by who acts."""

from __future__ import annotations

import argparse

from opora.cli import acting, output
from opora.cli.command import Failure, Needs
from opora.tickets import actions

NEEDS = Needs.DATABASE

VERBS = {"reply": actions.reply, "question": actions.ask, "solution": actions.solve}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The words and what they are."""
    acting.arguments(parser, ticket=True, needs_person=True)
    acting.word_arguments(parser)
    parser.add_argument(
        "--purpose", choices=VERBS, default="reply", help="for staff; a question waits for the customer"
    )


def run(options: argparse.Namespace) -> int:
    """Say it."""
    with acting.acting(options) as at_work:
        ticket, words = at_work.ticket(options.ticket), acting.words(options)
        if at_work.contact is None:
            VERBS[options.purpose](ticket, words=words, by=at_work.actor, at=at_work.at)
        elif options.purpose == "reply":
            actions.customer_reply(ticket, words=words, by=at_work.actor, at=at_work.at)
        else:
            raise Failure("Only staff asks questions and proposes solutions.")
        told = at_work.document(options.ticket)
    output.show(told, as_json=options.json, text=f"{told['name']}: {told['status_title']}")
    return 0
