"""Choosing the objective again, and moments promised on the ticket; worked by hand (Fri 20, Mon 23 November 2026)."""

from datetime import timedelta

import pytest

from opora.engine.clocks import (
    BrokenRecord,
    ClockEvent,
    CommitmentRefused,
    Mode,
    TargetRefused,
    What,
    cancel,
    commit,
    fire,
    meet,
    pause,
    rechoose,
    remaining,
    resume,
    set_target,
    start,
)
from opora.engine.clocks.tests.sample import at, chosen, sample

CHARTER = sample()
OFFICE, WORKDAYS, ALWAYS = (CHARTER.calendar(key) for key in ("office", "workdays", "always"))
MONDAY = at("2026-11-23 10:00")


def _clock(within="4h", *, asked=MONDAY):
    return start(chosen(within), OFFICE, at=asked), [ClockEvent(asked, What.STARTED)]


def test_time_already_counted_stays_counted():
    clock, history = _clock()
    new = rechoose(clock, history, chosen("8h"), OFFICE, at=at("2026-11-23 12:00"))
    assert (new.due_at, new.budget) == (at("2026-11-23 18:00"), timedelta(hours=8))
    assert remaining(new, OFFICE, at("2026-11-23 12:00")) == timedelta(hours=6)


def test_counted_time_is_measured_again_on_the_new_calendar():
    clock, history = _clock("24h", asked=at("2026-11-20 17:00"))
    new = rechoose(clock, history, chosen("24h", calendar="workdays"), WORKDAYS, at=at("2026-11-23 10:00"))
    assert clock.due_at == at("2026-11-25 14:00")
    assert new.due_at == at("2026-11-23 17:00")


def test_pauses_of_the_history_are_left_out_on_the_new_calendar_too():
    clock, history = _clock("8h")
    paused = pause(clock, OFFICE, at=at("2026-11-23 12:00"))
    history += [ClockEvent(at("2026-11-23 12:00"), What.PAUSED), ClockEvent(at("2026-11-23 15:00"), What.RESUMED)]
    going = resume(paused, OFFICE, at=at("2026-11-23 15:00"))
    new = rechoose(going, history, chosen("24h", calendar="always"), ALWAYS, at=at("2026-11-23 16:00"))
    assert new.due_at == at("2026-11-24 13:00")


def test_new_deadline_is_found_inside_the_third_of_several_runs():
    clock, history = _clock("40h")
    for from_hour, to_hour in ((11, 12), (13, 14)):
        clock = pause(clock, OFFICE, at=at(f"2026-11-23 {from_hour}:00"))
        clock = resume(clock, OFFICE, at=at(f"2026-11-23 {to_hour}:00"))
        history.append(ClockEvent(at(f"2026-11-23 {from_hour}:00"), What.PAUSED))
        history.append(ClockEvent(at(f"2026-11-23 {to_hour}:00"), What.RESUMED))
    paused = pause(clock, OFFICE, at=at("2026-11-23 17:00"))
    history.append(ClockEvent(at("2026-11-23 17:00"), What.PAUSED))
    new = rechoose(paused, history, chosen("3h"), OFFICE, at=at("2026-11-24 12:00"))
    assert new.due_at == at("2026-11-23 15:00")


def test_deadline_that_now_lies_in_the_past_breaches_at_the_next_alarm():
    clock, history = _clock("8h")
    new = rechoose(clock, history, chosen("2h"), OFFICE, at=at("2026-11-23 13:00"))
    assert (new.due_at, new.breached_at, new.next_alarm_at) == (at("2026-11-23 12:00"), None, at("2026-11-23 11:30"))
    woken, fired = fire(new, at("2026-11-23 13:00"))
    assert [(alarm.mark, alarm.at) for alarm in fired] == [
        ("75%", at("2026-11-23 11:30")),
        ("due", at("2026-11-23 12:00")),
    ]
    assert woken.breached_at == at("2026-11-23 12:00")


def test_alarm_that_went_off_is_not_repeated():
    clock, history = _clock("4h")
    warned, _ = fire(clock, at("2026-11-23 13:00"))
    new = rechoose(warned, history, chosen("8h"), OFFICE, at=at("2026-11-23 13:30"))
    assert new.fired == ("75%",)
    assert new.next_alarm_at == at("2026-11-23 18:00")


