"""Running, pausing, meeting and firing, worked out by hand on a calendar of November 2026 (Fri 20, Mon 23)."""

import pytest

from opora.engine.clocks import (
    Mode,
    Nature,
    Standing,
    cancel,
    elapsed,
    fire,
    forecast,
    meet,
    pause,
    promise,
    remaining,
    remaining_days,
    reopen,
    resume,
    share,
    start,
)
from opora.engine.clocks.tests.sample import at, chosen, sample
from opora.engine.worktime import Amount

CHARTER = sample()
OFFICE = CHARTER.calendar("office")
FRIDAY = at("2026-11-20 17:30")


@pytest.mark.parametrize(
    ("within", "calendar", "asked", "due"),
    [
        ("4h", "workdays", "2026-11-20 17:30", "2026-11-20 21:30"),
        ("4h", "office", "2026-11-20 17:30", "2026-11-23 12:30"),
        ("24h", "workdays", "2026-11-20 17:00", "2026-11-23 17:00"),
        ("24h", "always", "2026-11-20 17:00", "2026-11-21 17:00"),
        ("336h", "always", "2026-11-20 17:00", "2026-12-04 17:00"),
        ("24h", "office", "2026-11-20 17:00", "2026-11-25 14:00"),
        ("8h", "office", "2026-11-20 09:00", "2026-11-20 17:00"),
        ("9h", "office", "2026-11-20 09:00", "2026-11-20 18:00"),
        ("60m", "office", "2026-11-21 12:00", "2026-11-23 10:00"),
        ("96h", "always", "2026-11-20 18:30", "2026-11-24 18:30"),
        ("8h", "office", "2026-12-30 17:00", "2027-01-11 16:00"),
        ("2h", "office", "2027-02-20 15:30", "2027-02-24 09:30"),
        ("1 working days", "office", "2026-11-20 09:00", "2026-11-23 18:00"),
        ("3 working days", "office", "2026-11-20 17:30", "2026-11-25 18:00"),
        ("3 working days", "office", "2026-11-21 12:00", "2026-11-25 18:00"),
        ("1 working days", "nights", "2026-11-19 23:00", "2026-11-21 06:00"),
        ("4h", "nights", "2026-11-20 23:00", "2026-11-21 03:00"),
        ("4h", "split", "2026-11-20 12:00", "2026-11-20 17:00"),
    ],
)
def test_deadline_told_before_sending(within, calendar, asked, due):
    assert promise(chosen(within), CHARTER.calendar(calendar), at(asked)) == at(due)


def test_pause_over_a_weekend_moves_the_deadline_by_working_time_only():
    clock = start(chosen("4h"), OFFICE, at=at("2026-11-20 16:00"))
    paused = pause(clock, OFFICE, at=at("2026-11-20 17:00"))
    assert (paused.due_at, paused.next_alarm_at, paused.standing) == (None, None, Standing.PAUSED)
    going = resume(paused, OFFICE, at=at("2026-11-23 10:00"))
    assert clock.due_at == at("2026-11-23 11:00")
    assert going.due_at == at("2026-11-23 13:00")
    assert [alarm.at for alarm in going.alarms] == [
        at("2026-11-23 12:00"),
        at("2026-11-23 13:00"),
        at("2026-11-23 17:00"),
    ]


def test_pause_outside_hours_moves_nothing():
    clock = start(chosen("4h"), OFFICE, at=at("2026-11-20 16:00"))
    paused = pause(clock, OFFICE, at=at("2026-11-20 19:00"))
    assert resume(paused, OFFICE, at=at("2026-11-22 12:00")).due_at == clock.due_at


@pytest.mark.parametrize(
    ("paused_from", "until", "due"),
    [
        ("2026-11-23 11:00", "2026-11-23 11:05", "2026-11-25 18:00"),
        ("2026-11-23 11:00", "2026-11-23 18:00", "2026-11-26 18:00"),
        ("2026-11-23 11:00", "2026-11-25 10:00", "2026-11-27 18:00"),
        ("2026-11-20 17:35", "2026-11-22 10:00", "2026-11-25 18:00"),
        ("2026-11-25 18:00", "2026-11-26 12:00", "2026-11-25 18:00"),
    ],
)
def test_term_in_working_days_moves_by_the_closing_times_a_pause_covers(paused_from, until, due):
    clock = start(chosen("3 working days"), OFFICE, at=FRIDAY)
    paused = pause(clock, OFFICE, at=at(paused_from))
    assert resume(paused, OFFICE, at=at(until)).due_at == at(due)


