"""The history of a desk as columns of numbers: who asked what when, how far each ticket has come.

Everything is drawn at once from a fixed seed, so every process of a load draws the same and writes its own tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from bench.words import SEED

YEARS = timedelta(days=3 * 365)
HOUR = 3600
RECENT_SHARE, OPEN_OF_RECENT, OPEN_OF_OLD = 0.08, 0.45, 0.005
NEW, WORKED, WAITING, SOLVED, CLOSED, DECLINED = range(6)
STAGES_OF_OPEN = (0.15, 0.45, 0.25, 0.15)
LONG = 20
LONG_TICKETS = 40


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a load is; `all_open`: a million open clocks and nothing else."""

    tickets: int
    all_open: bool = False

    @property
    def sentences(self) -> tuple[int, int]:
        """Least and most sentences of a message: fewer in the largest load."""
        return (1, 1) if self.all_open else (1, 2) if self.tickets >= 1_000_000 else (1, 5)


@dataclass(frozen=True, slots=True)
class History:
    """Columns of one desk's tickets in the order of arrival; moments in seconds since 1970."""

    first_id: int
    registered: np.ndarray
    replied: np.ndarray
    solved: np.ndarray
    closed: np.ndarray
    stage: np.ndarray
    messages: np.ndarray
    combination: np.ndarray
    contact: np.ndarray
    agent: np.ndarray
    score: np.ndarray

    def __len__(self) -> int:
        return len(self.registered)


def draw(
    shape: Shape, count: int, *, first_id: int, combinations: int, contacts: int, agents: int, now: datetime
) -> History:
    """The tickets of one desk, `first_id` and those that follow it."""
    chance = np.random.default_rng(SEED + first_id)
    end = int(now.timestamp())
    registered = np.sort(end - chance.random(count) * YEARS.total_seconds()).astype(np.int64)
    stage = _stages(chance, shape, count)
    replied = registered + chance.exponential(2 * HOUR, count).astype(np.int64) + 120
    solved = replied + chance.exponential(20 * HOUR, count).astype(np.int64) + 600
    return History(
        first_id=first_id,
        registered=registered,
        replied=np.minimum(replied, end - 60),
        solved=np.minimum(solved, end - 30),
        closed=np.minimum(solved + chance.exponential(30 * HOUR, count).astype(np.int64), end - 10),
        stage=stage,
        messages=_messages(chance, shape, stage),
        combination=chance.integers(0, combinations, count),
        contact=(chance.power(0.5, count) * contacts).astype(np.int64),
        agent=chance.integers(0, agents, count),
        score=chance.choice([0, 1, 2, 3, 4, 5], count, p=[0.7, 0.01, 0.01, 0.03, 0.08, 0.17]),
    )


def _stages(chance: np.random.Generator, shape: Shape, count: int) -> np.ndarray:
    if shape.all_open:
        return np.full(count, NEW)
    ended = np.where(chance.random(count) < 0.96, CLOSED, DECLINED)
    recent = np.arange(count) >= count * (1 - RECENT_SHARE)
    is_open = chance.random(count) < np.where(recent, OPEN_OF_RECENT, OPEN_OF_OLD)
    stages = np.where(is_open, chance.choice([NEW, WORKED, WAITING, SOLVED], count, p=STAGES_OF_OPEN), ended)
    stages[-LONG_TICKETS:] = WORKED
    return stages


def _messages(chance: np.random.Generator, shape: Shape, stage: np.ndarray) -> np.ndarray:
    """One and some more by stage, four on average; the last tickets have exactly twenty."""
    if shape.all_open:
        return np.ones(len(stage), dtype=np.int64)
    more = np.where(stage == NEW, 0, 1 + np.minimum(chance.poisson(2.1, len(stage)), 15))
    counted = 1 + more
    counted[-LONG_TICKETS:] = LONG
    return counted
