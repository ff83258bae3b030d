"""E004: every calendar can be read, and `always` stays 24/7."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.paths import Path
from opora.engine.charter.schema import ALWAYS, Charter
from opora.engine.worktime import Calendar
from opora.engine.worktime.errors import CalendarError


def find(charter: Charter) -> Iterator[Finding]:
    for key, spec in charter.calendars.items():
        if key == ALWAYS and spec != "24/7":
            yield Finding(("calendars", key), "`always` means 24/7 in every charter", "give these hours another name")
            continue
        try:
            Calendar.parse(charter.calendar_specs[key], "UTC")
        except CalendarError as error:
            yield Finding(("calendars", key, *_steps(error.path)), error.problem)


def _steps(path: str) -> Path:
    """`dates.2026-12-31` as steps; a day's place inside it is left to the day."""
    return tuple(path.split(".")) if path else ()


RULE = Rule("E004", "unreadable calendar", find)