def test_working_days_are_counted_down_at_closing_time():
    clock = start(chosen("3 working days"), OFFICE, at=FRIDAY)
    left = [remaining_days(clock, OFFICE, at(f"2026-11-2{day} {hour}")) for day, hour in ((3, "17:59"), (3, "18:00"))]
    assert left == [3, 2]


def test_terms_that_are_not_in_working_days_have_none_left_to_count():
    assert remaining_days(start(chosen("4h"), OFFICE, at=FRIDAY), OFFICE, FRIDAY) is None


def test_clock_met_at_its_last_closing_time_and_reopened_is_due_at_once():
    for within, last in (("3 working days", "2026-11-25 18:00"), ("4h", "2026-11-23 12:30")):
        clock = meet(start(chosen(within), OFFICE, at=FRIDAY), OFFICE, at=at(last))
        again = reopen(clock, OFFICE, at=at("2026-11-26 10:00"))
        assert (clock.in_time, again.due_at) == (True, at("2026-11-26 10:00"))


def test_alarms_fire_once_each_in_order_with_the_moment_they_were_due():
    clock = start(chosen("4h"), OFFICE, at=FRIDAY)
    early, nothing = fire(clock, at("2026-11-23 11:29"))
    assert (early, nothing) == (clock, ())
    late, fired = fire(clock, at("2026-11-24 12:00"))
    assert [(alarm.mark, alarm.at, alarm.nature) for alarm in fired] == [
        ("75%", at("2026-11-23 11:30"), Nature.WARNING),
        ("due", at("2026-11-23 12:30"), Nature.BREACH),
        ("+4h", at("2026-11-23 16:30"), Nature.OVERDUE),
    ]
    assert late.breached_at == at("2026-11-23 12:30")
    assert (late.next_alarm_at, late.in_time) == (None, False)
    assert fire(late, at("2026-11-25 12:00")) == (late, ())


def test_alarms_fire_one_by_one_on_time():
    clock = start(chosen("4h"), OFFICE, at=FRIDAY)
    for mark, moment in (("75%", "11:30"), ("due", "12:30"), ("+4h", "16:30")):
        assert clock.next_alarm_at == at(f"2026-11-23 {moment}")
        clock, fired = fire(clock, at(f"2026-11-23 {moment}"))
        assert [alarm.mark for alarm in fired] == [mark]


def test_deadline_missed_unseen_is_a_breach_even_if_paused_before_the_worker_woke():
    clock = start(chosen("4h"), OFFICE, at=FRIDAY)
    paused = pause(clock, OFFICE, at=at("2026-11-23 12:45"))
    assert (paused.breached_at, paused.due_at) == (at("2026-11-23 12:30"), at("2026-11-23 12:30"))
    woken, fired = fire(paused, at("2026-11-23 13:00"))
    assert [alarm.mark for alarm in fired] == ["75%", "due"]
    assert woken.next_alarm_at is None
    going = resume(woken, OFFICE, at=at("2026-11-24 10:00"))
    assert going.due_at == at("2026-11-23 12:30")
    assert going.next_alarm_at == at("2026-11-24 13:45")


def test_met_at_the_very_deadline_is_in_time():
    clock = start(chosen("4h"), OFFICE, at=FRIDAY)
    met = meet(clock, OFFICE, at=at("2026-11-23 12:30"))
    assert (met.in_time, met.counted, met.standing) == (True, chosen("4h").within.time, Standing.MET)


def test_met_late_is_a_breach_and_its_missed_alarms_still_fire():
    clock = start(chosen("4h"), OFFICE, at=FRIDAY)
    met = meet(clock, OFFICE, at=at("2026-11-23 12:31"))
    assert (met.in_time, met.breached_at) == (False, at("2026-11-23 12:30"))
    assert [alarm.mark for alarm in fire(met, at("2026-11-25 12:00"))[1]] == ["75%", "due"]


def test_breach_seen_after_the_act_that_met_the_clock_is_withdrawn():
    clock, _ = fire(start(chosen("4h"), OFFICE, at=FRIDAY), at("2026-11-23 12:30"))
    assert clock.in_time is False
    assert meet(clock, OFFICE, at=at("2026-11-23 12:29")).in_time is True


