"""E024: names inside lists stand once."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.paths import select
from opora.engine.charter.schema import Charter

_NAMES = ("escalations.*.key", "quality.levels.*.key")


def find(charter: Charter) -> Iterator[Finding]:
    for pattern in _NAMES:
        seen: set[str] = set()
        for path, key in select(charter, pattern):
            if key in seen:
                yield Finding(path, f"the name `{key}` stands twice in this list", "names are unique")
            seen.add(key)


RULE = Rule("E024", "duplicate name", find)
