"""The choices by which a view of the queue is narrowed, in the words of the charter in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext

from opora.desks.models import Desk, Member
from opora.desks.policies import WORKERS
from opora.engine.charter.schema import Charter
from opora.tickets.views import View

Pairs = tuple[tuple[str, str], ...]
"""Values and words."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One select: its parameter, its name, the choices as (value, words), and what is chosen."""

    name: str
    title: str
    choices: Pairs
    chosen: str


def of(desk: Desk, charter: Charter, view: View) -> tuple[Filter, ...]:
    """The filters of the queue; those with nothing to choose are left out. One query."""
    titles = {**_titles(charter), "assignee": _people(desk)}
    names = {
        "kind": gettext("Kind"),
        "category": gettext("Category"),
        "priority": gettext("Priority"),
        "status": gettext("Status"),
        "line": gettext("Line"),
        "plan": gettext("Plan"),
        "assignee": gettext("Assignee"),
    }
    offered = ((name, title, titles[name]) for name, title in names.items())
    return tuple(
        Filter(name, title, choices, view.filters.get(name, "")) for name, title, choices in offered if len(choices) > 1
    )


def holders(desk: Desk) -> list[tuple[str, str]]:
    """Ids and names of the members who may be given tickets, by name."""
    rows = Member.objects.for_desk(desk).filter(is_active=True, role__in=[role.value for role in WORKERS])
    return [(str(pk), name) for pk, name in rows.order_by("name").values_list("pk", "name")[:200]]


def _people(desk: Desk) -> Pairs:
    first = (("me", gettext("Me")), ("none", gettext("Nobody")))
    return (*first, *holders(desk))


@lru_cache(maxsize=256)
def _titles(charter: Charter) -> dict[str, Pairs]:
    named: dict[str, Mapping[str, Any]] = {
        "kind": charter.kinds,
        "priority": charter.priorities,
        "status": charter.workflow.statuses,
        "line": charter.lines,
        "plan": charter.plans,
    }
    pairs = {name: tuple((key, item.title) for key, item in items.items()) for name, items in named.items()}
    return {**pairs, "category": tuple(_indented(charter.category_tree.items()))}


def _indented(branches: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, str]]:
    return ((path, "\u00a0" * 3 * path.count("/") + category.title) for path, category in branches)
