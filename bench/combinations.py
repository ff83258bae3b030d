"""What tickets of a desk can be under its charter: kind, category, priority, line, plan; and the clocks chosen."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.words import SEED

MOST = 400


@dataclass(frozen=True, slots=True)
class Combination:
    """Facts of a ticket and the objectives they choose, by the clock's key."""

    kind: str
    category: str
    priority: str
    rank: int
    line: str
    plan: str
    weight: int
    chosen: dict

    @property
    def has_terms(self) -> bool:
        """Whether every clock has a deadline."""
        return all(one.within is not None for one in self.chosen.values())


def combinations(charter) -> list[Combination]:
    """At most MOST of the charter's possible combinations, drawn from a fixed seed; each has at least one clock."""
    from opora.tickets.intake import categories_of

    chance = Random(SEED)
    every = [
        (kind, category, priority, plan)
        for kind in charter.kinds
        for category in categories_of(charter, kind)
        for priority in charter.priorities
        for plan in charter.plans
    ]
    chance.shuffle(every)
    made = (_combination(charter, *one) for one in every)
    return [one for one in made if one.chosen][:MOST]


def _combination(charter, kind: str, category: str, priority: str, plan: str) -> Combination:
    from opora.engine.clocks import Facts, choose
    from opora.tickets.intake import first_line

    line = first_line(charter, kind=kind, category=category)
    chosen = choose(charter, Facts(kind, category, priority, plan, line))
    running = {key: one for key, one in chosen.items() if one.starts != "handed_off"}
    rank = charter.priorities[priority].rank
    return Combination(kind, category, priority, rank, line, plan, charter.plans[plan].weight, running)
