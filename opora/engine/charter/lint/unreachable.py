"""E009: a ticket can come to every status."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter, Phase

_EVENTS: dict[str, tuple[Phase, ...]] = {
    "customer_replied": (Phase.WAITING_CUSTOMER,),
    "confirmed": (Phase.SOLVED,),
    "declined": (Phase.SOLVED,),
    "reopened": (Phase.SOLVED, Phase.CLOSED, Phase.DECLINED),
}
"""Events of the customer: they move a ticket from these phases whether or not `next` names the status."""


def find(charter: Charter) -> Iterator[Finding]:
    reached = reachable(charter)
    for key in charter.workflow.statuses:
        if key not in reached:
            path = ("workflow", "statuses", key)
            hint = "name it in another status's `next` or `after`"
            yield Finding(path, f"no ticket ever comes to `{key}`", hint, on_key=True)


def reachable(charter: Charter) -> set[str]:
    """Keys of the statuses a ticket can come to from its registration."""
    waiting = [charter.workflow.moves.registered]
    reached: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += ways(charter, key)
    return reached


def ways(charter: Charter, key: str) -> list[str]:
    """Statuses to which a person, the customer's answer or a stay that was too long brings a ticket from `key`."""
    status = charter.workflow.statuses[key]
    by_event = [getattr(charter.workflow.moves, name) for name, phases in _EVENTS.items() if status.phase in phases]
    by_stay = [status.after.to] if status.after else []
    return [*status.next, *by_stay, *(to for to in by_event if to is not None)]


RULE = Rule("E009", "unreachable status", find)
