"""The verbs of clocks: the only writers of this room."""

from opora.clocks.actions.advance import choose_again, follow_status, meet_by, promise_moment
from opora.clocks.actions.escalate import escalate
from opora.clocks.actions.fire import fire_alarms
from opora.clocks.actions.start import start_clocks
from opora.clocks.actions.timers import run_timer, set_timers

__all__ = [
    "choose_again",
    "escalate",
    "fire_alarms",
    "follow_status",
    "meet_by",
    "promise_moment",
    "run_timer",
    "set_timers",
    "start_clocks",
]
