"""The state of one clock of one ticket: exactly what a database row stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from opora.engine.clocks.alarms import Alarm
from opora.engine.clocks.choice import Mode

ZERO = timedelta(0)


class Standing(StrEnum):
    """What a clock does now."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ClockState:
    """A clock between two changes. Nothing here moves with time: due and alarms were computed when something changed.

    `counted` and `counted_days` are what was counted up to `running_since` while it runs, and all of it when it
    stands still. `target` or `target_days` is what the charter promises; `promised_at` is a moment set on the ticket
    (an estimate, a planned date, a commitment), said at `promised_on`, and comes before them. `budget` is the working
    time from the start to the deadline. `due_at` is None while the clock is paused short of its deadline; a deadline
    that has passed stays.
    """

    key: str
    calendar_key: str
    mode: Mode
    started_at: datetime
    target: timedelta | None = None
    target_days: int | None = None
    promised_at: datetime | None = None
    promised_on: datetime | None = None
    budget: timedelta | None = None
    counted: timedelta = ZERO
    counted_days: int = 0
    running_since: datetime | None = None
    paused_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None
    cancelled_at: datetime | None = None
    due_at: datetime | None = None
    alarms: tuple[Alarm, ...] = ()
    met_by: tuple[str, ...] = ()
    proposed: bool = False
    clause: str | None = None

    @property
    def standing(self) -> Standing:
        """Running, paused, met or cancelled."""
        if self.cancelled_at is not None:
            return Standing.CANCELLED
        if self.met_at is not None:
            return Standing.MET
        return Standing.PAUSED if self.running_since is None else Standing.RUNNING

    @property
    def is_open(self) -> bool:
        """Whether the promise is still to be kept."""
        return self.standing in (Standing.RUNNING, Standing.PAUSED)

    @property
    def next_alarm_at(self) -> datetime | None:
        """The moment of the earliest alarm that has not gone off; a worker looks for rows where it has come."""
        return min((alarm.at for alarm in self.alarms if alarm.at is not None and not alarm.fired), default=None)

    @property
    def fired(self) -> tuple[str, ...]:
        """The marks that went off already."""
        return tuple(alarm.mark for alarm in self.alarms if alarm.fired)

    @property
    def in_time(self) -> bool | None:
        """Whether the promise was kept: false once broken, true once met in time, None while open or without a term."""
        if self.breached_at is not None:
            return False
        return True if self.met_at is not None and self.budget is not None else None
