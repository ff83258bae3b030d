"""The desk and the words of its charter, so that a program knows which values it may send."""

from __future__ import annotations

from typing_extensions import TypedDict

from opora.desks.models import Desk
from opora.engine.charter import Charter
from opora.tickets.intake import categories_of


class Titled(TypedDict):
    """A word of the charter and its title."""

    key: str
    title: str


class KindDocument(Titled):
    """A type of request and the categories it may have."""

    categories: list[str]


class PriorityDocument(Titled):
    """A degree of urgency; rank 1 is the most urgent."""

    rank: int


class StatusDocument(Titled):
    """A status, its phase, and what it is called for customers."""

    phase: str
    for_customer: str
    next: list[str]


class LineDocument(Titled):
    """A level of support."""

    level: int


class ReasonDocument(Titled):
    """A ground to defer or decline; `effect`: defer, decline, either or out_of_scope."""

    effect: str


class QuestionDocument(Titled):
    """A question of an intake form: its answer goes into `fields` of a new ticket."""

    type: str
    required: bool
    choices: list[str]


class FormDocument(TypedDict):
    """What is asked of a new ticket of these kinds through these channels; empty lists mean all."""

    kinds: list[str]
    channels: list[str]
    questions: list[QuestionDocument]


class DeskDocument(TypedDict):
    """A desk under its charter in force."""

    slug: str
    title: str
    charter: str
    edition: str
    language: str
    time_zone: str
    quality_scale: int
    kinds: list[KindDocument]
    categories: list[Titled]
    priorities: list[PriorityDocument]
    statuses: list[StatusDocument]
    lines: list[LineDocument]
    plans: list[Titled]
    channels: list[Titled]
    clocks: list[Titled]
    reasons: list[ReasonDocument]
    forms: list[FormDocument]


def desk(row: Desk, charter: Charter) -> DeskDocument:
    """The desk and its words."""
    return {
        "slug": row.slug,
        "title": row.title,
        "charter": charter.title,
        "edition": charter.edition,
        "language": charter.language,
        "time_zone": charter.time_zone,
        "quality_scale": charter.quality.scale,
        "kinds": [
            {"key": key, "title": kind.title, "categories": list(categories_of(charter, key))}
            for key, kind in charter.kinds.items()
        ],
        "categories": [{"key": path, "title": one.title} for path, one in charter.category_tree.items()],
        "priorities": [{"key": key, "title": one.title, "rank": one.rank} for key, one in charter.priorities.items()],
        "statuses": _statuses(charter),
        "lines": [{"key": key, "title": one.title, "level": one.level} for key, one in charter.lines.items()],
        "plans": [{"key": key, "title": one.title} for key, one in charter.plans.items()],
        "channels": [{"key": key, "title": one.title} for key, one in charter.channels.items()],
        "clocks": [{"key": key, "title": one.title} for key, one in charter.clocks.items()],
        "reasons": [{"key": key, "title": one.title, "effect": one.effect} for key, one in charter.reasons.items()],
        "forms": _forms(charter),
    }


def _statuses(charter: Charter) -> list[StatusDocument]:
    return [
        {
            "key": key,
            "title": status.title,
            "phase": status.phase.value,
            "for_customer": status.for_customer or status.title,
            "next": list(status.next),
        }
        for key, status in charter.workflow.statuses.items()
    ]


def _forms(charter: Charter) -> list[FormDocument]:
    return [
        {
            "kinds": list(form.kinds),
            "channels": list(form.channels),
            "questions": [
                {
                    "key": key,
                    "title": asked.title,
                    "type": asked.type,
                    "required": asked.required,
                    "choices": list(asked.choices),
                }
                for key, asked in form.fields.items()
            ],
        }
        for form in charter.forms
    ]
