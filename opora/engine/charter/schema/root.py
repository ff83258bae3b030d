"""The charter itself, and what is read from it again and again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal

from pydantic import Field

from opora.engine.charter.schema.base import Item, Key, Part, Phase, ReadingCode, Words
from opora.engine.charter.schema.flow import Category, Example, Kind, Priority, Reason, Scope, Workflow
from opora.engine.charter.schema.people import HandOffs, Line, PartyRole, Staffing
from opora.engine.charter.schema.quality import Knowledge, Kpi, Programme, Quality, Reading, Section, Survey
from opora.engine.charter.schema.service import Channel, Eligibility, Form, Plan, Service
from opora.engine.charter.schema.terms import ClockRule, Escalation, Objective
from opora.engine.worktime import Calendar

OrderWord = Literal["plan", "priority", "due", "arrival"]

ALWAYS = "always"
"""The calendar that every charter has: 24/7."""


CALENDAR_WORDS = ("title", "clause", "reading")
"""What a calendar may hold besides its hours."""


class Queue(Item):
    """In which order work is taken: the first word decides, the next breaks ties."""

    order: tuple[OrderWord, ...] = Field(
        default=("due", "priority", "arrival"),
        description="What decides, in this order: `plan` (its weight), `priority`, `due` (the deadline), `arrival`.",
    )


class Charter(Part):
    """One regulation: the whole configuration of a desk."""

    charter: Key = Field(description="The name of the charter.")
    edition: Words = Field(description="The edition, as its author numbers it.")
    title: Words = Field(description="The title of the regulation.")
    product: Words | None = Field(default=None, description="The product or service that is supported.")
    language: Literal["ru", "en"] = Field(description="The language of its texts.")
    time_zone: str = Field(description="IANA name of the zone in which its hours are written.")
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code of its prices.")
    ticket_number: str = Field(description="Python format with `n`: `SMART-{n:05}`.")
    source: Words | None = Field(default=None, description="The document it was written from.")
    in_flight: Literal["keep", "move"] = Field(default="keep", description="Open tickets when a new edition comes.")
    readings: dict[ReadingCode, Reading] = Field(default={}, description="How unclear clauses are understood.")
    parties: dict[Key, PartyRole] = Field(default={}, description="The regulation's words for the parties.")
    calendars: dict[Key, Any] = Field(
        description="Working hours by name, each with a title, clause and reading if need be; `always` (24/7) is there."
    )
    clocks: dict[Key, ClockRule] = Field(description="The kinds of clocks.")
    objectives: tuple[Objective, ...] = Field(description="The promises.")
    kinds: dict[Key, Kind] = Field(min_length=1, description="The types of requests.")
    priorities: dict[Key, Priority] = Field(min_length=1, description="The degrees of urgency.")
    categories: dict[Key, Category] = Field(min_length=1, description="The tree of categories.")
    lines: dict[Key, Line] = Field(min_length=1, description="The levels of support.")
    plans: dict[Key, Plan] = Field(min_length=1, description="What a customer can buy.")
    channels: dict[Key, Channel] = Field(min_length=1, description="The ways to reach the desk.")
    forms: tuple[Form, ...] = Field(default=(), description="What is asked of a new ticket.")
    eligibility: Eligibility = Field(default=Eligibility(), description="Who may ask.")
    scope: Scope = Field(default=Scope(), description="What is covered and what is not.")
    services: dict[Key, Service] = Field(default={}, description="Services on offer, outside the plans' lists.")
    workflow: Workflow = Field(description="Statuses and what moves them.")
    escalations: tuple[Escalation, ...] = Field(default=(), description="Rules that raise a ticket.")
    reasons: dict[Key, Reason] = Field(default={}, description="Grounds to defer or decline.")
    handoffs: HandOffs = Field(default=HandOffs(), description="Requests of support to departments.")
    staffing: Staffing | None = Field(default=None, description="How many must be on shift.")
    queue: Queue = Field(default=Queue(), description="In which order work is taken.")
    quality: Quality = Field(description="The rating scale and its levels.")
    surveys: dict[Key, Survey] = Field(default={}, description="What customers are asked.")
    kpis: tuple[Kpi, ...] = Field(default=(), description="The figures the regulation names.")
    knowledge: Knowledge = Field(default=Knowledge(), description="The knowledge base it promises.")
    programmes: dict[Key, Programme] = Field(default={}, description="Training, onboarding, improvement.")
    tools: dict[Key, Service] = Field(default={}, description="Tools the regulation names.")
    functions: tuple[Section, ...] = Field(default=(), description="What the ticket system gives to whom.")
    onboarding_stages: tuple[Section, ...] = Field(default=(), description="Stages in which a project is taken on.")
    documents: tuple[Section, ...] = Field(default=(), description="Documents it refers to.")
    examples: tuple[Example, ...] = Field(default=(), description="Worked cases, run as tests.")

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __copy__(self) -> Charter:
        """A copy without the cached views, so that `model_copy(update=...)` never answers from the old content."""
        copied = super().__copy__()
        for name in set(copied.__dict__) - set(type(self).model_fields):
            del copied.__dict__[name]
        return copied

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hexadecimal) of the canonical content: what was written, without its layout and comments."""
        return sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Canonical JSON: only what was written, without defaults, in the order that people see.

        Store it as text, not as `jsonb`, which forgets the order of statuses, plans and fields.
        """
        return json.dumps(self.model_dump(mode="json", exclude_unset=True), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> Charter:
        """The charter stored by `to_json`. It was checked before it was stored, so no rules run again."""
        return cls.model_validate_json(text)

    def calendar(self, key: Key) -> Calendar:
        """The compiled calendar of that name. Raises KeyError for an unknown name, CalendarError when unreadable."""
        if key not in self._compiled:
            self._compiled[key] = Calendar.parse(self.calendar_specs[key], self.time_zone)
        return self._compiled[key]

    @cached_property
    def _compiled(self) -> dict[str, Calendar]:
        return {}

    @cached_property
    def calendar_specs(self) -> Mapping[str, Any]:
        """All calendars as `Calendar.parse` reads them, without their words for people, `always` included."""
        return {ALWAYS: "24/7", **{key: _hours(spec) for key, spec in self.calendars.items()}}

    def plan(self, key: Key) -> Plan:
        """The plan with the channels, services and onboarding of the plans it inherits from, theirs first."""
        return self._resolved_plans[key]

    @cached_property
    def _resolved_plans(self) -> Mapping[str, Plan]:
        return {key: self._resolve(key) for key in self.plans}

    def _resolve(self, key: Key) -> Plan:
        chain = list(self._ancestry(key))[::-1]
        lists = {
            name: tuple(dict.fromkeys(value for plan in chain for value in getattr(plan, name)))
            for name in ("channels", "services", "onboarding", "preferred")
        }
        return self.plans[key].model_copy(update=lists)

    def _ancestry(self, key: Key | None) -> Iterator[Plan]:
        seen: set[str] = set()
        while key is not None and key not in seen:
            seen.add(key)
            yield self.plans[key]
            key = self.plans[key].inherits

    @cached_property
    def category_tree(self) -> Mapping[str, Category]:
        """Every category by its path, parents before children."""
        return dict(_branches(self.categories, ""))

    def category(self, path: str) -> Category:
        """The category at `parent/child`. Raises KeyError."""
        return self.category_tree[path]

    @cached_property
    def default_kind(self) -> Key:
        """The kind of a ticket when nobody says."""
        return _default(self.kinds)

    @cached_property
    def default_priority(self) -> Key:
        """The priority of a ticket when nobody says."""
        return _default(self.priorities)

    @cached_property
    def default_category(self) -> str:
        """The path of the category of a ticket when nobody says."""
        return _default(self.category_tree)

    @cached_property
    def default_line(self) -> Key:
        """The line where a ticket starts when nothing else says."""
        return _default(self.lines)

    @cached_property
    def default_plan(self) -> Key:
        """The plan of a customer without a contract."""
        return _default(self.plans)

    def statuses_of(self, *phases: Phase) -> tuple[Key, ...]:
        """Keys of the statuses in these phases, as the charter orders them."""
        return tuple(key for key, status in self.workflow.statuses.items() if status.phase in phases)

    @cached_property
    def final_statuses(self) -> tuple[Key, ...]:
        """Keys of the statuses after which nothing more is expected."""
        return tuple(key for key, status in self.workflow.statuses.items() if status.phase.is_final)

    def next_line(self, key: Key) -> Key | None:
        """The line one level up, None from the highest."""
        above = [(line.level, name) for name, line in self.lines.items() if line.level > self.lines[key].level]
        return min(above)[1] if above else None

    def number(self, n: int) -> str:
        """The ticket number of the desk's `n`-th ticket: `SMART-00042`."""
        return self.ticket_number.format(n=n)

    def form(self, kind: Key, channel: Key) -> Form | None:
        """The form for a new ticket of this kind through this channel: the most specific one, the first of equals."""
        fitting = [form for form in self.forms if _fits(form.kinds, kind) and _fits(form.channels, channel)]
        return max(fitting, key=lambda form: bool(form.kinds) + bool(form.channels), default=None)


def _hours(spec: Any) -> Any:
    """A calendar without the words by which it names its clause."""
    if not isinstance(spec, Mapping):
        return spec
    return {key: value for key, value in spec.items() if key not in CALENDAR_WORDS}


def _fits(keys: tuple[str, ...], key: str) -> bool:
    return not keys or key in keys


def _branches(categories: Mapping[str, Category], above: str) -> Iterator[tuple[str, Category]]:
    for key, category in categories.items():
        yield above + key, category
        yield from _branches(category.children, f"{above}{key}/")


def _default(items: Mapping[str, Any]) -> str:
    """The item marked as default, or else the first."""
    return next((key for key, item in items.items() if item.default), next(iter(items)))
