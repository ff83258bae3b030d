"""Reminders, moves by themselves, and how long a ticket can be reopened; Fri 20 November 2026 and after."""

import pytest

from opora.engine.charter.schema import Reopening
from opora.engine.clocks.tests.sample import at, sample
from opora.engine.workflow import TimerKind, can_reopen, reopen_until, timers

CHARTER = sample()


def test_reminders_stop_where_the_move_comes():
    found = timers(CHARTER, status="info", entered_at=at("2026-11-20 17:00"))
    assert [(timer.kind, timer.number, timer.due_at, timer.whom, timer.to) for timer in found] == [
        (TimerKind.REMIND, 1, at("2026-11-21 17:00"), "customer", None),
        (TimerKind.REMIND, 2, at("2026-11-22 17:00"), "customer", None),
        (TimerKind.MOVE, 1, at("2026-11-23 17:00"), None, "closed"),
    ]
    assert found[-1].tell


def test_timers_count_on_their_own_calendar():
    found = timers(CHARTER, status="solved", entered_at=at("2026-11-20 17:00"))
    assert [(timer.kind, timer.due_at) for timer in found] == [
        (TimerKind.REMIND, at("2026-11-23 16:00")),
        (TimerKind.REMIND, at("2026-11-24 15:00")),
        (TimerKind.MOVE, at("2026-11-25 18:00")),
    ]


def test_most_statuses_have_no_timers():
    assert timers(CHARTER, status="open", entered_at=at("2026-11-20 17:00")) == ()


def _reopening(within):
    workflow = CHARTER.workflow.model_copy(update={"reopening": Reopening(within=within, on="office")})
    return CHARTER.model_copy(update={"workflow": workflow})


@pytest.mark.parametrize(
    ("within", "now", "expected"),
    [
        ("5 working days", "2026-11-27 18:00", True),
        ("5 working days", "2026-11-27 18:01", False),
        ("4h", "2026-11-23 12:00", True),
        ("4h", "2026-11-23 12:01", False),
        ("always", "2036-11-23 12:00", True),
        ("never", "2026-11-20 17:00", False),
    ],
)
def test_how_long_a_closed_ticket_can_be_opened_again(within, now, expected):
    assert can_reopen(_reopening(within), closed_at=at("2026-11-20 17:00"), now=at(now)) is expected


def test_there_is_a_last_moment_only_for_a_length_of_time():
    closed_at = at("2026-11-20 17:00")
    assert reopen_until(CHARTER, closed_at) == at("2026-11-27 18:00")
    assert reopen_until(_reopening("always"), closed_at) is None
    assert reopen_until(_reopening("never"), closed_at) is None
