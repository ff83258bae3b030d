"""E015: a limit per day or week says whose days are meant."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter


def find(charter: Charter) -> Iterator[Finding]:
    for key, plan in charter.plans.items():
        for place, quota in enumerate(plan.quotas):
            if quota.per in ("day", "week") and "on" not in quota.model_fields_set:
                message = f"a limit per {quota.per} must say by `on` which calendar's days are meant"
                yield Finding(
                    ("plans", key, "quotas", place), message, f"calendars: {', '.join(charter.calendar_specs)}"
                )


RULE = Rule("E015", "limit without a counting day", find)
