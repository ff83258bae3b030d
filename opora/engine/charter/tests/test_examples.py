"""Examples of a charter: run, and refused when they come out otherwise."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from opora.engine.charter import checks, load, loads
from opora.engine.charter.examples import MomentError, moment, run_examples
from opora.engine.charter.tests.minimal import TEXT, broken

MOSCOW = ZoneInfo("Europe/Moscow")


def with_example(words: str) -> str:
    return f"{TEXT}examples:\n  - {{{words}}}\n"


@pytest.mark.parametrize(
    "words",
    [
        "registered: Fri 18:30, expect: {response: Mon 13:30, resolution: Wed 19:00}",
        "registered: пт 18:30, expect: {response: пн 13:30}",
        'registered: "2026-03-20T18:30", expect: {response: "2026-03-23T13:30"}',
        'registered: "2026-03-20T15:30Z", expect: {response: "2026-03-23T10:30:00+00:00"}',
        "registered: Mon 10:00, expect: {response: Mon 14:00}",
    ],
)
def test_example_that_comes_true_is_silent(words: str) -> None:
    assert checks(with_example(words)) == ()


@pytest.mark.parametrize(
    ("words", "path", "said"),
    [
        (
            "registered: Fri 18:30, expect: {response: Mon 13:31}",
            "examples[0].expect.response",
            "expected Mon 2026-03-23 13:31, the charter gives Mon 2026-03-23 13:30",
        ),
        (
            "registered: Fri 18:30, expect: {response: none}",
            "examples[0].expect.response",
            "expected none, the charter gives fixed",
        ),
        ("registered: soon, expect: {response: none}", "examples[0].registered", "`soon` is no moment"),
        ("registered: Fri 25:30, expect: {response: none}", "examples[0].registered", "is no moment"),
        ("registered: Fri 18:30, expect: {response: later}", "examples[0].expect.response", "`later` is no moment"),
    ],
)
def test_example_that_comes_out_otherwise_is_a_problem(words: str, path: str, said: str) -> None:
    text = with_example(words)
    (problem,) = checks(text)
    assert (problem.code, problem.path, problem.line) == ("X001", path, text.count("\n"))
    assert said in problem.message


def test_loading_does_not_run_examples() -> None:
    charter = loads(with_example("registered: Fri 18:30, expect: {response: Mon 13:31}"))
    assert len(run_examples(charter)) == 1


def test_term_set_on_the_ticket_has_its_word() -> None:
    text = broken("error: {title: Error}", "error: {title: Error, needs: estimate}").replace(
        "days, on: office}", "days, on: office}\n  - {clock: resolution, within: estimate, kind: error}"
    )
    assert (
        checks(f"{text}examples:\n  - {{registered: Mon 10:00, kind: error, expect: {{resolution: estimate}}}}\n") == ()
    )


def test_topic_runs_the_clock_of_a_hand_off() -> None:
    text = broken("objectives:", "  dept: {title: D, met_by: [answer], starts: handed_off}\nobjectives:")
    example = "examples:\n  - {registered: Fri 12:00, topic: law, expect: {dept: Mon 19:00}}\n"
    assert checks(text + example) == ()
    assert "Mon 2026-03-23 19:00" in checks(text + example.replace("Mon 19:00", "Mon 18:00"))[0].message


@pytest.mark.parametrize(
    ("written", "after", "expected"),
    [
        ("fri 18:30", None, "2026-03-20T18:30"),
        ("ПТ 18:30", None, "2026-03-20T18:30"),
        ("mon 00:00", "2026-03-20T18:30", "2026-03-23T00:00"),
        ("fri 18:30", "2026-03-20T18:30", "2026-03-20T18:30"),
        ("fri 18:29", "2026-03-20T18:30", "2026-03-27T18:29"),
        ("sun 09:05", "2026-03-20T18:30", "2026-03-22T09:05"),
    ],
)
def test_moment_is_the_first_such_one_from_there_on(written: str, after: str | None, expected: str) -> None:
    begin = None if after is None else datetime.fromisoformat(after).replace(tzinfo=MOSCOW)
    assert moment(written, zone=MOSCOW, after=begin) == datetime.fromisoformat(expected).replace(tzinfo=MOSCOW)


@pytest.mark.parametrize("written", ["", "someday 10:00", "fri 24:00", "10:00", "2026-13-01T10:00"])
def test_moment_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(MomentError, match="is no moment"):
        moment(written, zone=MOSCOW)


def test_plain_weeks_hold_no_holiday_of_russia() -> None:
    from opora.charters import path

    calendar = load(path("starter")).calendar("office")
    days = [datetime(2026, 3, day, 12, tzinfo=MOSCOW) for day in range(16, 32)]
    assert all(calendar.is_open(day) == (day.weekday() < 5) for day in days)
