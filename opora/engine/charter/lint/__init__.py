"""The linter: what fits the schema and still cannot run, or surprises.

One rule, one module, one line here. `E…` are fatal, `W…` are warnings. Most rules follow references, so they run only
when the rules of `_FOUNDATIONS` find nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint import (
    alarms,
    calendars,
    closed_calendars,
    defaults,
    escalations,
    finals,
    levels,
    lists,
    moves,
    numbers,
    objectives,
    plan_channels,
    plan_cycles,
    quotas,
    ranks,
    readings,
    references,
    scale,
    stops,
    terms,
    ties,
    time_zones,
    uncovered,
    unreachable,
    waiting_finals,
    ways_out,
)
from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.paths import text
from opora.engine.charter.problems import Problem
from opora.engine.charter.schema import Charter
from opora.engine.charter.source import UNKNOWN_POSITIONS, Positions

__all__ = ["RULES", "Finding", "Rule", "lint"]

_FOUNDATIONS: tuple[Rule, ...] = (
    references.RULE,
    readings.RULE,
    time_zones.RULE,
    calendars.RULE,
    plan_cycles.RULE,
)
"""Rules without which the others would stumble."""

_BUILDING: tuple[Rule, ...] = (
    closed_calendars.RULE,
    ties.RULE,
    stops.RULE,
    objectives.RULE,
    unreachable.RULE,
    ways_out.RULE,
    moves.RULE,
    finals.RULE,
    levels.RULE,
    scale.RULE,
    quotas.RULE,
    numbers.RULE,
    ranks.RULE,
    defaults.RULE,
    plan_channels.RULE,
    waiting_finals.RULE,
    alarms.RULE,
    escalations.RULE,
    lists.RULE,
    terms.RULE,
    uncovered.RULE,
)

RULES: tuple[Rule, ...] = _FOUNDATIONS + _BUILDING


def lint(charter: Charter, positions: Positions = UNKNOWN_POSITIONS, *, file: str = "") -> tuple[Problem, ...]:
    """Every problem of a charter that fits the schema, in the order of the file."""
    problems = list(_problems(_FOUNDATIONS, charter, positions, file))
    if not any(problem.is_fatal for problem in problems):
        problems += _problems(_BUILDING, charter, positions, file)
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column, problem.code)))


def _problems(rules: tuple[Rule, ...], charter: Charter, positions: Positions, file: str) -> Iterator[Problem]:
    for rule in rules:
        for finding in rule.find(charter):
            at = positions.of(finding.path, on_key=finding.on_key)
            yield Problem(
                rule.code, rule.severity, file, at.line, at.column, text(finding.path), finding.message, finding.hint
            )
