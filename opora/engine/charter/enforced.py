"""What charters may declare and Opora does not enforce yet: an honest list that later work empties."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from opora.engine.charter.paths import Path, select, text
from opora.engine.charter.schema import Charter
from opora.engine.charter.schema.base import Item, Part


@dataclass(frozen=True, slots=True)
class Declared:
    """Something a charter says that no code acts on: its place, the clause it implements, and what is meant."""

    path: str
    clause: str | None
    title: str


DECLARED_ONLY: dict[str, str] = {
    "handoffs.topics.*": "terms of hand-offs to departments",
    "staffing": "least staff of a shift",
    "plans.*.quotas.*": "limits of a plan",
    "plans.*.price.amount": "prices",
    "plans.*.overage": "prices above a limit",
    "plans.*.out_of_hours": "prices outside the hours",
    "plans.*.dedicated": "dedicated specialist",
    "plans.*.onboarding": "onboarding of a new customer",
    "plans.*.preferred": "categories that go first for a plan",
    "plans.*.escalation": "part of the customer's team in escalation",
    "channels.*.hours": "opening hours of a channel",
    "channels.*.duration": "longest session of a channel",
    "channels.*.plans": "channels kept for some plans",
    "channels.*.convertible": "turning a talk into a ticket",
    "lines.*.packet": "what the line below hands over",
    "lines.*.training": "training of a line",
    "workflow.stages": "stages of work and who answers for them",
    "workflow.statuses.*.responsible": "who answers for a status",
    "forms.*.attachments.types": "kinds of files that may be attached",
    "forms.*.attachments.required": "a file that must be attached",
    "eligibility.supported_versions": "product versions served",
    "eligibility.licence_required": "a valid licence",
    "eligibility.nda": "a signed non-disclosure agreement",
    "scope.excluded.*": "verdicts on what is out of scope",
    "scope.adjacent.*": "what is left to adjacent services",
    "scope.redirects.*": "sending customers to other services",
    "objectives.*.proposed": "committing to a later moment",
    "reasons.*.appeal": "asking a lead to look at a refusal again",
    "kinds.*.via": "channels of a kind",
    "escalations.*.needs_reason": "a written reason for an escalation",
    "quality.control_channels": "ways to the quality control",
    "kpis.*.target": "target values of figures",
    "knowledge.sections": "sections of the knowledge base",
    "knowledge.access": "access to the knowledge base",
    "knowledge.sources": "sources of new articles",
    "knowledge.after_incident": "the knowledge base after an incident",
    "programmes.*": "training, onboarding and improvement programmes",
    "tools.*": "tools of support",
    "services.*": "services on offer",
    "onboarding_stages": "stages in which a project is taken on",
}
"""Patterns of `paths.select` -> what is meant. Whatever is not here is enforced, or is words only."""

_WORKING_CHANNELS = ("portal", "email", "api")
_WORKING_SURVEYS = ("closed",)
_WORKING_KPIS = (
    "first_response_time",
    "resolution_time",
    "satisfaction",
    "solved_without_reopening",
    "volume",
    "sla_kept",
    "quality_score",
)


def declared_not_enforced(charter: Charter) -> tuple[Declared, ...]:
    """What this charter really declares and no code acts on yet, in the order of the list above."""
    by_pattern = (
        Declared(text(path), _clause(charter, path), title)
        for pattern, title in DECLARED_ONLY.items()
        for path, value in select(charter, pattern)
        if _says_something(value)
    )
    return (*by_pattern, *(found for look in _LOOKS for found in look(charter)))


def _channels(charter: Charter) -> Iterator[Declared]:
    for key, channel in charter.channels.items():
        if channel.type not in _WORKING_CHANNELS:
            yield Declared(f"channels.{key}", channel.clause, f"channel of type {channel.type}")


def _surveys(charter: Charter) -> Iterator[Declared]:
    for key, survey in charter.surveys.items():
        if survey.when not in _WORKING_SURVEYS:
            yield Declared(f"surveys.{key}", survey.clause, f"survey when {survey.when}")


def _assignment(charter: Charter) -> Iterator[Declared]:
    for key, line in charter.lines.items():
        if line.assignment != "manual":
            yield Declared(f"lines.{key}.assignment", line.clause, f"assignment by {line.assignment}")


def _in_flight(charter: Charter) -> Iterator[Declared]:
    if charter.in_flight == "move":
        yield Declared("in_flight", None, "moving open tickets to a new edition")


def _kpis(charter: Charter) -> Iterator[Declared]:
    for place, kpi in enumerate(charter.kpis):
        if kpi.formula not in _WORKING_KPIS:
            yield Declared(f"kpis[{place}]", kpi.clause, f"the figure {kpi.formula}")


def _eligibility(charter: Charter) -> Iterator[Declared]:
    if "anyone" not in charter.eligibility.who:
        yield Declared("eligibility.who", charter.eligibility.clause, "who may ask")


_LOOKS: tuple[Callable[[Charter], Iterator[Declared]], ...] = (
    _channels,
    _surveys,
    _assignment,
    _in_flight,
    _kpis,
    _eligibility,
)


def _says_something(value: Any) -> bool:
    """Not a default that means nothing: false, an empty list, a part in which nothing was written."""
    return bool(value.model_fields_set) if isinstance(value, Part) else bool(value)


def _clause(charter: Charter, path: Path) -> str | None:
    """The clause of the nearest item around `path`, or of the first item of the list that stands there."""
    here: Any = charter
    clause: str | None = None
    for step in path:
        here = getattr(here, str(step)) if isinstance(here, Part) else here[step]
        if isinstance(here, Item):
            clause = here.clause or clause
    first = here[0] if isinstance(here, tuple) else None
    return first.clause if isinstance(first, Item) else clause
