"""The examples of a charter, run: a worked case that comes out otherwise is a problem of the charter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opora.engine.charter.paths import Path, text
from opora.engine.charter.problems import Problem, Severity
from opora.engine.charter.schema import Charter, Example
from opora.engine.charter.source import UNKNOWN_POSITIONS, Positions
from opora.engine.clocks import Chosen, Facts, Mode, choose, choose_topic, promise

PLAIN_MONDAY = date(2026, 3, 16)
"""The week that days without a date mean. Three weeks from here hold no holiday of Russia."""

_DAYS = {
    name: day
    for names in ("mon tue wed thu fri sat sun", "пн вт ср чт пт сб вс")
    for day, name in enumerate(names.split())
}
_DAY_AND_TIME = re.compile(r"(\w+)\s+(\d{1,2}):(\d{2})")
_WITHOUT_MOMENT = ("none", "estimate", "planned")


class MomentError(ValueError):
    """A moment of an example cannot be read; `text` is what was written."""

    def __init__(self, written: str) -> None:
        super().__init__(f'`{written}` is no moment; write "пт 18:30", "Fri 18:30" or "2026-03-20T18:30"')
        self.text = written


def run_examples(charter: Charter, positions: Positions = UNKNOWN_POSITIONS, *, file: str = "") -> tuple[Problem, ...]:
    """A problem for every expectation that does not come true, in the order of the file."""
    return tuple(
        _problem(path, message, positions, file)
        for place, example in enumerate(charter.examples)
        for path, message in _faults(charter, example, ("examples", place))
    )


def moment(written: str, *, zone: ZoneInfo, after: datetime | None = None) -> datetime:
    """The moment that an example names, in `zone`. Raises MomentError.

    A day of the week without a date means the plain week, or, with `after`, the first such moment from there on.
    """
    found = _DAY_AND_TIME.fullmatch(written.strip())
    if found is None:
        return _iso(written, zone)
    day = _DAYS.get(found[1].lower())
    if day is None or int(found[2]) > 23 or int(found[3]) > 59:
        raise MomentError(written)
    at = datetime.combine(PLAIN_MONDAY + timedelta(days=day), time(int(found[2]), int(found[3])), zone)
    return at if after is None else _not_before(at, after)


def _iso(written: str, zone: ZoneInfo) -> datetime:
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError:
        raise MomentError(written) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _not_before(at: datetime, after: datetime) -> datetime:
    local = after.astimezone(at.tzinfo)
    on = local.date() + timedelta(days=(at.weekday() - local.weekday()) % 7)
    coming = datetime.combine(on, at.time(), at.tzinfo)
    return coming if coming >= local else datetime.combine(on + timedelta(days=7), at.time(), at.tzinfo)


def _faults(charter: Charter, example: Example, path: Path) -> Iterator[tuple[Path, str]]:
    zone = ZoneInfo(charter.time_zone)
    try:
        registered = moment(example.registered, zone=zone)
    except MomentError as error:
        yield (*path, "registered"), str(error)
        return
    chosen = _chosen(charter, example)
    for clock, expected in example.expect.items():
        fault = _fault(charter, chosen.get(clock), expected, registered, zone)
        if fault:
            yield (*path, "expect", clock), fault


def _chosen(charter: Charter, example: Example) -> Mapping[str, Chosen]:
    if example.topic is not None:
        return {clock: choose_topic(charter, clock, example.topic) for clock in example.expect}
    facts = Facts(
        kind=example.kind or charter.default_kind,
        category=example.category or charter.default_category,
        priority=example.priority or charter.default_priority,
        plan=example.plan or charter.default_plan,
        line=example.line or charter.default_line,
    )
    return choose(charter, facts)


def _fault(charter: Charter, chosen: Chosen | None, expected: str, registered: datetime, zone: ZoneInfo) -> str:
    mode = Mode.NONE if chosen is None else chosen.mode
    if expected in _WITHOUT_MOMENT or chosen is None or mode is not Mode.FIXED:
        return "" if expected == mode else f"expected {expected}, the charter gives {mode}"
    due = promise(chosen, charter.calendar(chosen.calendar_key), registered)
    if due is None:
        return f"expected {expected}, the charter gives none"
    try:
        wanted = moment(expected, zone=zone, after=registered)
    except MomentError as error:
        return str(error)
    return "" if wanted == due else f"expected {_shown(wanted, zone)}, the charter gives {_shown(due, zone)}"


def _shown(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%a %Y-%m-%d %H:%M")


def _problem(path: Path, message: str, positions: Positions, file: str) -> Problem:
    at = positions.of(path)
    return Problem("X001", Severity.ERROR, file, at.line, at.column, text(path), message)
