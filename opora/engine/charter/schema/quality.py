"""How good it was: surveys, levels, figures, and the standing programmes around support."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opora.engine.charter.schema.base import AmountText, DecimalText, Item, Key, Part, Titled, Words


class Question(Titled):
    """A question of a survey."""

    type: Literal["scale", "text", "yes_no"] = Field(default="scale", description="How it is answered.")
    required: bool = Field(default=False, description="The survey is not taken without an answer.")


class Survey(Titled):
    """A survey: after a ticket closes, at the end of a dialog, or regularly."""

    when: Literal["closed", "dialog_ended", "regular"] = Field(description="What it follows.")
    every: Literal["month", "quarter", "half_year", "year"] | None = Field(
        default=None, description="For `regular`: how often."
    )
    questions: dict[Key, Question] = Field(
        description="The questions, by key; the first of type `scale` is the ticket's rating."
    )


class Level(Titled):
    """A quality level that begins at `at_least` (the lowest level has no bound)."""

    key: Key = Field(description="The name of the level.")
    at_least: DecimalText | None = Field(default=None, description="The score from which the level begins.")
    at_most: DecimalText | None = Field(
        default=None, description="The score at which it ends, where the regulation names it."
    )
    acceptable: bool = Field(default=True, description="False: a month at this level calls for measures.")


class Quality(Item):
    """The rating scale, the formula of the score and its levels, best first."""

    scale: int = Field(ge=2, le=10, description="The best rating; the worst is 1.")
    satisfied_from: int = Field(ge=1, le=10, description="A rating from here up counts as satisfied.")
    formula: Literal["ratings / tickets", "ratings / answers"] = Field(
        default="ratings / answers",
        description="The sum of ratings divided by all tickets, or by those that were rated.",
    )
    rounding: int | None = Field(default=None, ge=0, le=4, description="Decimals before the level is chosen.")
    levels: tuple[Level, ...] = Field(default=(), description="The levels, best first.")
    per: tuple[Literal["desk", "agent", "line"], ...] = Field(default=("desk",), description="Whose score is counted.")
    every: Literal["month", "quarter", "year"] = Field(default="month", description="The period of the score.")
    control_channels: tuple[Key, ...] = Field(default=(), description="Channels to the quality control.")


KPIS = (
    "first_response_time",
    "resolution_time",
    "satisfaction",
    "solved_without_reopening",
    "volume",
    "sla_kept",
    "line_time",
    "quality_score",
    "developer_time_saved",
)
"""The figures a charter may name. A new one is a module of `reports/kpis/` and a word here."""


class Kpi(Titled):
    """A figure the regulation names; `formula` is the name of Opora's KPI."""

    formula: Key = Field(description=f"Opora's figure that computes it: {', '.join(KPIS)}.")
    by: tuple[Literal["category", "priority", "plan", "kind", "line", "agent"], ...] = Field(
        default=(), description="By what it is broken down."
    )
    target: str | None = Field(default=None, description="The value to reach.")
    definition: Words | None = Field(default=None, description="The regulation's definition.")


class Section(Titled):
    """A section of the knowledge base or a programme, with its points."""

    points: tuple[Words, ...] = Field(default=(), description="What belongs to it.")
    url: str | None = Field(default=None, description="Where it is found.")


class Knowledge(Item):
    """The knowledge base the regulation promises."""

    title: Words | None = Field(default=None, description="Its name.")
    definition: Words | None = Field(default=None, description="What it is, in the regulation's words.")
    sections: tuple[Section, ...] = Field(default=(), description="Its sections.")
    access: tuple[Section, ...] = Field(default=(), description="Where and by whom it is read.")
    sources: tuple[Words, ...] = Field(default=(), description="What makes an article be written or changed.")
    after_incident: Words | None = Field(default=None, description="Who updates it after an incident.")


class Programme(Item):
    """Training, onboarding, webinars, improvement: named lists of steps."""

    title: Words | None = Field(default=None, description="Its name.")
    plans: tuple[Key, ...] = Field(default=(), description="Plans that hold it; empty: all.")
    lasts: AmountText | None = Field(default=None, description="How long it lasts for one customer.")
    sections: tuple[Section, ...] = Field(default=(), description="Its parts, in order.")


class Reading(Part):
    """How an unclear clause is understood here, and why."""

    clause: Words | None = Field(default=None, description="The clause in question.")
    question: Words = Field(description="What is unclear.")
    reading: Words = Field(description="How it is understood here.")
    because: Words = Field(description="Why.")
