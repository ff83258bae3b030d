"""Time: clocks, objectives, reminders."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from opora.engine.charter.schema.base import AmountText, CategoryPath, Item, Key, Part, Phase, Words, amount_or


class Stop(StrEnum):
    """What may meet a clock; besides these words a status key or `phase:<phase>` is allowed."""

    MESSAGE = "message"  # public words of a person of the desk
    CALL = "call"  # a recorded talk with the customer
    NOTE = "note"  # words only staff see
    ASSIGNMENT = "assignment"  # somebody took the ticket
    STATUS = "status"  # any change of status by a person
    ACKNOWLEDGEMENT = "acknowledgement"  # the automatic answer
    ANSWER = "answer"  # the department's answer to a hand-off


AlarmMark = Annotated[str, StringConstraints(pattern=r"^(due|\d{1,3}%|[+-].+)$")]
"""`75%` of the target, `due`, or an amount before or after it: `-1h`, `+4h`."""

Within = Annotated[str, AfterValidator(amount_or("estimate", "planned", "none"))]
"""A length of time or a word that says where the term comes from."""


class ClockRule(Item):
    """A kind of clock: what meets it, what pauses it, when it warns."""

    title: Words = Field(description="The name people see.")
    met_by: tuple[str, ...] = Field(
        min_length=1,
        description="What meets the clock, any of: `message` (public words of a person), `call`, `note`, `assignment`, "
        "`status` (a change by a person), `acknowledgement` (the automatic answer), `answer` (a department's), "
        "a status key, or `phase:<phase>`.",
    )
    pauses: tuple[Phase, ...] = Field(default=(), description="Phases in which the clock stands still.")
    alarms: tuple[AlarmMark, ...] = Field(
        default=("due",),
        description="When the clock warns: `75%` of the target, `due`, `-1h` before it, `+4h` after it.",
    )
    starts: Literal["registered", "planned", "handed_off"] = Field(
        default="registered",
        description="The moment from which it counts: registration, the setting of a planned date, or a hand-off.",
    )
    public: bool = Field(default=True, description="The customer sees this deadline.")
    reopens: bool = Field(default=True, description="A reopened ticket starts this clock again over the same count.")


class Objective(Item):
    """A promise: this clock, within so long, on this calendar, for these tickets. The most specific match wins."""

    clock: Key = Field(description="Which clock.")
    within: Within = Field(
        description="A length of time (`60m`, `24h`, `3 working days`); `estimate` or `planned`: the term is set on the"
        " ticket; `none`: no term is promised."
    )
    on: Key = Field(default="always", description="The calendar on which it is counted.")
    kind: Key | None = Field(default=None, description="Only tickets of this kind.")
    category: CategoryPath | None = Field(default=None, description="Only this branch of categories: `parent/child`.")
    priority: Key | None = Field(default=None, description="Only tickets of this priority.")
    plan: Key | None = Field(default=None, description="Only customers on this plan.")
    line: Key | None = Field(default=None, description="Only while this line holds the ticket.")
    proposed: bool = Field(default=False, description="An agent may commit to a later moment with a reason.")
    met_by: tuple[str, ...] | None = Field(default=None, description="Overrides the clock's own list.")

    @property
    def selectors(self) -> dict[str, str]:
        """The ticket facts this objective asks for."""
        names = ("kind", "category", "priority", "plan", "line")
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    @property
    def specificity(self) -> tuple[int, int]:
        """How much it asks for: the number of facts, then the depth of its category. The greatest match wins."""
        depth = self.category.count("/") + 1 if self.category else 0
        return len(self.selectors), depth

    def covers(self, facts: Mapping[str, str]) -> bool:
        """Whether it speaks of every ticket with these facts; a category also covers its children."""
        return all(f"{facts.get(name)}/".startswith(f"{value}/") for name, value in self.selectors.items())


class Remind(Part):
    """Repeated reminders while a ticket stays in a status."""

    every: AmountText = Field(description="Time between two reminders, the first counted from entering the status.")
    times: int = Field(ge=1, le=50, description="How many reminders at most.")
    on: Key = Field(default="always", description="The calendar on which `every` is counted.")
    whom: Literal["customer", "assignee", "lead"] = Field(default="customer", description="Who is reminded.")


class After(Part):
    """A move that happens by itself when a ticket stays in a status."""

    within: AmountText = Field(description="How long the ticket stays before it moves.")
    on: Key = Field(default="always", description="The calendar on which `within` is counted.")
    to: Key = Field(description="The status it moves to.")
    tell: bool = Field(default=True, description="The customer is told.")


class Escalation(Item):
    """A rule that raises the line, reassigns or tells somebody."""

    key: Key = Field(description="The name of the rule.")
    when: Literal["alarm", "breach", "complexity", "dissatisfied", "reopened"] = Field(
        description="What sets it off: an alarm of a clock, its breach, an agent's judgement (`complexity`), "
        "a declined solution or a bad rating, a reopening."
    )
    clock: Key | None = Field(default=None, description="Only this clock's alarm or breach; absent: any clock's.")
    at: AlarmMark | None = Field(default=None, description="For `alarm`: which alarm of the clock.")
    to_line: Key | None = Field(default=None, description="The line that gets the ticket, or `next`: one level up.")
    unassign: bool = Field(default=False, description="The ticket is taken from its assignee.")
    tell: tuple[str, ...] = Field(default=(), description="Who is told: roles, `assignee`, or line keys.")
    needs_reason: bool = Field(default=False, description="Whoever escalates writes why.")
    from_lines: tuple[Key, ...] = Field(default=(), description="Only tickets on these lines; empty: on any.")
