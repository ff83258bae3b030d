"""Lengths of time in words, in both languages."""

from datetime import timedelta

import pytest
from django.utils import translation

from opora.web import durations

CASES = (
    (timedelta(seconds=50), "50 s", "50 с"),
    (timedelta(minutes=14), "14 min", "14 мин"),
    (timedelta(hours=2, minutes=14), "2 h 14 min", "2 ч 14 мин"),
    (timedelta(hours=26), "26 h", "26 ч"),
    (timedelta(days=3, hours=4), "3 d 4 h", "3 дн 4 ч"),
    (-timedelta(hours=2), "−2 h", "−2 ч"),
)


@pytest.mark.parametrize(("length", "english", "russian"), CASES)
def test_two_largest_units_are_said(length: timedelta, english: str, russian: str) -> None:
    with translation.override("en"):
        assert durations.words(length) == english
    with translation.override("ru"):
        assert durations.words(length) == russian


@pytest.mark.parametrize(
    ("left", "shown"),
    [(timedelta(minutes=14, seconds=5), "14:05"), (timedelta(seconds=9), "0:09"), (-timedelta(minutes=1), "−1:00")],
)
def test_last_hour_counts_seconds(left: timedelta, shown: str) -> None:
    assert durations.countdown(left) == shown
