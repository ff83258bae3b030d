"""938 vectors of working-time arithmetic out of the tests of other projects (../shared/corpora, see its README).

Every vector on which reasonable people agree (`boundary` any or close) must pass. The others are run as well: where an
answer differs, it differs for a reason listed here; a vector that begins to agree fails until it is taken out.
"""

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from opora.engine.worktime import Calendar

CORPORA = Path(os.environ.get("OPORA_CORPORA", Path(__file__).parents[5] / "shared" / "corpora"))
VECTORS = CORPORA / "sla_vectors.jsonl"
SETTLED = ("any", "close")

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(
        not VECTORS.exists(), reason="the vectors are not here: put them into ../shared or set OPORA_CORPORA"
    ),
]

EXACT_TO_THE_MICROSECOND = "working_hours-8cfd74c6a7"
"""Asks for 21,600 s where 21,600.0002 s passed: the source rounds. The one settled vector met to a millisecond only."""

CHOICES: dict[str, tuple[str, int]] = {
    "next_open": ("an amount that ends at closing time is due then, not at the next opening", 24),
    "rounded": ("working time is exact, not rounded to whole seconds", 19),
    "whole_units": ("working time is exact, parts of an hour are not dropped", 7),
    "start_unchanged": ("nothing to count outside hours gives the next opening, not the start", 1),
    "end_inclusive": ("closing time itself is closed", 1),
    "none": ("the vector itself calls its answer a quirk and gives the plain one in `reference`", 2),
}
"""By `boundary`: what Opora decides differently on purpose, and for how many vectors: all of that boundary."""

WORKING_DAYS = {
    "working_hours-1f66fd8ffb": "rolls",
    "working_hours-c1441d974f": "rolls",
    "working_hours-6ed54a9009": "rolls",
    "working_hours-a4acf5d6a1": "rolls",
    "business_time-0e6b6eda8b": "rolls",
    "business_time-c6497973fa": "rolls",
    "business_time-e35ff44c35": "rolls",
    "business_time-f1f255f954": "rolls",
    "business_time-bee2a2bf97": "rolls",
    "business_time-3e9bfff7e0": "rolls",
    "business_time-8b641fd1e5": "slip",
}
"""Differences in working days, by id.

rolls: the source first moves a start outside hours to the nearest working day and counts from there; by law (Civil
Code, article 191) the day of the request does not count, whatever day it is. slip: the source counts a day back and
lands later.
"""


@cache
def vectors() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in VECTORS.read_text().splitlines())


@cache
def calendar(definition: str) -> Calendar:
    source = json.loads(definition)
    hours = {day: [f"{start}-{end}" for start, end in spans] for day, spans in source["weekly"].items()}
    shifts = source.get("extra", {}).get("shifts", {})
    spec = {
        "week": hours or {"daily": []},
        "holidays": source["holidays"],
        "dates": {day: [f"{start}-{end}" for start, end in spans] for day, spans in shifts.items()},
    }
    return Calendar.parse(spec, source["tz"])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def add(hours: Calendar, vector: dict[str, Any]) -> Any:
    amount, start = timedelta(seconds=vector["seconds"]), moment(vector["start"])
    return hours.subtract(start, amount) if is_backward_zero(vector) else hours.add(start, amount)


def is_backward_zero(vector: dict[str, Any]) -> bool:
    return vector.get("direction") == "backward" and vector["seconds"] == 0


def periods(hours: Calendar, vector: dict[str, Any]) -> Any:
    start = moment(vector["start"])
    found = hours.periods(start) if vector["direction"] == "forward" else hours.periods_before(start)
    return [list(span) for span in islice(found, vector["count"])]


OPERATIONS: dict[str, Callable[[Calendar, dict[str, Any]], Any]] = {
    "add_working_time": add,
    "working_time_between": lambda c, v: c.between(moment(v["start"]), moment(v["end"])).total_seconds(),
    "is_working_time": lambda c, v: c.is_open(moment(v["at"])),
    "next_working_instant": lambda c, v: c.next_open(moment(v["at"])),
    "previous_working_instant": lambda c, v: c.previous_open(moment(v["at"])),
    "next_closing": lambda c, v: c.next_close(moment(v["at"])),
    "open_periods": periods,
    "is_working_day": lambda c, v: c.is_working_day(date.fromisoformat(v["date"])),
    "add_working_days": lambda c, v: c.add_working_days(day(c, v["start"]), v["days"]),
    "working_days_between": lambda c, v: c.working_days_between(day(c, v["start"]), day(c, v["end"])),
}


def day(hours: Calendar, text: str) -> date:
    return hours.local(moment(text)).date() if "T" in text else date.fromisoformat(text)


def expected(vector: dict[str, Any], key: str = "expect") -> Any:
    value = vector[key]
    if vector["op"] == "add_working_days":
        return day(calendar(json.dumps(vector["calendar"])), value)
    if isinstance(value, list):
        return [[moment(start), moment(end)] for start, end in value]
    return moment(value) if isinstance(value, str) else value


def answer(vector: dict[str, Any]) -> Any:
    return OPERATIONS[vector["op"]](calendar(json.dumps(vector["calendar"])), vector)


def in_its_own_choice(vector: dict[str, Any]) -> Any:
    """Opora's answer bent to the choice of the vector's source: it must then agree, so only the choice differs."""
    given, boundary = answer(vector), vector["boundary"]
    if boundary == "next_open":
        return calendar(json.dumps(vector["calendar"])).next_open(given)
    if boundary == "rounded":
        return int(abs(given) + 0.5) * (-1 if given < 0 else 1)
    return int(given / 3600) * 3600


def settled(vector: dict[str, Any]) -> bool:
    if vector["id"] == EXACT_TO_THE_MICROSECOND:
        return bool(answer(vector) == pytest.approx(expected(vector), abs=0.001))
    return bool(answer(vector) == expected(vector))


def test_every_vector_without_a_matter_of_taste_passes() -> None:
    asked = [vector for vector in vectors() if vector["boundary"] in SETTLED]
    assert len(asked) == 820
    assert [(v["id"], answer(v), v["expect"]) for v in asked if not settled(v)] == []


@pytest.mark.parametrize("boundary", ["next_open", "rounded", "whole_units"])
def test_other_choices_differ_from_ours_by_that_choice_alone(boundary: str) -> None:
    reason, number = CHOICES[boundary]
    chosen = [vector for vector in vectors() if vector["boundary"] == boundary]
    assert len(chosen) == number, reason
    assert [v["id"] for v in chosen if answer(v) == expected(v)] == []
    assert [v["id"] for v in chosen if in_its_own_choice(v) != expected(v)] == []


def test_quirks_get_the_plain_answer() -> None:
    quirks = [vector for vector in vectors() if vector["boundary"] == "none"]
    assert len(quirks) == CHOICES["none"][1]
    assert [v["id"] for v in quirks if answer(v) != expected(v, "reference")] == []


@pytest.mark.parametrize(
    ("boundary", "ours"), [("start_unchanged", datetime(2020, 4, 6, 9, tzinfo=UTC)), ("end_inclusive", False)]
)
def test_edges_are_decided_once(boundary: str, ours: object) -> None:
    assert [answer(vector) for vector in vectors() if vector["boundary"] == boundary] == [ours]


def test_working_days_differ_only_where_listed() -> None:
    unchecked = [vector for vector in vectors() if vector["boundary"] == "not_checked"]
    assert len(unchecked) == 64
    assert {v["id"] for v in unchecked if answer(v) != expected(v)} == set(WORKING_DAYS)
