"""Which objective applies to a ticket, clock by clock: the most specific match wins."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from opora.engine.charter.schema import Charter
from opora.engine.worktime.amount import Amount, parse_amount


class Mode(StrEnum):
    """Where a clock's deadline comes from."""

    FIXED = "fixed"  # an amount of time written in the charter
    ESTIMATE = "estimate"  # a moment set on the ticket from the labour estimate
    PLANNED = "planned"  # a moment set on the ticket in analysis
    NONE = "none"  # no term is promised; the time is only counted


@dataclass(frozen=True, slots=True)
class Facts:
    """What objectives may ask about a ticket; `category` is a path, `parent` or `parent/child`."""

    kind: str | None = None
    category: str | None = None
    priority: str | None = None
    plan: str | None = None
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The objective that applies to one clock of one ticket, with all that running the clock needs.

    `objective_index` is the place in `charter.objectives`, None when nothing matched (then `mode` is NONE) or the
    term comes from a hand-off's topic. `within` is set in mode FIXED only. `met_by` is the objective's own list or
    else the clock's.
    """

    clock: str
    objective_index: int | None
    within: Amount | None
    mode: Mode
    calendar_key: str
    clause: str | None = None
    met_by: tuple[str, ...] = ()
    proposed: bool = False
    alarms: tuple[str, ...] = ("due",)
    starts: str = "registered"


def choose(charter: Charter, facts: Facts) -> dict[str, Chosen]:
    """What applies to every clock that any objective names, in the charter's order of clocks.

    A clock for which no objective matches is there in mode NONE: its time is counted, so that a later change of plan,
    kind, priority or line can choose again over the same history. Ties are refused by the charter's linter; here the
    first one written wins.
    """
    named = {objective.clock for objective in charter.objectives}
    return {clock: _chosen(charter, clock, facts) for clock in charter.clocks if clock in named}


def choose_topic(charter: Charter, clock: str, topic: str) -> Chosen:
    """The term a department owes for a topic of `handoffs`, run as `clock` (its `met_by` and alarms)."""
    owed = charter.handoffs.topics[topic]
    rule = charter.clocks[clock]
    has_term = owed.within != Mode.NONE.value
    return Chosen(
        clock=clock,
        objective_index=None,
        within=parse_amount(owed.within) if has_term else None,
        mode=Mode.FIXED if has_term else Mode.NONE,
        calendar_key=owed.on,
        clause=owed.clause,
        met_by=rule.met_by,
        alarms=rule.alarms,
        starts=rule.starts,
    )


def _chosen(charter: Charter, clock: str, facts: Facts) -> Chosen:
    rule = charter.clocks[clock]
    index = _most_specific(charter, clock, facts)
    if index is None:
        return Chosen(clock, None, None, Mode.NONE, "always", None, rule.met_by, False, rule.alarms, rule.starts)
    objective = charter.objectives[index]
    mode = Mode(objective.within) if objective.within in tuple(Mode) else Mode.FIXED
    return Chosen(
        clock=clock,
        objective_index=index,
        within=parse_amount(objective.within) if mode is Mode.FIXED else None,
        mode=mode,
        calendar_key=objective.on,
        clause=objective.clause,
        met_by=rule.met_by if objective.met_by is None else objective.met_by,
        proposed=objective.proposed,
        alarms=rule.alarms,
        starts=rule.starts,
    )


def _most_specific(charter: Charter, clock: str, facts: Facts) -> int | None:
    known = {name: value for name, value in asdict(facts).items() if value is not None}
    objectives = charter.objectives
    fitting = (place for place, rule in enumerate(objectives) if rule.clock == clock and rule.covers(known))
    return max(fitting, key=lambda place: (objectives[place].specificity, -place), default=None)
