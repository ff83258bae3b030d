"""Journal entries as the verbs would have recorded them, payloads made by the event classes themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from bench.history import CLOSED, DECLINED, NEW, SOLVED, WORKED
from bench.rows.messages import is_customers, is_note
from bench.rows.plan import Plan, escaped, written

ENTRIES = (
    "desk_id", "ticket_id", "event", "public", "actor_kind", "actor_id", "actor_name", "actor_role", "via", "at",
    "payload",
)  # fmt: skip
MARK = 987654321
"""Stands for the id of a message in a payload that is made once."""

Line = Callable[..., str]


def entries(plan: Plan) -> Iterator[str]:
    """Some nine lines a ticket."""
    made, before, history = _kinds(plan), plan.messages_before, plan.history
    for places in plan.chunks():
        cut, lines = slice(places.start, places.stop), []
        times = [
            written(column[cut]) for column in (history.registered, history.replied, history.solved, history.closed)
        ]
        for place, *at in zip(places, *times, strict=True):
            first = plan.first_message + int(before[place])
            tail = _ticket(made, int(history.stage[place]), int(history.messages[place]), first, at, place)
            head = f"{plan.desk_id}\t{history.first_id + place}\t"
            lines += [head + line for line in tail(plan)]
        yield "".join(lines)


def _ticket(
    made: dict[str, str], stage: int, messages: int, first: int, at: list[str], place: int
) -> Callable[[Plan], Iterator[str]]:
    registered, replied, solved, closed = at

    def lines(plan: Plan) -> Iterator[str]:
        customer = f"contact\t{plan.first_contact + int(plan.history.contact[place])}\tКлиент\tcontact\temail"
        number, name = plan.agents[plan.history.agent[place]]
        agent = f"member\t{number}\t{name}\tagent\tpage"
        yield _line(made["registered"], customer, registered, first)
        if stage == NEW:
            return
        yield _line(made["assigned"], agent, replied, 0)
        yield _line(made["taken"], agent, replied, 0)
        for turn in range(1, messages):
            word, who = (
                ("noted", agent) if is_note(turn) else ("asked", customer) if is_customers(turn) else ("replied", agent)
            )
            yield _line(made[word], who, replied, first + turn)
        if stage in (SOLVED, CLOSED, DECLINED):
            yield _line(made["proposed"], agent, solved, first + messages - 1)
            yield _line(made["solved"], agent, solved, 0)
        if stage in (CLOSED, DECLINED):
            yield _line(made["closed"], agent, closed, 0)
            yield _line(made["ended"], agent, closed, 0)

    return lines


def _line(kind: str, who: str, at: str, message: int) -> str:
    event, payload = kind.split("\0")
    return f"{event}\t{who}\t{at}\t{payload.replace(str(MARK), str(message))}\n"


def _kinds(plan: Plan) -> dict[str, str]:
    """Name, publicity and payload of every kind of entry."""
    from opora.tickets import events

    agent, name = plan.agents[0]
    changed = {"because": "", "automatic": False}
    return {
        "registered": _kind(plan, events.TicketRegistered, message_id=MARK),
        "assigned": _kind(plan, events.TicketAssigned, to_id=agent, to_name=name, from_name="", taken=True),
        "taken": _kind(plan, events.StatusChanged, **_between(plan, NEW, WORKED), **changed),
        "replied": _kind(plan, events.PublicReplyAdded, message_id=MARK, first=False),
        "asked": _kind(plan, events.CustomerReplied, message_id=MARK),
        "noted": _kind(plan, events.NoteAdded, message_id=MARK),
        "proposed": _kind(plan, events.SolutionProposed, message_id=MARK),
        "solved": _kind(plan, events.StatusChanged, **_between(plan, WORKED, SOLVED), **changed),
        "closed": _kind(plan, events.TicketClosed, automatic=False),
        "ended": _kind(plan, events.StatusChanged, **_between(plan, SOLVED, CLOSED), **changed),
    }


def _kind(plan: Plan, event: Any, **fields: Any) -> str:
    from opora.journal.events import system

    made = event(desk_id=plan.desk_id, ticket_id=1, actor=system(plan.desk_id), at=plan.now, **fields)
    payload = escaped(json.dumps(made.payload(), ensure_ascii=False))
    return f"{event.name}\t{'t' if event.public else 'f'}\0{payload}"


def _between(plan: Plan, old: int, new: int) -> dict[str, str]:
    words = {}
    for side, stage in (("old", old), ("new", new)):
        status = plan.status_of(stage)
        known = plan.charter.workflow.statuses[status]
        words |= {side: status, f"{side}_title": known.title, f"{side}_there": known.for_customer or known.title}
        words[f"{side}_phase"] = known.phase.value
    return words
