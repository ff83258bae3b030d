"""The workflow: statuses, who may move a ticket where, what moves by itself, what statuses mean for clocks. Pure."""

from opora.engine.workflow.moves import Code, Event, Refused, allowed, by_event, missing, move
from opora.engine.workflow.queue import Waiting, order_columns, order_key, order_words, plan_weight
from opora.engine.workflow.reopening import can_reopen, reopen_until
from opora.engine.workflow.situation import CUSTOMERS, Situation
from opora.engine.workflow.stops import met_clocks, paused_clocks, reopened_clocks, words_of_status
from opora.engine.workflow.timers import Timer, TimerKind, timers

__all__ = [
    "CUSTOMERS",
    "Code",
    "Event",
    "Refused",
    "Situation",
    "Timer",
    "TimerKind",
    "Waiting",
    "allowed",
    "by_event",
    "can_reopen",
    "met_clocks",
    "missing",
    "move",
    "order_columns",
    "order_key",
    "order_words",
    "paused_clocks",
    "plan_weight",
    "reopen_until",
    "reopened_clocks",
    "timers",
    "words_of_status",
]
