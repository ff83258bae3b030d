"""E003: the time zone exists."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter
from opora.engine.worktime import Calendar
from opora.engine.worktime.errors import CalendarError


def find(charter: Charter) -> Iterator[Finding]:
    try:
        Calendar.parse("24/7", charter.time_zone)
    except CalendarError as error:
        yield Finding(("time_zone",), error.problem)


RULE = Rule("E003", "unknown time zone", find)
