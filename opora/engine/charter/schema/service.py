"""What is sold and by which ways it is reached: plans, channels, intake."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opora.engine.charter.schema.base import AmountText, CategoryPath, Item, Key, Money, Part, Titled, Words


class Quota(Titled):
    """A limit: how many of what in which period, and how they are counted."""

    counts: Literal["tickets", "incidents", "video_sessions", "hours"] = Field(description="What is counted.")
    limit: int = Field(ge=0, description="How many in one period.")
    per: Literal["day", "week", "month", "year"] = Field(description="The period.")
    period: Literal["calendar", "billing"] = Field(
        default="calendar", description="Calendar periods, or periods counted from the contract's start."
    )
    on: Key = Field(default="always", description="Calendar whose days are meant; must be named for a limit per day.")
    length: AmountText | None = Field(default=None, description="Longest single use.")
    excluded: tuple[Literal["merged", "duplicate", "spam", "no_show", "declined"], ...] = Field(
        default=(), description="What is not counted."
    )
    carry_over: bool = Field(default=False, description="What is left goes to the next period.")
    beyond: Literal["refuse", "charge", "ask", "count"] = Field(
        default="count", description="What happens above the limit: `count` only shows it."
    )


class Plan(Titled):
    """What a customer has bought."""

    inherits: Key | None = Field(default=None, description="The plan whose channels and services it includes.")
    price: Money = Field(description="The price.")
    hours: Key = Field(description="The calendar of the hours in which the desk works for it.")
    channels: tuple[Key, ...] = Field(default=(), description="Channels of this plan, besides inherited ones.")
    services: tuple[Words, ...] = Field(default=(), description="Services of this plan, besides inherited ones.")
    quotas: tuple[Quota, ...] = Field(default=(), description="Limits.")
    overage: Money | None = Field(default=None, description="The price above a limit.")
    out_of_hours: Money | None = Field(default=None, description="The price of work outside the hours.")
    escalation: Words | None = Field(default=None, description="How far the customer's own team takes part.")
    dedicated: bool = Field(default=False, description="A dedicated specialist.")
    weight: int = Field(default=0, ge=0, le=100, description="Order in the queue: a higher plan goes first.")
    onboarding: tuple[Words, ...] = Field(default=(), description="What is done for a new customer.")
    preferred: tuple[CategoryPath, ...] = Field(
        default=(), description="Categories whose tickets go before those of other plans."
    )
    default: bool = Field(default=False, description="What a customer without a contract has.")


class Channel(Titled):
    """A way to reach the desk."""

    type: Literal[
        "portal", "email", "chat", "messenger", "phone", "video", "form", "remote", "mattermost", "api", "employee"
    ] = Field(description="By what it works.")
    official: bool = Field(default=True, description="Unofficial: no promise, no ticket by right.")
    kind: Key | None = Field(default=None, description="Kind of what comes in here when nobody says.")
    purposes: tuple[Literal["request", "consultation", "quality_control", "feedback", "internal", "session"], ...] = (
        Field(default=("request",), description="What it is for.")
    )
    address: str | None = Field(default=None, description="Mail address, phone number or link.")
    hours: Key | None = Field(default=None, description="The calendar in which it is open; absent: always.")
    plans: tuple[Key, ...] = Field(default=(), description="Plans that may use it; empty: all.")
    becomes_ticket: bool = Field(default=True, description="What comes here becomes a ticket by itself.")
    convertible: bool = Field(default=False, description="An agent may make a ticket of what came here.")
    duration: AmountText | None = Field(default=None, description="Longest single session.")
    note: Words | None = Field(default=None, description="What else the regulation says of it.")


class FormField(Titled):
    """A question of an intake form. `purpose` says why the answer is needed (152-FZ, article 5)."""

    type: Literal["text", "lines", "choice", "url", "version", "contacts", "files", "steps", "module"] = Field(
        default="text", description="What kind of answer is expected."
    )
    required: bool = Field(default=False, description="A ticket is not taken without it.")
    choices: tuple[Words, ...] = Field(default=(), description="For `choice`: the answers.")
    hint: Words | None = Field(default=None, description="What the customer is told about it.")
    purpose: Words | None = Field(default=None, description="Why the answer is needed.")
    from_contract: Literal["version", "edition", "product"] | None = Field(
        default=None, description="Filled from the customer's contract when it is there."
    )


class Attachments(Part):
    """What may be attached."""

    types: tuple[str, ...] = Field(default=(), description="MIME types, `image/*` allowed; empty: any safe type.")
    required: bool = Field(default=False, description="A ticket is not taken without one.")
    hint: Words | None = Field(default=None, description="What the customer is told about it.")


class Form(Item):
    """Which fields a new ticket of these kinds, through these channels, has."""

    kinds: tuple[Key, ...] = Field(default=(), description="Kinds it is for; empty: all.")
    channels: tuple[Key, ...] = Field(default=(), description="Channels it is for; empty: all.")
    fields: dict[Key, FormField] = Field(default={}, description="The questions, by key, in order.")
    attachments: Attachments = Field(default=Attachments(), description="What may be attached.")
    advice: tuple[Words, ...] = Field(default=(), description="How to describe a question well.")


class Eligibility(Item):
    """Who may ask."""

    who: tuple[Literal["anyone", "contract", "contact", "customer_line"], ...] = Field(
        default=("anyone",), description="Whose requests are taken."
    )
    licence_required: bool = Field(default=False, description="Only owners of a valid licence.")
    supported_versions: tuple[str, ...] = Field(default=(), description="Product versions served; empty: all.")
    nda: bool = Field(default=False, description="A non-disclosure agreement is signed first.")


class Service(Titled):
    """A service on offer, outside the plans' lists."""

    note: Words | None = Field(default=None, description="What else the regulation says of it.")
