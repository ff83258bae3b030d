"""E022: every alarm mark can be read."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.paths import select
from opora.engine.charter.schema import Charter
from opora.engine.worktime.amount import parse_amount
from opora.engine.worktime.errors import AmountError


def find(charter: Charter) -> Iterator[Finding]:
    for pattern in ("clocks.*.alarms.*", "escalations.*.at"):
        for path, mark in select(charter, pattern):
            fault = _fault(mark)
            if fault:
                yield Finding(path, fault, "write `due`, `75%`, `-1h` or `+4h`")


def _fault(mark: str) -> str:
    if mark == "due":
        return ""
    if mark.endswith("%"):
        return "" if mark != "0%" and mark.strip("0") != "%" else "an alarm at 0% would go off at once"
    try:
        amount = parse_amount(mark[1:])
    except AmountError as error:
        return f"the alarm mark is not understood: {error}"
    return "" if amount.time else "an alarm stands a length of time (minutes, hours) before or after the deadline"


RULE = Rule("E022", "alarm mark that is not one", find)
