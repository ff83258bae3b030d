"""E023: every escalation rule can go off and does something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter, Escalation


def find(charter: Charter) -> Iterator[Finding]:
    for place, rule in enumerate(charter.escalations):
        fault = _fault(charter, rule)
        if fault:
            yield Finding(("escalations", place), fault)


def _fault(charter: Charter, rule: Escalation) -> str:
    if rule.when == "alarm":
        return _fault_of_alarm(charter, rule)
    if rule.at is not None:
        return f"`at` has a meaning only for `when: alarm`, not for `{rule.when}`"
    if not (rule.to_line or rule.tell or rule.unassign):
        return "the rule changes nothing: give it `to_line`, `tell` or `unassign`"
    return _fault_of_next(charter) if rule.to_line == "next" else ""


def _fault_of_alarm(charter: Charter, rule: Escalation) -> str:
    if rule.clock is None or rule.at is None:
        return "an escalation by alarm names its `clock` and the alarm (`at`)"
    alarms = charter.clocks[rule.clock].alarms
    return "" if rule.at in alarms else f"the clock `{rule.clock}` has no alarm `{rule.at}`: {', '.join(alarms)}"


def _fault_of_next(charter: Charter) -> str:
    levels = Counter(line.level for line in charter.lines.values())
    twice = [str(level) for level, count in levels.items() if count > 1]
    if twice:
        return f"`next` is not clear: several lines have level {', '.join(twice)}"
    return "" if len(levels) > 1 else "there is no next line: the charter has only one level"


RULE = Rule("E023", "escalation that cannot work", find)
