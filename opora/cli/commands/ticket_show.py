"""Show a ticket: its state, its clocks, what was said and done."""

from __future__ import annotations

import argparse

from opora.api.v1.shapes.messages import MessageDocument, of_item
from opora.api.v1.shapes.tickets import TicketDocument
from opora.cli import acting, output
from opora.cli.command import Needs
from opora.tickets import queries

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which one."""
    acting.arguments(parser, ticket=True)


def run(options: argparse.Namespace) -> int:
    """The whole ticket."""
    with acting.acting(options) as at_work:
        ticket = at_work.document(options.ticket)
        items = queries.timeline(at_work.ticket(options.ticket), at_work.actor)
        said = [of_item(item) for item in items]
    output.show({**ticket, "messages": said}, as_json=options.json, text=_text(ticket, said))
    return 0


def _text(ticket: TicketDocument, said: list[MessageDocument]) -> str:
    facts = [["kind", ticket["kind"]], ["category", ticket["category"]], ["priority", ticket["priority"]]]
    facts += [["status", ticket["status"]], ["line", ticket["line"] or ""], ["requester", _name(ticket["requester"])]]
    facts += [["assignee", _name(ticket["assignee"])]]
    clocks = [[one["title"], one["standing"], one["due_at"] or one["within"]] for one in ticket["clocks"]]
    told = [f"{one['at']} {one['author']}{_mark(one)}: {one['text']}" for one in said]
    return "\n".join(
        [f"{ticket['name']} {ticket['subject']}", output.table(facts), "", output.table(clocks), "", *told]
    )


def _name(person: object) -> str:
    return str(person["name"]) if isinstance(person, dict) else ""


def _mark(one: MessageDocument) -> str:
    if one["event"]:
        return " (event)"
    return "" if one["is_public"] else " (note)"
