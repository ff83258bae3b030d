"""E008: every clock has an objective; hand-off clocks take theirs from the topics."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter


def find(charter: Charter) -> Iterator[Finding]:
    used = {objective.clock for objective in charter.objectives}
    for key, rule in charter.clocks.items():
        if key not in used and rule.starts != "handed_off":
            hint = "add one to `objectives`; `within: none` says that no term is promised"
            yield Finding(("clocks", key), f"the clock `{key}` has no objective", hint, on_key=True)


RULE = Rule("E008", "clock without an objective", find)
