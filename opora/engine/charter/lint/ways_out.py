"""E010: from every status a ticket can come to an end."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.lint.unreachable import ways
from opora.engine.charter.schema import Charter


def find(charter: Charter) -> Iterator[Finding]:
    if not charter.final_statuses:
        return
    ending = _ending(charter)
    for key in charter.workflow.statuses:
        if key not in ending:
            path = ("workflow", "statuses", key)
            message = f"no way leads from `{key}` to a final status ({', '.join(charter.final_statuses)})"
            yield Finding(path, message, "name a status in `next` from which a ticket can close", on_key=True)


def _ending(charter: Charter) -> set[str]:
    ending = set(charter.final_statuses)
    grown = True
    while grown:
        more = {key for key in charter.workflow.statuses if key not in ending and ending & set(ways(charter, key))}
        ending |= more
        grown = bool(more)
    return ending


RULE = Rule("E010", "status without a way out", find)
