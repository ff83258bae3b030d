"""The verbs of a ticket: the only writers of its tables. Pages, API, mail, timers and rules all call these."""

from opora.tickets.actions.answering import ask, note, reply, solve
from opora.tickets.actions.customer import confirm, customer_reply, decline, reopen
from opora.tickets.actions.facts import (
    change_priority,
    classify,
    plan_solution,
    take_note_of_deadline,
    take_note_of_deadlines,
)
from opora.tickets.actions.holding import add_participant, assign, move_line, take
from opora.tickets.actions.registering import register
from opora.tickets.actions.status import change_status, defer, refuse

__all__ = [
    "add_participant",
    "ask",
    "assign",
    "change_priority",
    "change_status",
    "classify",
    "confirm",
    "customer_reply",
    "decline",
    "defer",
    "move_line",
    "note",
    "plan_solution",
    "refuse",
    "register",
    "reopen",
    "reply",
    "solve",
    "take",
    "take_note_of_deadline",
    "take_note_of_deadlines",
]
