"""E013: quality levels stand best first and leave no score without a level, and none with two."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter, Level


def find(charter: Charter) -> Iterator[Finding]:
    levels = charter.quality.levels
    if not levels:
        return
    for place, (upper, lower) in enumerate(pairwise(levels)):
        yield from _between(charter, place + 1, upper, lower)
    if levels[-1].at_least is not None and Decimal(levels[-1].at_least) > 1:
        message = f"scores below {levels[-1].at_least} belong to no level"
        yield Finding(("quality", "levels", len(levels) - 1), message, "give the lowest level no `at_least`")


def _between(charter: Charter, place: int, upper: Level, lower: Level) -> Iterator[Finding]:
    path = ("quality", "levels", place)
    if upper.at_least is None:
        above = ("quality", "levels", place - 1)
        yield Finding(
            above, f"the level `{upper.key}` needs `at_least`: another level follows", "levels stand best first"
        )
        return
    begins = Decimal(upper.at_least)
    if lower.at_least is not None and Decimal(lower.at_least) >= begins:
        message = f"`{lower.key}` begins at {lower.at_least}, inside `{upper.key}` from {upper.at_least}"
        yield Finding((*path, "at_least"), message, "levels stand best first, each beginning lower than the one before")
    if lower.at_most is not None:
        yield from _joint(charter, path, upper, lower)


def _joint(charter: Charter, path: tuple[str | int, ...], upper: Level, lower: Level) -> Iterator[Finding]:
    """Between an upper bound that is named and the level above lies at most one step of rounding."""
    begins, ends = Decimal(upper.at_least or 0), Decimal(lower.at_most or 0)
    step = None if charter.quality.rounding is None else Decimal(1).scaleb(-charter.quality.rounding)
    if ends >= begins:
        yield Finding(
            (*path, "at_most"), f"scores from {begins} to {ends} belong to both `{lower.key}` and `{upper.key}`"
        )
    elif step is None or begins - ends > step:
        message = f"scores between {ends} and {begins} belong to no level"
        yield Finding(
            (*path, "at_most"), message, "set `quality.rounding` so that none can lie between, or leave `at_most` out"
        )


RULE = Rule("E013", "gap or overlap between quality levels", find)
