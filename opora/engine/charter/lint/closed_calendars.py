"""E005: a calendar opens at some time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter
from opora.engine.worktime.errors import NeverOpens

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def find(charter: Charter) -> Iterator[Finding]:
    for key in charter.calendars:
        try:
            charter.calendar(key).next_open(_ANY_DAY)
        except NeverOpens:
            yield Finding(("calendars", key), f"the calendar `{key}` never opens", "give at least one day hours")


RULE = Rule("E005", "calendar that never opens", find)
