"""Alarm marks: reading, places, storing."""

from datetime import timedelta

import pytest

from opora.engine.clocks import Alarm, MarkError, Nature, dump_alarms, fire, load_alarms, parse_mark, start
from opora.engine.clocks.tests.sample import at, chosen, sample

OFFICE = sample().calendar("office")
FOUR_HOURS = timedelta(hours=4)


@pytest.mark.parametrize(
    ("text", "minutes", "nature"),
    [
        ("75%", 180, Nature.WARNING),
        ("due", 240, Nature.BREACH),
        ("100%", 240, Nature.BREACH),
        ("150%", 360, Nature.OVERDUE),
        ("-1h", 180, Nature.WARNING),
        ("- 30m", 210, Nature.WARNING),
        ("+4h", 480, Nature.OVERDUE),
        ("-8h", 0, Nature.WARNING),
    ],
)
def test_mark_stands_at_a_place_of_the_counted_time(text, minutes, nature):
    mark = parse_mark(text)
    assert (mark.position(FOUR_HOURS), mark.nature) == (timedelta(minutes=minutes), nature)


@pytest.mark.parametrize("text", ["", "75", "soon", "+", "-1 working days", "+4", "1h", "%"])
def test_unreadable_mark_is_refused(text):
    with pytest.raises(MarkError) as caught:
        parse_mark(text)
    assert caught.value.mark == text


def test_the_deadline_is_watched_even_when_the_charter_names_no_due():
    clock = start(chosen("4h", alarms=("75%",)), OFFICE, at=at("2026-11-23 09:00"))
    assert [alarm.mark for alarm in clock.alarms] == ["75%", "due"]


def test_alarm_before_the_start_of_a_short_clock_fires_at_the_start():
    clock = start(chosen("30m", alarms=("-1h",)), OFFICE, at=at("2026-11-23 09:00"))
    assert fire(clock, at("2026-11-23 09:00"))[1][0].at == at("2026-11-23 09:00")


def test_alarms_survive_the_way_through_json():
    alarms = (Alarm("75%", at("2026-11-23 09:00"), True), Alarm("due"))
    assert load_alarms(dump_alarms(alarms)) == alarms