def test_a_longer_term_does_not_launder_a_breach():
    clock, history = _clock("4h")
    new = rechoose(clock, history, chosen("80h"), OFFICE, at=at("2026-11-23 14:01"))
    assert new.breached_at == at("2026-11-23 14:00")
    assert [alarm.mark for alarm in fire(new, at("2026-11-23 14:01"))[1]] == ["75%", "due"]


def test_from_hours_to_working_days_and_back():
    clock, history = _clock("4h")
    days = rechoose(clock, history, chosen("3 working days"), OFFICE, at=at("2026-11-24 12:00"))
    assert (days.due_at, days.target, days.target_days) == (at("2026-11-26 18:00"), None, 3)
    hours = rechoose(days, history, chosen("16h"), OFFICE, at=at("2026-11-24 13:00"))
    assert hours.due_at == at("2026-11-24 17:00")


def test_chosen_again_while_paused_there_is_no_deadline_until_it_goes_on():
    clock, history = _clock("4h")
    paused = pause(clock, OFFICE, at=at("2026-11-23 12:00"))
    history.append(ClockEvent(at("2026-11-23 12:00"), What.PAUSED))
    for within, due in (("8h", "2026-11-25 16:00"), ("2 working days", "2026-11-26 18:00")):
        new = rechoose(paused, history, chosen(within), OFFICE, at=at("2026-11-24 09:00"))
        assert (new.due_at, new.next_alarm_at) == (None, None)
        assert resume(new, OFFICE, at=at("2026-11-25 10:00")).due_at == at(due)


def test_chosen_again_while_paused_with_the_new_term_already_used_up():
    clock, history = _clock("4h")
    paused = pause(clock, OFFICE, at=at("2026-11-23 12:00"))
    history.append(ClockEvent(at("2026-11-23 12:00"), What.PAUSED))
    new = rechoose(paused, history, chosen("1h"), OFFICE, at=at("2026-11-24 09:00"))
    assert (new.due_at, new.next_alarm_at) == (at("2026-11-23 11:00"), at("2026-11-23 10:45"))


def test_losing_the_term_takes_the_alarms_away():
    clock, history = _clock("4h")
    new = rechoose(clock, history, chosen(None, mode=Mode.NONE), OFFICE, at=at("2026-11-23 12:00"))
    assert (new.due_at, new.next_alarm_at, new.budget) == (None, None, None)


def test_met_and_cancelled_clocks_stay_as_they_are():
    clock, history = _clock()
    for verb in (meet, cancel):
        done = verb(clock, OFFICE, at=at("2026-11-23 11:00"))
        assert rechoose(done, history, chosen("8h"), OFFICE, at=at("2026-11-23 12:00")) == done


@pytest.mark.parametrize("history", [[], [ClockEvent(at("2026-11-22 10:00"), What.STARTED)]])
def test_a_record_of_another_life_is_refused(history):
    clock, _ = _clock()
    with pytest.raises(BrokenRecord):
        rechoose(clock, history, chosen("8h"), OFFICE, at=at("2026-11-23 12:00"))


def _planned(*, asked=MONDAY):
    return start(chosen(None, mode=Mode.PLANNED), OFFICE, at=asked)


def test_planned_moment_is_the_deadline_and_moves_on_by_working_time_of_pauses():
    clock = set_target(_planned(), OFFICE, moment=at("2026-11-25 12:00"), at=at("2026-11-23 14:00"))
    assert (clock.due_at, clock.budget) == (at("2026-11-25 12:00"), timedelta(hours=20))
    paused = pause(clock, OFFICE, at=at("2026-11-23 17:00"))
    assert paused.due_at is None
    assert resume(paused, OFFICE, at=at("2026-11-24 11:00")).due_at == at("2026-11-25 15:00")


def test_planned_moment_on_a_sunday_stays_on_sunday():
    clock = set_target(_planned(), OFFICE, moment=at("2026-11-29 12:00"), at=at("2026-11-23 14:00"))
    paused = pause(clock, OFFICE, at=at("2026-11-23 19:00"))
    assert resume(paused, OFFICE, at=at("2026-11-23 20:00")).due_at == at("2026-11-29 12:00")


def test_moment_planned_while_paused_moves_on_only_from_then():
    paused = pause(_planned(), OFFICE, at=at("2026-11-23 12:00"))
    clock = set_target(paused, OFFICE, moment=at("2026-11-25 12:00"), at=at("2026-11-24 10:00"))
    assert clock.due_at is None
    assert resume(clock, OFFICE, at=at("2026-11-24 11:00")).due_at == at("2026-11-25 13:00")


