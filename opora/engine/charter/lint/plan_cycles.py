"""E019: no plan inherits from itself, not even by a detour."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter


def find(charter: Charter) -> Iterator[Finding]:
    for key in charter.plans:
        chain = _chain(charter, key)
        if chain[-1] == key and len(chain) > 1:
            yield Finding(("plans", key, "inherits"), f"the plan inherits from itself: {' → '.join(chain)}")


def _chain(charter: Charter, key: str) -> list[str]:
    """The plans from `key` upwards, ending where there is no more or where one comes again."""
    chain = [key]
    while (plan := charter.plans.get(chain[-1])) and plan.inherits:
        chain.append(plan.inherits)
        if chain.count(chain[-1]) > 1:
            break
    return chain


RULE = Rule("E019", "plan that inherits from itself", find)