def test_met_while_paused_is_in_time():
    paused = pause(start(chosen("4h"), OFFICE, at=FRIDAY), OFFICE, at=at("2026-11-23 10:00"))
    met = meet(paused, OFFICE, at=at("2026-11-30 10:00"))
    assert (met.in_time, met.counted.total_seconds() / 3600) == (True, 1.5)


def test_reopened_clock_goes_on_over_the_same_count():
    clock = meet(start(chosen("4h"), OFFICE, at=FRIDAY), OFFICE, at=at("2026-11-23 11:00"))
    again = reopen(clock, OFFICE, at=at("2026-11-24 10:00"))
    assert (again.met_at, again.due_at) == (None, at("2026-11-24 11:30"))
    assert again.next_alarm_at == at("2026-11-24 10:30")


def test_clock_met_late_and_reopened_keeps_its_breach_and_deadline():
    clock = meet(start(chosen("4h"), OFFICE, at=FRIDAY), OFFICE, at=at("2026-11-23 15:00"))
    again = reopen(clock, OFFICE, at=at("2026-11-24 10:00"))
    assert (again.due_at, again.in_time) == (at("2026-11-23 12:30"), False)


def test_cancelled_clock_says_nothing_more():
    clock = cancel(start(chosen("4h"), OFFICE, at=FRIDAY), OFFICE, at=at("2026-11-23 10:00"))
    assert (clock.standing, clock.next_alarm_at, clock.in_time) == (Standing.CANCELLED, None, None)
    assert fire(clock, at("2027-11-23 10:00")) == (clock, ())


def test_repeating_a_verb_changes_nothing():
    clock = start(chosen("4h"), OFFICE, at=FRIDAY)
    later, latest = at("2026-11-23 10:00"), at("2026-11-23 11:00")
    for verb in (pause, meet, cancel):
        done = verb(clock, OFFICE, at=later)
        assert verb(done, OFFICE, at=latest) == done
    going = resume(pause(clock, OFFICE, at=later), OFFICE, at=latest)
    assert resume(going, OFFICE, at=at("2026-11-23 12:00")) == going
    assert reopen(going, OFFICE, at=latest) == going


def test_moments_out_of_order_never_count_backwards():
    clock = start(chosen("4h"), OFFICE, at=at("2026-11-23 12:00"))
    paused = pause(clock, OFFICE, at=at("2026-11-23 10:00"))
    assert paused.counted.total_seconds() == 0
    assert resume(paused, OFFICE, at=at("2026-11-23 09:00")).due_at == clock.due_at


def test_questions_to_a_clock():
    clock = start(chosen("4h"), OFFICE, at=FRIDAY)
    noon = at("2026-11-23 12:00")
    assert elapsed(clock, OFFICE, noon) == Amount.of(clock.budget * 7 / 8).time
    assert share(clock, OFFICE, noon) == 0.875
    assert remaining(clock, OFFICE, noon).total_seconds() == 30 * 60
    assert remaining(clock, OFFICE, at("2026-11-23 13:00")).total_seconds() == -30 * 60
    paused = pause(clock, OFFICE, at=noon)
    assert forecast(paused, OFFICE, at("2026-11-24 10:00")) == at("2026-11-24 10:30")
    assert forecast(clock, OFFICE, noon) == clock.due_at


def test_clock_without_a_term_counts_and_never_warns():
    clock = start(chosen(None, mode=Mode.NONE), OFFICE, at=FRIDAY)
    assert (clock.due_at, clock.next_alarm_at, clock.budget) == (None, None, None)
    met = meet(clock, OFFICE, at=at("2026-11-23 10:00"))
    assert (met.in_time, met.counted.total_seconds() / 60) == (None, 90)
    assert remaining(met, OFFICE, FRIDAY) is None
    assert share(met, OFFICE, FRIDAY) is None


def test_deadline_over_the_autumn_hour_is_counted_in_real_time():
    from opora.engine.worktime import Calendar

    berlin = Calendar.parse("24/7", "Europe/Berlin")
    night = at("2026-10-24 23:00")
    assert promise(chosen("24h", calendar="always"), berlin, night) == at("2026-10-25 23:00")
