"""E014: the bounds of quality lie on the rating scale."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter


def find(charter: Charter) -> Iterator[Finding]:
    quality = charter.quality
    if quality.satisfied_from > quality.scale:
        message = f"nobody is satisfied: the scale ends at {quality.scale}"
        yield Finding(("quality", "satisfied_from"), message)
    for place, level in enumerate(quality.levels):
        if level.at_least is not None and Decimal(level.at_least) > quality.scale:
            message = f"the level `{level.key}` is never reached: the scale ends at {quality.scale}"
            yield Finding(("quality", "levels", place, "at_least"), message)


RULE = Rule("E014", "bound outside the rating scale", find)
