"""E017: no two priorities have one rank."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter


def find(charter: Charter) -> Iterator[Finding]:
    first: dict[int, str] = {}
    for key, priority in charter.priorities.items():
        holder = first.setdefault(priority.rank, key)
        if holder != key:
            yield Finding(("priorities", key, "rank"), f"rank {priority.rank} belongs to `{holder}` already")


RULE = Rule("E017", "duplicate rank", find)
