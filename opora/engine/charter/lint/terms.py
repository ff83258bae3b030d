"""E025: a term that is set on the ticket is asked for somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter, Objective


def find(charter: Charter) -> Iterator[Finding]:
    asked = {word for status in charter.workflow.statuses.values() for word in status.needs}
    for place, objective in enumerate(charter.objectives):
        if objective.within in ("estimate", "planned") and objective.within not in asked | _needs(charter, objective):
            message = f"the term is the ticket's `{objective.within}`, which nobody is asked to set"
            hint = f"add `needs: {objective.within}` to the kind or to a status"
            yield Finding(("objectives", place, "within"), message, hint)


def _needs(charter: Charter, objective: Objective) -> set[str]:
    """What all kinds that the objective speaks of ask for."""
    kinds = [charter.kinds[objective.kind]] if objective.kind else charter.kinds.values()
    needs: list[set[str]] = [{kind.needs or ""} for kind in kinds]
    return set.intersection(*needs)


RULE = Rule("E025", "term that nobody sets", find)
