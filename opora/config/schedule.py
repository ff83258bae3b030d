"""All periodic and timed work of the installation: one line a source (see `opora.config.timers`)."""

from __future__ import annotations

from opora.channels.email.intake.waiting import WaitingMail
from opora.channels.email.outbox.due import Abandoned, WaitingToLeave
from opora.clocks.due import Alarms, StatusTimers
from opora.config.queue import SWEEP
from opora.config.timers import Source

SOURCES: tuple[Source, ...] = (SWEEP, Alarms(), StatusTimers(), WaitingToLeave(), Abandoned(), WaitingMail())
