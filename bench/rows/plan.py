"""Everything the writers of one desk's rows need: its charter, its people, its history, the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from bench.combinations import Combination
from bench.history import CLOSED, DECLINED, NEW, SOLVED, WAITING, WORKED, History, Shape

CHUNK = 5_000
NULL = "\\N"
PHASES = {
    NEW: "new", WORKED: "open", WAITING: "waiting_customer", SOLVED: "solved", CLOSED: "closed", DECLINED: "declined",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Plan:
    """One desk's part of a load. `first_message` and `first_clock` are ids of the first ticket's first ones."""

    shape: Shape
    desk_id: int
    charter_id: int
    charter: Any
    agents: list[tuple[int, str]]
    first_contact: int
    contacts: int
    contacts_each: int
    first_organisation: int
    combinations: list[Combination]
    history: History
    first_message: int
    first_clock: int
    now: datetime

    @cached_property
    def messages_before(self) -> np.ndarray:
        """For each ticket, how many messages all earlier ones have; one longer than the tickets."""
        return np.concatenate(([0], np.cumsum(self.history.messages)))

    @cached_property
    def clocks_each(self) -> int:
        """Clocks of every ticket: those missing are left out, their ids stay unused."""
        return max(len(one.chosen) for one in self.combinations)

    def status_of(self, stage: int) -> str:
        """The charter's first status of the phase; closed where it has none such."""
        found = {one.phase.value: key for key, one in reversed(self.charter.workflow.statuses.items())}
        return found.get(PHASES[stage]) or found["closed"]

    def chunks(self) -> Iterator[range]:
        """Places of tickets in the history, some at a time."""
        for start in range(0, len(self.history), CHUNK):
            yield range(start, min(start + CHUNK, len(self.history)))

    def organisation_of(self, contact: int) -> int:
        """The id of the organisation of the contact at this place."""
        return self.first_organisation + contact // self.contacts_each


def written(moments: np.ndarray) -> list[str]:
    """Seconds since 1970 as PostgreSQL reads them."""
    return np.datetime_as_string(moments.astype("datetime64[s]")).tolist()


def moment(seconds: int) -> datetime:
    """Seconds since 1970 as an aware moment."""
    return datetime.fromtimestamp(int(seconds), UTC)


def escaped(text: str) -> str:
    """Text as a field of COPY's text format."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


@lru_cache(maxsize=50_000)
def states(plan: Plan, combination: int, stage: int, registered: int, replied: int, solved: int) -> tuple:
    """The clocks of an open ticket, run by the engine itself: (key, state) each."""
    from opora.engine import clocks as engine

    made = []
    for key, chosen in plan.combinations[combination].chosen.items():
        calendar = plan.charter.calendar(chosen.calendar_key)
        state = engine.start(chosen, calendar, at=moment(registered))
        if key == "response" and stage != NEW:
            state = engine.meet(state, calendar, at=moment(replied))
        elif key != "response" and stage == WAITING:
            state = engine.pause(state, calendar, at=moment(replied))
        elif key != "response" and stage == SOLVED:
            state = engine.meet(state, calendar, at=moment(solved))
        made.append((key, state if plan.shape.all_open else engine.fire(state, plan.now)[0]))
    return tuple(made)


def states_of(plan: Plan, place: int) -> tuple:
    """The clocks of the open ticket at this place."""
    history = plan.history
    return states(
        plan,
        int(history.combination[place]),
        int(history.stage[place]),
        int(history.registered[place]),
        int(history.replied[place]),
        int(history.solved[place]),
    )
