"""A view of the queue: which tickets, narrowed by filters; the same in an address, a saved row and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

from opora.tickets.errors import UnknownKey

KEYS = ("open", "mine", "unassigned", "overdue", "waiting", "solved", "closed", "all")
FILTERS = ("kind", "category", "priority", "status", "line", "assignee", "plan", "organisation")
NUMBERS = frozenset({"assignee", "organisation"})
"""Filters by id; `assignee` also takes `me` and `none`."""

VALUE_LIMIT = 100
NUMBER_LIMIT = 2**63 - 1


@dataclass(frozen=True, slots=True)
class View:
    """`key` says which tickets, `filters` narrow them: name to value, all of which must hold."""

    key: str = "open"
    filters: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.key not in KEYS:
            raise UnknownKey(field="view", value=self.key[:VALUE_LIMIT], allowed=KEYS)
        for name, value in self.filters.items():
            _demand_filter(name, value)

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Self:
        """The view that a query string asks for; parameters of other things are passed over. Raises UnknownKey."""
        filters = {name: query[name] for name in FILTERS if query.get(name)}
        return cls(query.get("view") or "open", filters)

    def query_string(self) -> str:
        """The view as a query string that `parse` reads back, without the question mark."""
        return urlencode({"view": self.key, **{name: self.filters[name] for name in FILTERS if name in self.filters}})


def _demand_filter(name: str, value: str) -> None:
    if name not in FILTERS:
        raise UnknownKey(field="filter", value=name[:VALUE_LIMIT], allowed=FILTERS)
    is_word = name == "assignee" and value in ("me", "none")
    is_number = value.isascii() and value.isdecimal() and len(value) < 20 and int(value) <= NUMBER_LIMIT
    if len(value) > VALUE_LIMIT or "\x00" in value or (name in NUMBERS and not (is_word or is_number)):
        raise UnknownKey(field=name, value=value[:VALUE_LIMIT])
