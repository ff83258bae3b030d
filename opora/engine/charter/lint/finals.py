"""E012: a ticket can end."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter, Phase


def find(charter: Charter) -> Iterator[Finding]:
    if not charter.statuses_of(Phase.CLOSED):
        path = ("workflow", "statuses")
        yield Finding(
            path, "no status has the phase closed, so no ticket ever ends", "add one, as a reading if need be", True
        )


RULE = Rule("E012", "no final status", find)
