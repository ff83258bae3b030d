"""E011: every event brings a ticket to a status that means what the event says."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter, Phase

_WORKING = (Phase.NEW, Phase.OPEN)
_WAITING = (Phase.WAITING_CUSTOMER, Phase.WAITING_ADJACENT, Phase.WAITING_PAYMENT, Phase.DEFERRED)
_MEANINGS: dict[str, tuple[Phase, ...]] = {
    "registered": _WORKING,
    "assigned": _WORKING,
    "taken": _WORKING,
    "asked": (Phase.WAITING_CUSTOMER,),
    "customer_replied": _WORKING,
    "solved": (Phase.SOLVED, Phase.CLOSED),
    "confirmed": (Phase.CLOSED,),
    "declined": _WORKING,
    "reopened": _WORKING,
    "refused": (Phase.DECLINED, Phase.CLOSED),
    "deferred": _WAITING,
    "suspended": (Phase.WAITING_ADJACENT, Phase.DEFERRED),
}

_BY_STAFF = ("assigned", "taken", "asked", "solved", "refused", "deferred", "suspended")


def find(charter: Charter) -> Iterator[Finding]:
    for event, phases in _MEANINGS.items():
        key = getattr(charter.workflow.moves, event)
        if key is not None and charter.workflow.statuses[key].phase not in phases:
            phase = charter.workflow.statuses[key].phase
            allowed = ", ".join(phases)
            message = f"`{event}` cannot bring a ticket to `{key}`, whose phase is {phase}"
            yield Finding(("workflow", "moves", event), message, f"name a status of phase {allowed}")
    yield from _never_followed(charter)
    yield from _skipped_confirmation(charter)


def _never_followed(charter: Charter) -> Iterator[Finding]:
    """Events of the staff follow the graph: some status must name the target in `next`."""
    named = {to for status in charter.workflow.statuses.values() for to in status.next}
    for event in _BY_STAFF:
        key = getattr(charter.workflow.moves, event)
        if key is not None and key not in named:
            message = f"`{event}` never brings a ticket to `{key}`: no status names it in `next`"
            yield Finding(("workflow", "moves", event), message)


def _skipped_confirmation(charter: Charter) -> Iterator[Finding]:
    solved = charter.workflow.moves.solved
    if solved and charter.workflow.confirmation and charter.workflow.statuses[solved].phase is Phase.CLOSED:
        message = f"`solved` closes the ticket (`{solved}`), though the customer is to confirm first"
        yield Finding(
            ("workflow", "moves", "solved"), message, "name a status of phase solved, or set `confirmation: false`"
        )


RULE = Rule("E011", "impossible move", find)
