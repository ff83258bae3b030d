"""Clocks: which objective applies, running, pausing, meeting, alarms, and the ledger that proves them. Pure."""

from opora.engine.clocks.alarms import Alarm, Fired, MarkError, Nature, dump_alarms, load_alarms, parse_mark
from opora.engine.clocks.choice import Chosen, Facts, Mode, choose, choose_topic
from opora.engine.clocks.ledger import Ledger, ledger
from opora.engine.clocks.measures import elapsed, forecast, promise, remaining, remaining_days, share
from opora.engine.clocks.promises import CommitmentRefused, TargetRefused, commit, set_target
from opora.engine.clocks.rechoice import rechoose
from opora.engine.clocks.record import BrokenRecord, ClockEvent, What
from opora.engine.clocks.replay import replay
from opora.engine.clocks.rows import Row, Why
from opora.engine.clocks.state import ClockState, Standing
from opora.engine.clocks.verbs import cancel, fire, meet, pause, reopen, resume, start

__all__ = [
    "Alarm",
    "BrokenRecord",
    "Chosen",
    "ClockEvent",
    "ClockState",
    "CommitmentRefused",
    "Facts",
    "Fired",
    "Ledger",
    "MarkError",
    "Mode",
    "Nature",
    "Row",
    "Standing",
    "TargetRefused",
    "What",
    "Why",
    "cancel",
    "choose",
    "choose_topic",
    "commit",
    "dump_alarms",
    "elapsed",
    "fire",
    "forecast",
    "ledger",
    "load_alarms",
    "meet",
    "parse_mark",
    "pause",
    "promise",
    "rechoose",
    "remaining",
    "remaining_days",
    "reopen",
    "replay",
    "resume",
    "set_target",
    "share",
    "start",
]