def test_planned_moment_is_set_again():
    clock = set_target(_planned(), OFFICE, moment=at("2026-11-25 12:00"), at=at("2026-11-23 14:00"))
    later = set_target(clock, OFFICE, moment=at("2026-11-27 12:00"), at=at("2026-11-24 14:00"))
    assert later.due_at == at("2026-11-27 12:00")


def test_alarm_of_a_moment_set_late_is_due_when_it_was_set():
    clock = set_target(_planned(), OFFICE, moment=at("2026-11-24 11:00"), at=at("2026-11-24 10:00"))
    assert fire(clock, at("2026-11-24 10:00"))[1][0].at == at("2026-11-24 10:00")


def test_planned_moment_survives_a_choice_of_the_same_sort():
    clock = set_target(_planned(), OFFICE, moment=at("2026-11-25 12:00"), at=at("2026-11-23 14:00"))
    history = [ClockEvent(MONDAY, What.STARTED)]
    same = rechoose(clock, history, chosen(None, mode=Mode.PLANNED), OFFICE, at=at("2026-11-24 12:00"))
    fixed = rechoose(clock, history, chosen("40h"), OFFICE, at=at("2026-11-24 12:00"))
    assert (same.due_at, fixed.due_at, fixed.promised_at) == (at("2026-11-25 12:00"), at("2026-11-27 14:00"), None)


@pytest.mark.parametrize(
    ("clock", "moment", "code"),
    [
        (start(chosen("4h"), OFFICE, at=MONDAY), "2026-11-25 12:00", "fixed"),
        (_planned(), "2026-11-23 12:00", "past"),
        (meet(_planned(), OFFICE, at=at("2026-11-23 11:00")), "2026-11-25 12:00", "finished"),
    ],
)
def test_target_is_refused(clock, moment, code):
    with pytest.raises(TargetRefused) as caught:
        set_target(clock, OFFICE, moment=at(moment), at=at("2026-11-23 12:00"))
    assert caught.value.code == code


def _proposed():
    return start(chosen("4h", proposed=True), OFFICE, at=MONDAY)


def test_commitment_to_a_later_moment_becomes_the_deadline():
    clock = commit(_proposed(), OFFICE, moment=at("2026-11-26 12:00"), reason="Vendor", at=at("2026-11-23 12:00"))
    assert (clock.due_at, clock.target, clock.budget) == (
        at("2026-11-26 12:00"),
        timedelta(hours=4),
        timedelta(hours=29),
    )
    assert clock.next_alarm_at == at("2026-11-25 13:45")


def test_commitment_after_the_deadline_does_not_undo_the_breach():
    clock = commit(_proposed(), OFFICE, moment=at("2026-11-26 12:00"), reason="Vendor", at=at("2026-11-23 15:00"))
    assert clock.breached_at == at("2026-11-23 14:00")


def test_commitment_survives_the_choice_of_the_same_objective_only():
    clock = commit(_proposed(), OFFICE, moment=at("2026-11-26 12:00"), reason="Vendor", at=at("2026-11-23 12:00"))
    history = [ClockEvent(MONDAY, What.STARTED)]
    same = rechoose(clock, history, chosen("4h", proposed=True), OFFICE, at=at("2026-11-23 13:00"))
    other = rechoose(clock, history, chosen("8h", proposed=True), OFFICE, at=at("2026-11-23 13:00"))
    assert (same.due_at, other.due_at) == (at("2026-11-26 12:00"), at("2026-11-23 18:00"))


@pytest.mark.parametrize(
    ("clock", "moment", "reason", "code"),
    [
        (start(chosen("4h"), OFFICE, at=MONDAY), "2026-11-26 12:00", "Vendor", "not_proposed"),
        (_proposed(), "2026-11-26 12:00", "  ", "no_reason"),
        (_proposed(), "2026-11-23 14:00", "Vendor", "not_later"),
        (_proposed(), "2026-11-23 11:00", "Vendor", "not_later"),
        (meet(_proposed(), OFFICE, at=MONDAY), "2026-11-26 12:00", "Vendor", "finished"),
    ],
)
def test_commitment_is_refused(clock, moment, reason, code):
    with pytest.raises(CommitmentRefused) as caught:
        commit(clock, OFFICE, moment=at(moment), reason=reason, at=at("2026-11-23 12:00"))
    assert caught.value.code == code
