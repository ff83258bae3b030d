"""Every formula on a data set worked out by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from opora.engine.charter.schema import Level, Quality
from opora.engine.metrics import (
    mean_first_response,
    mean_resolution,
    quality_score,
    satisfied_share,
    sla_kept_share,
    solved_without_reopening_share,
    time_by_line,
    volume,
)

HOUR = timedelta(hours=1)
LEVELS = (
    Level(key="good", title="Good", at_least="4.7"),
    Level(key="normal", title="Normal", at_least="4.0"),
    Level(key="bad", title="Bad"),
)


@pytest.mark.parametrize("mean", [mean_first_response, mean_resolution])
def test_mean_time_leaves_out_what_has_not_happened(mean):
    assert mean([HOUR, None, 2 * HOUR, 6 * HOUR]) == 3 * HOUR
    assert mean([None]) is None


def test_time_of_each_line_is_added_up():
    held = [("first", HOUR), ("second", 3 * HOUR), ("first", 2 * HOUR)]
    assert time_by_line(held) == {"first": 3 * HOUR, "second": 3 * HOUR}


def test_satisfaction_counts_answers_only():
    assert satisfied_share([5, 4, 3, None, None], satisfied_from=4) == pytest.approx(2 / 3)
    assert satisfied_share([None], satisfied_from=4) is None


def test_solved_without_reopening():
    assert solved_without_reopening_share([0, 0, 0, 2]) == 0.75
    assert solved_without_reopening_share([]) is None


def test_kept_share_leaves_out_clocks_not_decided():
    assert sla_kept_share([True, True, False, None]) == pytest.approx(2 / 3)
    assert sla_kept_share([None]) is None


def test_volume_is_counted_by_key_most_frequent_first():
    pairs = [("api", "low"), ("api", "high"), ("account", "low"), ("api", "low")]
    assert list(volume(pairs).items()) == [(("api", "low"), 2), (("api", "high"), 1), (("account", "low"), 1)]


def _quality(formula="ratings / answers", rounding=1, levels=LEVELS):
    return Quality(scale=5, satisfied_from=4, formula=formula, rounding=rounding, levels=levels)


@pytest.mark.parametrize(
    ("ratings", "tickets", "formula", "rounding", "value", "level"),
    [
        ([5] * 6 + [None] * 4, 10, "ratings / tickets", 1, "3.0", "bad"),
        ([5] * 6 + [None] * 4, 10, "ratings / answers", 1, "5.0", "good"),
        ([4] * 95 + [3] * 5, 100, "ratings / tickets", 1, "4.0", "normal"),
        ([4] * 95 + [3] * 5, 100, "ratings / tickets", None, "3.95", "bad"),
        ([4] * 94 + [3] * 6, 100, "ratings / tickets", 1, "3.9", "bad"),
        ([5] * 65 + [4] * 35, 100, "ratings / answers", 1, "4.7", "good"),
        ([5] * 64 + [4] * 36, 100, "ratings / answers", 1, "4.6", "normal"),
        ([5, 5, 4], 3, "ratings / answers", None, "4.67", "normal"),
        ([4, 4, 4], 3, "ratings / answers", None, "4.00", "normal"),
    ],
)
def test_score_and_level(ratings, tickets, formula, rounding, value, level):
    score = quality_score(_quality(formula, rounding), ratings, tickets=tickets)
    assert (score.value, str(score.value), score.level.key) == (Decimal(value), value, level)


@pytest.mark.parametrize("formula", ["ratings / tickets", "ratings / answers"])
def test_nothing_to_divide_by_is_no_score(formula):
    assert quality_score(_quality(formula), [], tickets=0) is None


def test_silence_counts_against_the_desk_only_by_tickets():
    assert quality_score(_quality("ratings / tickets"), [None, None], tickets=2).value == 0
    assert quality_score(_quality("ratings / answers"), [None, None], tickets=2) is None


def test_charter_without_levels_gives_a_score_without_one():
    assert quality_score(_quality(levels=()), [5], tickets=1).level is None
