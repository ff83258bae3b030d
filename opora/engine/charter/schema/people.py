"""Who does the work: lines, departments, shifts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from opora.engine.charter.schema.base import AmountText, CategoryPath, Item, Key, Role, Titled, Words, amount_or


class Line(Titled):
    """A level that a ticket climbs."""

    level: int = Field(ge=1, le=9, description="Its place on the way up, 1 is met first.")
    belongs_to: Literal["vendor", "customer"] = Field(default="vendor", description="Whose people it consists of.")
    duties: tuple[Words, ...] = Field(default=(), description="What it does.")
    topics: tuple[Words, ...] = Field(default=(), description="Questions it answers, in the regulation's words.")
    categories: tuple[CategoryPath, ...] = Field(default=(), description="Categories that come here first.")
    assignment: Literal["manual", "round_robin", "load", "dedicated"] = Field(
        default="manual", description="How a ticket gets its assignee."
    )
    packet: tuple[Words, ...] = Field(default=(), description="What the line below must hand over.")
    takes_unsolved_from: Key | None = Field(default=None, description="The line whose unsolved tickets come here.")
    training: Words | None = Field(default=None, description="What its people must have learnt.")
    default: bool = Field(default=False, description="Where a ticket starts when nothing else says.")


TopicWithin = Annotated[str, AfterValidator(amount_or("none"))]


class Topic(Titled):
    """A topic that a department answers."""

    departments: tuple[Key, ...] = Field(min_length=1, description="Who answers; several answer together.")
    within: TopicWithin = Field(description="The term of the answer; `none`: no term is owed.")
    on: Key = Field(description="The calendar on which it is counted.")
    via: tuple[Key, ...] = Field(default=(), description="Channels by which the department is asked.")


class Department(Titled):
    """A unit outside support."""


class HandOffs(Item):
    """Requests of support to departments: topics, terms, ways."""

    departments: dict[Key, Department] = Field(default={}, description="The departments, by key.")
    topics: dict[Key, Topic] = Field(default={}, description="The topics they answer, by key.")
    adjacent_tells_customer: bool = Field(
        default=True, description="The customer is told when a ticket waits for an adjacent service."
    )


class Staffing(Item):
    """How many must be there."""

    min: int = Field(ge=1, description="How many at least, in every shift.")
    including: dict[Key, Annotated[int, Field(ge=1)]] = Field(
        default={}, description="How many of them with which skill: `{technician: 1}`."
    )
    on: Key = Field(description="The calendar whose open hours must be covered.")
    reinforcement: Words | None = Field(default=None, description="How the shift is strengthened at peaks.")
    reinforcement_within: AmountText | None = Field(default=None, description="How soon that happens.")


class PartyRole(Titled):
    """A word of the regulation for a party, and which role it is here."""

    definition: Words = Field(description="The regulation's definition.")
    role: Role | None = Field(default=None, description="Who this party is on the desk.")
