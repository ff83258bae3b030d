"""The order in which work is taken: words of the charter as sort keys and as names of columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from opora.engine.charter.schema import Charter

_COLUMNS = {
    "plan": "-plan_weight",
    "priority": "priority_rank",
    "due": "due_at",
    "arrival": "registered_at",
}
_PREFERRED = 1000
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket in the queue: its nearest deadline (None without one) and what `plan_weight` gives for it."""

    plan_weight: int
    priority: str
    due_at: datetime | None
    registered_at: datetime


def plan_weight(charter: Charter, *, plan: str, category: str | None) -> int:
    """The weight of a ticket's plan; in a category the plan prefers, it goes before the tickets of all other plans."""
    terms = charter.plan(plan)
    preferred = any(f"{category}/".startswith(f"{branch}/") for branch in terms.preferred)
    return terms.weight + (_PREFERRED if preferred else 0)


def order_key(charter: Charter, waiting: Waiting) -> tuple[int | datetime, ...]:
    """A key by which tickets sort: heavier plan, more urgent priority, nearer deadline, earlier arrival.

    The charter says which of these decides first. Tickets without a deadline come after those with one. Arrival
    decides last even where the charter does not say so.
    """
    values: dict[str, int | datetime] = {
        "plan": -waiting.plan_weight,
        "priority": charter.priorities[waiting.priority].rank,
        "due": waiting.due_at or _NEVER,
        "arrival": waiting.registered_at,
    }
    return tuple(values[word] for word in order_words(charter))


def order_columns(charter: Charter) -> tuple[str, ...]:
    """The same order as names of columns, `-` for descending; `due_at` sorts NULL last."""
    return tuple(_COLUMNS[word] for word in order_words(charter))


def order_words(charter: Charter) -> tuple[str, ...]:
    """The charter's words, each once, `arrival` always among them."""
    return tuple(dict.fromkeys((*charter.queue.order, "arrival")))
