"""A ticket as the workflow sees it when somebody wants to move it."""

from __future__ import annotations

from dataclasses import dataclass

from opora.engine.charter.schema import Role

CUSTOMERS = frozenset({Role.CONTACT, Role.CUSTOMER_ADMIN, Role.CUSTOMER_LINE})
"""Roles on the customer's side; they move a ticket by hand only where a status names them."""


@dataclass(frozen=True, slots=True)
class Situation:
    """The status a ticket has, who wants to move it, and what is there that a status may need.

    `solution` a proposed solution, `reason` a picked reason, `planned` and `estimate` a date set on the ticket,
    `invoice` a bill sent, `packet` what the line above must be handed.
    """

    status: str
    role: Role
    assignee: bool = False
    solution: bool = False
    reason: bool = False
    planned: bool = False
    estimate: bool = False
    invoice: bool = False
    packet: bool = False

    def has(self, need: str) -> bool:
        """Whether what a status calls `need` is there."""
        return bool(getattr(self, need))
