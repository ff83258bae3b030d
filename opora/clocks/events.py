"""What happens to promises. Staff see all of it; customers see what was told to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext

from opora.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWarned(Event):
    """A share of a clock's time is gone, or its deadline is long past (`overdue`)."""

    name: ClassVar[str] = "clock_warned"

    clock: str
    title: str
    mark: str
    overdue: bool
    due_at: datetime | None

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        if payload["overdue"]:
            return gettext("%(title)s: still not done %(mark)s after the deadline") % {
                "title": payload["title"],
                "mark": payload["mark"].lstrip("+"),
            }
        return gettext("%(title)s: the deadline is near (%(mark)s)") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBreached(Event):
    """A deadline passed and the promise was not kept."""

    name: ClassVar[str] = "clock_breached"

    clock: str
    title: str
    due_at: datetime

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("%(title)s: the deadline was missed") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(Event):
    """A rule of the charter raised the ticket. `tell` names roles, `assignee` or lines."""

    name: ClassVar[str] = "escalated"

    rule: str
    clause: str
    when: str
    to_line: str
    line_title: str
    tell: tuple[str, ...]

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        if payload["line_title"]:
            return gettext("escalated the ticket to %(line_title)s") % payload
        return gettext("told those whom the rule names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(Event):
    """The charter's reminder went out, the `number`-th of `of`; `whom`: customer, assignee or lead."""

    name: ClassVar[str] = "reminded"
    public: ClassVar[bool] = True

    number: int
    of: int
    whom: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        if payload["whom"] == "customer":
            return gettext("reminded the customer (%(number)s of %(of)s)") % payload
        return gettext("reminded the staff (%(number)s of %(of)s)") % payload


EVENTS: tuple[type[Event], ...] = (ClockWarned, ClockBreached, Escalated, Reminded)
