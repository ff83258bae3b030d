"""The ledger of a clock, row by row."""

from datetime import timedelta

from opora.engine.clocks import (
    ClockEvent,
    What,
    Why,
    cancel,
    elapsed,
    ledger,
    meet,
    pause,
    reopen,
    resume,
    start,
)
from opora.engine.clocks.tests.sample import MOSCOW, at, chosen, sample

CHARTER = sample()
OFFICE = CHARTER.calendar("office")
HOUR = timedelta(hours=1)


def _shown(rows):
    return [
        (
            row.start.astimezone(MOSCOW).strftime("%d %H:%M"),
            row.end.astimezone(MOSCOW).strftime("%d %H:%M"),
            row.why,
            row.amount / HOUR,
        )
        for row in rows
    ]


def test_every_moment_has_its_row_and_its_reason():
    asked = at("2026-11-20 17:30")
    clock = start(chosen("4h"), OFFICE, at=asked)
    proof = ledger(clock, [ClockEvent(asked, What.STARTED)], OFFICE, until=at("2026-11-23 11:00"))
    assert _shown(proof.rows) == [
        ("20 17:30", "20 18:00", Why.WORKING, 0.5),
        ("20 18:00", "21 00:00", Why.OUTSIDE_HOURS, 0),
        ("21 00:00", "23 00:00", Why.DAY_OFF, 0),
        ("23 00:00", "23 09:00", Why.OUTSIDE_HOURS, 0),
        ("23 09:00", "23 11:00", Why.WORKING, 2),
    ]
    assert _shown(proof.ahead) == [("23 11:00", "23 12:30", Why.WORKING, 1.5)]
    assert (proof.counted, proof.remaining, proof.budget) == (2.5 * HOUR, 1.5 * HOUR, 4 * HOUR)
    assert proof.rows[-1].total == proof.counted


def test_pause_is_one_row_with_its_cause_and_the_working_time_it_took():
    asked, paused_at, resumed_at = at("2026-11-20 16:00"), at("2026-11-20 17:00"), at("2026-11-23 10:00")
    paused = pause(start(chosen("4h"), OFFICE, at=asked), OFFICE, at=paused_at)
    clock = resume(paused, OFFICE, at=resumed_at)
    events = [
        ClockEvent(asked, What.STARTED),
        ClockEvent(paused_at, What.PAUSED, cause="Требуется информация"),
        ClockEvent(resumed_at, What.RESUMED),
    ]
    proof = ledger(clock, events, OFFICE, until=at("2026-11-23 11:00"))
    assert [(row.why, row.detail, row.working / HOUR) for row in proof.rows] == [
        (Why.WORKING, "", 1),
        (Why.PAUSED, "Требуется информация", 2),
        (Why.WORKING, "", 1),
    ]
    assert (proof.counted, proof.paused) == (2 * HOUR, 2 * HOUR)


def test_holidays_are_named_and_a_shortened_day_explains_its_last_hour():
    asked = at("2026-11-03 16:00")
    clock = start(chosen("4h"), OFFICE, at=asked)
    proof = ledger(clock, [ClockEvent(asked, What.STARTED)], OFFICE, until=at("2026-11-05 10:00"), language="ru")
    assert [(row.why, row.detail) for row in proof.rows] == [
        (Why.WORKING, ""),
        (Why.SHORT_DAY, "сокращённый предпраздничный день"),
        (Why.OUTSIDE_HOURS, "нерабочее время"),
        (Why.HOLIDAY, "праздничный день: День народного единства"),
        (Why.OUTSIDE_HOURS, "нерабочее время"),
        (Why.WORKING, ""),
    ]


def test_life_ends_when_the_clock_is_met_or_cancelled():
    asked, done = at("2026-11-23 10:00"), at("2026-11-23 12:00")
    clock = start(chosen("4h"), OFFICE, at=asked)
    for verb, what in ((meet, What.MET), (cancel, What.CANCELLED)):
        events = [ClockEvent(asked, What.STARTED), ClockEvent(done, what)]
        proof = ledger(verb(clock, OFFICE, at=done), events, OFFICE, until=at("2026-11-30 10:00"))
        assert (proof.ended_at, proof.counted, proof.ahead) == (done, 2 * HOUR, ())


def test_time_between_met_and_reopened_does_not_count():
    asked, done, again = at("2026-11-23 10:00"), at("2026-11-23 12:00"), at("2026-11-24 10:00")
    clock = reopen(meet(start(chosen("4h"), OFFICE, at=asked), OFFICE, at=done), OFFICE, at=again)
    events = [ClockEvent(asked, What.STARTED), ClockEvent(done, What.MET), ClockEvent(again, What.REOPENED)]
    proof = ledger(clock, events, OFFICE, until=at("2026-11-24 11:00"))
    assert [(row.why, row.amount / HOUR) for row in proof.rows] == [
        (Why.WORKING, 2),
        (Why.STOPPED, 0),
        (Why.WORKING, 1),
    ]


def test_working_days_are_shown_where_they_were_completed():
    asked = at("2026-11-20 17:30")
    clock = start(chosen("3 working days"), OFFICE, at=asked)
    proof = ledger(clock, [ClockEvent(asked, What.STARTED)], OFFICE, until=at("2026-11-24 12:00"))
    assert (proof.counted_days, [row.days for row in proof.rows if row.counted]) == (1, [0, 1, 0])
    assert sum(row.days for row in proof.rows + proof.ahead) == 3
    assert proof.ahead[-1].end == at("2026-11-25 18:00")


def test_lunch_is_a_break():
    asked = at("2026-11-23 12:00")
    split = CHARTER.calendar("split")
    clock = start(chosen("4h", calendar="split"), split, at=asked)
    proof = ledger(clock, [ClockEvent(asked, What.STARTED)], split, until=at("2026-11-23 15:00"))
    assert [row.why for row in proof.rows] == [Why.WORKING, Why.BREAK, Why.WORKING]


def test_round_the_clock_is_one_row_over_a_month():
    asked, until = at("2026-11-01 12:00"), at("2026-12-01 12:00")
    always = CHARTER.calendar("always")
    clock = start(chosen("800h", calendar="always"), always, at=asked)
    proof = ledger(clock, [ClockEvent(asked, What.STARTED)], always, until=until)
    assert len(proof.rows) == 1
    assert proof.counted == elapsed(clock, always, until) == 720 * HOUR


def test_asked_before_its_start_the_ledger_is_empty():
    asked = at("2026-11-23 12:00")
    clock = start(chosen("4h"), OFFICE, at=asked)
    proof = ledger(clock, [ClockEvent(asked, What.STARTED)], OFFICE, until=at("2026-11-23 11:00"))
    assert (proof.rows, proof.counted, proof.ended_at) == ((), timedelta(0), asked)
