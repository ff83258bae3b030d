"""W101: for every clock every ticket has an objective; where none is meant, `within: none` says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.problems import Severity
from opora.engine.charter.schema import Charter, Objective

_SELECTORS = ("kind", "category", "priority", "plan", "line")


def find(charter: Charter) -> Iterator[Finding]:
    for clock in charter.clocks:
        rules = [objective for objective in charter.objectives if objective.clock == clock]
        lacking = _lacking(charter, rules) if rules else None
        if lacking:
            hint = "add an objective for them; `within: none` says that no term is promised"
            yield Finding(("clocks", clock), f"no objective for tickets with {lacking}", hint, on_key=True)


def _lacking(charter: Charter, rules: list[Objective]) -> str:
    """The first combination of facts that no rule matches, as words; empty when there is none."""
    used = [name for name in _SELECTORS if any(name in rule.selectors for rule in rules)]
    for values in product(*(_values(charter, name) for name in used)):
        facts = dict(zip(used, values, strict=True))
        if not any(rule.covers(facts) for rule in rules):
            return ", ".join(f"{name} `{value}`" for name, value in facts.items())
    return ""


def _values(charter: Charter, name: str) -> Collection[str]:
    tables: dict[str, Collection[str]] = {
        "kind": charter.kinds,
        "category": charter.category_tree,
        "priority": charter.priorities,
        "plan": charter.plans,
        "line": charter.lines,
    }
    return tables[name]


RULE = Rule("W101", "ticket without an objective", find, Severity.WARNING)
