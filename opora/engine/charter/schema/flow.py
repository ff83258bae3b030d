"""What a ticket is and how it moves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from opora.engine.charter.schema.base import (
    CategoryPath,
    Item,
    Key,
    Part,
    Phase,
    Role,
    Titled,
    Words,
    amount_or,
)
from opora.engine.charter.schema.terms import After, Remind


class Kind(Titled):
    """A type of request."""

    definition: Words | None = Field(default=None, description="What the regulation means by it.")
    needs: Literal["estimate", "planned"] | None = Field(
        default=None, description="What must be set on the ticket before its term is known."
    )
    priority: Key | None = Field(default=None, description="Default priority of this kind.")
    line: Key | None = Field(default=None, description="Line that takes it first.")
    categories: tuple[CategoryPath, ...] = Field(default=(), description="Categories of this kind; empty: all.")
    via: tuple[Key, ...] = Field(default=(), description="Channels by which it may come; empty: all.")
    default: bool = Field(default=False, description="What a ticket is when nobody says.")


class Category(Titled):
    """A branch of the category tree."""

    children: dict[Key, Category] = Field(default={}, description="Branches below, by key.")
    kind: Key | None = Field(default=None, description="Kind a ticket of this category has when nobody says.")
    line: Key | None = Field(default=None, description="Line that takes it first.")
    priority: Key | None = Field(default=None, description="Priority it has when nobody says.")
    default: bool = Field(default=False, description="Where a ticket goes when nobody says.")


class Priority(Titled):
    """A degree of urgency; `rank` 1 is the most urgent."""

    rank: int = Field(ge=1, le=20, description="Order of urgency, 1 is the most urgent.")
    definition: Words = Field(description="When a ticket has it, in the regulation's words.")
    default: bool = Field(default=False, description="What a ticket has when nobody says.")


class Status(Titled):
    """A status: `phase` gives its meaning, `title` its name here, `for_customer` its name there."""

    phase: Phase = Field(description="What the status means to the engine.")
    for_customer: Words | None = Field(default=None, description="Its name for customers; absent: the title.")
    definition: Words | None = Field(default=None, description="What the regulation means by it.")
    next: tuple[Key, ...] = Field(default=(), description="Statuses a person may bring it to from here.")
    pauses: tuple[Key, ...] = Field(default=(), description="Clocks that stand still here, besides the phase's own.")
    needs: tuple[Literal["assignee", "solution", "reason", "planned", "estimate", "invoice", "packet"], ...] = Field(
        default=(), description="What must be there before a ticket may come here."
    )
    by: tuple[Role, ...] = Field(default=(), description="Roles that may bring a ticket here; empty: any staff.")
    responsible: Words | None = Field(
        default=None, description="Who answers for this stage, in the regulation's words."
    )
    remind: Remind | None = Field(default=None, description="Reminders while the ticket stays here.")
    after: After | None = Field(default=None, description="The move that happens by itself after a stay.")


class Moves(Part):
    """Which status an event brings by itself; absent: the status stays."""

    registered: Key = Field(description="A ticket is registered.")
    assigned: Key | None = Field(default=None, description="Somebody is given the ticket.")
    taken: Key | None = Field(default=None, description="Its assignee starts to work on it.")
    asked: Key | None = Field(default=None, description="The customer is asked for information.")
    customer_replied: Key | None = Field(
        default=None, description="The customer answers; only from a status that waits for the customer."
    )
    solved: Key | None = Field(default=None, description="A solution is proposed.")
    confirmed: Key | None = Field(default=None, description="The customer confirms the solution.")
    declined: Key | None = Field(default=None, description="The customer declines the solution.")
    reopened: Key | None = Field(default=None, description="A closed ticket is opened again.")
    refused: Key | None = Field(default=None, description="The desk declines the ticket, with a reason.")
    deferred: Key | None = Field(default=None, description="The desk defers the ticket, with a reason.")
    suspended: Key | None = Field(default=None, description="The ticket waits for an adjacent service.")


ReopenWithin = Annotated[str, AfterValidator(amount_or("always", "never"))]


class Reopening(Item):
    """Whether a closed ticket can be opened again, how long, and what a later answer becomes."""

    within: ReopenWithin = Field(
        default="never", description="How long after closing: a length of time, `always` or `never`."
    )
    on: Key = Field(default="always", description="The calendar on which `within` is counted.")
    later: Literal["new_ticket", "refuse"] = Field(
        default="new_ticket", description="What a customer's words become after that."
    )


class Stage(Titled):
    """A stage of work with the role that answers for it."""

    responsible: Words = Field(description="Who answers for it, in the regulation's words.")
    status: Key | None = Field(default=None, description="The status a ticket has in this stage.")
    definition: Words | None = Field(default=None, description="What is done, in the regulation's words.")


class Workflow(Item):
    """Statuses, what moves them, and the rules around closing."""

    statuses: dict[Key, Status] = Field(description="The statuses, by key, in the order people see them.")
    moves: Moves = Field(description="Which status an event brings by itself.")
    reopening: Reopening = Field(default=Reopening(), description="Whether a closed ticket can be opened again.")
    confirmation: bool = Field(default=True, description="The customer confirms before a ticket closes.")
    stages: tuple[Stage, ...] = Field(default=(), description="The stages of work the regulation names, in order.")


class Reason(Titled):
    """A ground to defer, decline or put out of scope, told to the customer."""

    effect: Literal["defer", "decline", "either", "out_of_scope"] = Field(description="What it allows the desk to do.")
    letter: Words | None = Field(default=None, description="What the customer is told; absent: the title.")
    appeal: bool = Field(default=True, description="The customer may ask a lead to look again.")
    pauses: tuple[Key, ...] = Field(
        default=(), description="Clocks that stand still while a ticket is deferred for it."
    )


class ScopeItem(Titled):
    """One service or thing in or out of scope."""

    condition: Words | None = Field(default=None, description="When it is covered, in the regulation's words.")
    verdict: Literal["included", "discussed_separately", "not_provided", "redirect"] | None = Field(
        default=None, description="What becomes of such a request."
    )
    url: str | None = Field(default=None, description="Where to go instead.")
    reason: Key | None = Field(default=None, description="The entry of `reasons` that is told to the customer.")
    definition: Words | None = Field(default=None, description="What belongs to it, in the regulation's words.")


class Scope(Part):
    """What the service covers, excludes, and leaves to adjacent services."""

    covered: tuple[ScopeItem, ...] = Field(default=(), description="What the service covers.")
    excluded: tuple[ScopeItem, ...] = Field(default=(), description="What it does not.")
    adjacent: tuple[ScopeItem, ...] = Field(default=(), description="What is left to adjacent services.")
    redirects: tuple[ScopeItem, ...] = Field(default=(), description="Others who help: vendor support.")


class Example(Item):
    """A worked case signed by the owner, run as a test at every change."""

    title: Words | None = Field(default=None, description="What the example shows.")
    registered: str = Field(description="`пт 18:30`, `Fri 18:30` or an ISO moment, in the charter's zone.")
    kind: Key | None = Field(default=None, description="The ticket's kind; absent: the default one.")
    category: CategoryPath | None = Field(default=None, description="Its category; absent: the default one.")
    priority: Key | None = Field(default=None, description="Its priority; absent: the default one.")
    plan: Key | None = Field(default=None, description="The customer's plan; absent: the default one.")
    line: Key | None = Field(default=None, description="The line that holds it; absent: the default one.")
    topic: Key | None = Field(default=None, description="For a hand-off clock: the topic handed off at `registered`.")
    expect: dict[Key, str] = Field(description="Clock to moment, in the same form; or `none`, `estimate`, `planned`.")


Category.model_rebuild()
