"""What statuses and occurrences mean for clocks."""

import pytest

from opora.engine.clocks.tests.sample import sample
from opora.engine.workflow import met_clocks, paused_clocks, reopened_clocks, words_of_status

CHARTER = sample()


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        ("open", None, set()),
        ("info", None, {"resolution"}),
        ("adjacent", None, {"resolution"}),
        ("paid", None, {"resolution"}),
        ("test", None, {"response"}),
        ("later", None, set()),
        ("later", "silence", {"resolution"}),
        ("open", "silence", set()),
        ("declined", "silence", set()),
    ],
)
def test_clocks_that_stand_still(status, reason, expected):
    assert paused_clocks(CHARTER, status=status, reason=reason) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"message"}, {"response"}),
        ({"call"}, {"response"}),
        ({"note"}, set()),
        ({"acknowledgement"}, set()),
        ({"assignment"}, set()),
        ({"answer"}, {"internal"}),
        (words_of_status(CHARTER, "solved", by_person=True), {"resolution"}),
        (words_of_status(CHARTER, "open", by_person=True), set()),
        (set(), set()),
    ],
)
def test_clocks_that_are_met(words, expected):
    assert met_clocks(CHARTER, words) == expected


def test_chosen_objectives_own_list_comes_first():
    overrides = {"response": ("call",), "resolution": ("message",)}
    assert met_clocks(CHARTER, {"message"}, met_by=overrides) == {"resolution"}


def test_change_of_status_by_the_system_is_no_act_of_a_person():
    assert words_of_status(CHARTER, "info", by_person=True) == {"status", "info", "phase:waiting_customer"}
    assert words_of_status(CHARTER, "info", by_person=False) == {"info", "phase:waiting_customer"}


def test_clocks_that_go_on_when_reopened():
    assert reopened_clocks(CHARTER) == {"resolution", "internal"}
