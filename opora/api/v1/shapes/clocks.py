"""Clocks, promises, and the proof of a clock."""

from __future__ import annotations

from datetime import timedelta

from typing_extensions import TypedDict

from opora.api.answers import moment, moment_or_none
from opora.api.fields import Moment
from opora.clocks.queries import ClockView, Promise, Proof
from opora.engine.clocks import Row


class ClockDocument(TypedDict):
    """A clock of a ticket. `standing`: running, paused, met or cancelled; `share` of the budget used, 0.0 and up.

    `remaining_seconds` is working time, negative when late; `within` and `hours` are the promise in words.
    """

    key: str
    title: str
    clause: str
    standing: str
    within: str
    hours: str
    due_at: Moment | None
    met_at: Moment | None
    remaining_seconds: int | None
    share: float | None
    is_breached: bool
    in_time: bool | None
    why_paused: str
    proposed: bool


class PromiseDocument(TypedDict):
    """What a new ticket would be promised; `due_at` null and `within` empty when no term is given."""

    clock: str
    title: str
    within: str
    hours: str
    due_at: Moment | None
    proposed: bool
    clause: str


class RowDocument(TypedDict):
    """An interval of a ledger: `why` it counted or not, `amount_seconds` that counted, `total_seconds` so far."""

    start: Moment
    end: Moment
    why: str
    detail: str
    counted: bool
    amount_seconds: float
    days: int
    total_seconds: float


class LedgerDocument(TypedDict):
    """The proof of a clock: all intervals until now, and those still ahead until the deadline.

    The amounts of `rows` add up to `counted_seconds`, those of `ahead` to what remains.
    """

    clock: ClockDocument
    edition: str
    calendar: str
    time_zone: str
    started_at: Moment
    ended_at: Moment | None
    due_at: Moment | None
    target_seconds: float | None
    target_days: int | None
    counted_seconds: float
    counted_days: int
    paused_seconds: float
    remaining_seconds: float | None
    rows: list[RowDocument]
    ahead: list[RowDocument]


def clock(view: ClockView) -> ClockDocument:
    """A clock at the moment it was looked at."""
    return {
        "key": view.key,
        "title": view.title,
        "clause": view.clause,
        "standing": view.standing.value,
        "within": view.within,
        "hours": view.hours,
        "due_at": moment_or_none(view.due_at),
        "met_at": moment_or_none(view.met_at),
        "remaining_seconds": None if view.remaining is None else int(view.remaining.total_seconds()),
        "share": None if view.share is None else round(view.share, 4),
        "is_breached": view.is_breached,
        "in_time": view.in_time,
        "why_paused": view.why_paused,
        "proposed": view.proposed,
    }


def promise(one: Promise) -> PromiseDocument:
    """A promise before a ticket is sent."""
    return {
        "clock": one.clock,
        "title": one.title,
        "within": one.within,
        "hours": one.hours,
        "due_at": moment_or_none(one.due_at),
        "proposed": one.proposed,
        "clause": one.clause,
    }


def ledger(proof: Proof) -> LedgerDocument:
    """The proof of a clock."""
    counted = proof.ledger
    return {
        "clock": clock(proof.view),
        "edition": proof.edition,
        "calendar": proof.calendar,
        "time_zone": proof.time_zone,
        "started_at": moment(counted.started_at),
        "ended_at": moment_or_none(counted.ended_at),
        "due_at": moment_or_none(counted.due_at),
        "target_seconds": _seconds(counted.target),
        "target_days": counted.target_days,
        "counted_seconds": counted.counted.total_seconds(),
        "counted_days": counted.counted_days,
        "paused_seconds": counted.paused.total_seconds(),
        "remaining_seconds": _seconds(counted.remaining),
        "rows": [_row(row) for row in counted.rows],
        "ahead": [_row(row) for row in counted.ahead],
    }


def _row(row: Row) -> RowDocument:
    return {
        "start": moment(row.start),
        "end": moment(row.end),
        "why": row.why.value,
        "detail": row.detail,
        "counted": row.counted,
        "amount_seconds": row.amount.total_seconds(),
        "days": row.days,
        "total_seconds": row.total.total_seconds(),
    }


def _seconds(amount: timedelta | None) -> float | None:
    return None if amount is None else amount.total_seconds()
