"""E007: something can meet every clock."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.lint.unreachable import reachable
from opora.engine.charter.paths import Path
from opora.engine.charter.schema import Charter, Stop


def find(charter: Charter) -> Iterator[Finding]:
    possible = _possible(charter)
    for path, words, starts in _lists(charter):
        answers = {Stop.ANSWER} if starts == "handed_off" else set()
        if not set(words) & (possible | answers):
            yield Finding(
                path, "nothing on this list can happen, so the clock is never met", "name a status that is reached"
            )


def _possible(charter: Charter) -> set[str]:
    statuses = reachable(charter)
    phases = {f"phase:{charter.workflow.statuses[key].phase}" for key in statuses}
    return {*statuses, *phases, *(word for word in Stop if word is not Stop.ANSWER)}


def _lists(charter: Charter) -> Iterator[tuple[Path, tuple[str, ...], str]]:
    for key, rule in charter.clocks.items():
        yield ("clocks", key, "met_by"), rule.met_by, rule.starts
    for place, objective in enumerate(charter.objectives):
        if objective.met_by is not None:
            yield ("objectives", place, "met_by"), objective.met_by, charter.clocks[objective.clock].starts


RULE = Rule("E007", "clock that nothing meets", find)
