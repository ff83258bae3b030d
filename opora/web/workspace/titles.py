"""The words of a ticket's own charter version for its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from opora.desks import charters
from opora.engine.charter.schema import Charter
from opora.tickets.models import Ticket

LEVELS = 4


@dataclass(frozen=True, slots=True)
class Titles:
    """What is shown in place of keys, escaped for HTML already.

    `level` 1 (most urgent) to 4 draws the priority; 3 is the ordinary one.
    """

    kind: SafeString
    category: SafeString
    category_path: SafeString
    priority: SafeString
    level: int
    status: SafeString
    line: SafeString
    plan: SafeString


def of(ticket: Ticket) -> Titles:
    """Titles by the pinned version; a key it does not know stands for itself."""
    keys = (ticket.kind, ticket.category, ticket.priority, ticket.status, ticket.line, ticket.plan)
    return _titles(charters.of(ticket.charter_id, ticket.desk_id), keys)


@lru_cache(maxsize=4096)
def _titles(charter: Charter, keys: tuple[str, str, str, str, str, str]) -> Titles:
    kind, path, priority, status, line, plan = keys
    branches = category(charter, path)
    return Titles(
        kind=_title(charter.kinds, kind),
        category=_safe(branches[-1]),
        category_path=_safe(" / ".join(branches)),
        priority=_title(charter.priorities, priority),
        level=level(charter, priority),
        status=_title(charter.workflow.statuses, status),
        line=_title(charter.lines, line),
        plan=_title(charter.plans, plan),
    )


def category(charter: Charter, path: str) -> tuple[str, ...]:
    """Titles of the branches from the root to `path`."""
    parts = path.split("/")
    branches = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    return tuple(_word(charter.category_tree, branch) for branch in branches)


def level(charter: Charter, key: str) -> int:
    """How urgent a priority looks beside the ordinary one of the same charter."""
    known = charter.priorities.get(key)
    if known is None:
        return 3
    ordinary = charter.priorities[charter.default_priority].rank
    if known.rank == ordinary:
        return 3
    if known.rank > ordinary:
        return LEVELS
    return 1 if known.rank == min(one.rank for one in charter.priorities.values()) else 2


def _title(items: Mapping[str, Any], key: str) -> SafeString:
    return _safe(_word(items, key))


def _word(items: Mapping[str, Any], key: str) -> str:
    item = items.get(key)
    return key if item is None else str(item.title)


def _safe(words: str) -> SafeString:
    """Escaped once here, as it is written on every row of every page."""
    return SafeString(escape(words))
