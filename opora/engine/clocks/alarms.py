"""Alarms of a clock: the marks a charter writes, and the moments at which they are due."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from opora.engine.worktime.amount import parse_amount
from opora.engine.worktime.errors import AmountError

DUE = "due"
_PERCENT = re.compile(r"(\d{1,3})%")


class MarkError(ValueError):
    """An alarm mark cannot be read; `mark` is what was written."""

    def __init__(self, mark: str) -> None:
        super().__init__(
            f'{mark!r} is no alarm mark; write "75%", "due", "-1h" or "+4h" (hours and minutes, not working days)'
        )
        self.mark = mark


class Nature(StrEnum):
    """What a mark says about the deadline."""

    WARNING = "warning"
    BREACH = "breach"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the clock's counted time: a share of the budget, in percent, plus an offset."""

    percent: int
    offset: timedelta

    def position(self, budget: timedelta) -> timedelta:
        """Counted time at which the mark is reached; never before the clock's start."""
        return max(timedelta(0), budget * self.percent / 100 + self.offset)

    @property
    def nature(self) -> Nature:
        """Before, at or after the deadline."""
        place = (self.percent - 100, self.offset)
        if place == (0, timedelta(0)):
            return Nature.BREACH
        return Nature.WARNING if place < (0, timedelta(0)) else Nature.OVERDUE


@dataclass(frozen=True, slots=True)
class Alarm:
    """One mark of one clock. `at` is None without a term, or while the clock stands still short of the mark."""

    mark: str
    at: datetime | None = None
    fired: bool = False


@dataclass(frozen=True, slots=True)
class Fired:
    """An alarm that went off; `at` is the moment it was due, however late the worker came."""

    mark: str
    at: datetime
    nature: Nature


@lru_cache(maxsize=256)
def parse_mark(text: str) -> Mark:
    """The mark that `text` names: `75%`, `due`, `-1h`, `+4h`. Raises MarkError."""
    if text == DUE:
        return Mark(100, timedelta(0))
    percent = _PERCENT.fullmatch(text)
    if percent:
        return Mark(int(percent[1]), timedelta(0))
    if text[:1] not in ("+", "-"):
        raise MarkError(text)
    return Mark(100, _offset(text))


def declared(marks: Iterable[str]) -> tuple[Alarm, ...]:
    """Alarms for a charter's marks, each once; the deadline is always among them, or a breach would go unseen."""
    return tuple(Alarm(mark) for mark in dict.fromkeys((*marks, DUE)))


def has_come(alarm: Alarm, at: datetime) -> bool:
    """Whether the alarm's moment is here; then it stays as it is until it goes off, whatever changes."""
    return alarm.at is not None and alarm.at <= at


def redeclared(alarms: tuple[Alarm, ...], marks: Iterable[str], *, at: datetime) -> tuple[Alarm, ...]:
    """The alarms of marks chosen at `at`: known ones keep what happened to them, gone ones stay if they had come."""
    known = {alarm.mark: alarm for alarm in alarms}
    wanted = {alarm.mark: alarm for alarm in declared(marks)}
    come = {mark: alarm for mark, alarm in known.items() if alarm.fired or has_come(alarm, at)}
    return tuple((wanted | {mark: known[mark] for mark in wanted if mark in known} | come).values())


def dump_alarms(alarms: Iterable[Alarm]) -> list[list[str | bool | None]]:
    """Rows for a JSON column: [mark, ISO moment or null, fired]."""
    return [[alarm.mark, alarm.at.isoformat() if alarm.at else None, alarm.fired] for alarm in alarms]


def load_alarms(rows: Iterable[Sequence[str | bool | None]]) -> tuple[Alarm, ...]:
    """The alarms that `dump_alarms` wrote."""
    return tuple(
        Alarm(str(mark), datetime.fromisoformat(str(at)) if at else None, bool(fired)) for mark, at, fired in rows
    )


def _offset(text: str) -> timedelta:
    try:
        time = parse_amount(text[1:].strip()).time
    except AmountError:
        raise MarkError(text) from None
    if time is None:
        raise MarkError(text)
    return -time if text[0] == "-" else time
