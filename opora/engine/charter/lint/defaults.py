"""E018: of kinds, priorities, categories, lines and plans exactly one is the default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.paths import Path, select
from opora.engine.charter.schema import Charter

_PATTERNS = {
    "kinds": "kinds.*",
    "priorities": "priorities.*",
    "categories": "categories.**",
    "lines": "lines.*",
    "plans": "plans.*",
}


def find(charter: Charter) -> Iterator[Finding]:
    for name, pattern in _PATTERNS.items():
        items = dict(select(charter, pattern))
        marked = [path for path, item in items.items() if item.default]
        if not marked and len(items) > 1:
            yield Finding((name,), "none is the default", "mark one with `default: true`", on_key=True)
        yield from _others(marked, items)


def _others(marked: list[Path], items: Mapping[Path, Any]) -> Iterator[Finding]:
    for path in marked[1:]:
        message = f"`{items[marked[0]].title}` is the default already"
        yield Finding((*path, "default"), message, "only one can be")


RULE = Rule("E018", "not exactly one default", find)
