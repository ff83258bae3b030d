"""E006: for no ticket two objectives of one clock are equally specific."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter, Objective


def find(charter: Charter) -> Iterator[Finding]:
    for (first, one), (second, other) in combinations(enumerate(charter.objectives), 2):
        if one.clock != other.clock or one.specificity != other.specificity:
            continue
        facts = _both(one, other)
        if facts is not None and not _decided(charter, one, facts):
            ticket = ", ".join(f"{name} `{value}`" for name, value in facts.items()) or "any facts"
            message = f"ties with objectives[{first}] for a ticket with {ticket}"
            yield Finding(
                ("objectives", second), message, "make one of them more specific, or add one for exactly these"
            )


def _both(one: Objective, other: Objective) -> dict[str, str] | None:
    """The facts of a ticket that both objectives match; None where there can be none."""
    facts = dict(one.selectors)
    for name, value in other.selectors.items():
        known = facts.get(name, value)
        if not (_within(known, value) or _within(value, known)):
            return None
        facts[name] = max(known, value, key=len)
    return facts


def _decided(charter: Charter, tied: Objective, facts: dict[str, str]) -> bool:
    """Whether a more specific objective speaks of every such ticket."""
    return any(
        rule.clock == tied.clock and rule.specificity > tied.specificity and rule.covers(facts)
        for rule in charter.objectives
    )


def _within(path: str, branch: str) -> bool:
    return f"{path}/".startswith(f"{branch}/")


RULE = Rule("E006", "tie between objectives", find)
