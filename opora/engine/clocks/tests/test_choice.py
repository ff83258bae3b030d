"""Which objective applies, by a table and by the rules of specificity."""

from dataclasses import replace

import pytest

from opora.engine.clocks import Mode, choose, choose_topic
from opora.engine.clocks.tests.sample import FACTS, sample
from opora.engine.worktime import parse_amount

CHARTER = sample()


@pytest.mark.parametrize(
    ("facts", "clause"),
    [
        ({}, "1"),
        ({"plan": "premium"}, "2"),
        ({"category": "outage"}, "3"),
        ({"plan": "premium", "category": "outage"}, "3"),
        ({"category": "outage/total"}, "4"),
        ({"plan": "premium", "priority": "urgent", "category": "outage/total"}, "5"),
    ],
)
def test_the_most_specific_objective_wins(facts, clause):
    assert choose(CHARTER, replace(FACTS, **facts))["response"].clause == clause


def test_category_does_not_match_a_namesake_with_the_same_beginning():
    assert choose(CHARTER, replace(FACTS, category="outages"))["response"].clause == "1"


@pytest.mark.parametrize(
    ("kind", "mode", "within"),
    [
        ("question", Mode.FIXED, "24h"),
        ("error", Mode.FIXED, "3 working days"),
        ("change", Mode.ESTIMATE, None),
        ("release", Mode.PLANNED, None),
        ("idea", Mode.NONE, None),
    ],
)
def test_mode_says_where_the_term_comes_from(kind, mode, within):
    found = choose(CHARTER, replace(FACTS, kind=kind))["resolution"]
    assert (found.mode, found.within) == (mode, parse_amount(within) if within else None)


def test_objectives_own_stop_list_comes_before_the_clocks():
    total = choose(CHARTER, replace(FACTS, category="outage/total"))
    assert total["response"].met_by == ("call",)
    assert choose(CHARTER, FACTS)["response"].met_by == ("message", "call")


def test_a_clock_without_objectives_is_not_chosen_but_run_by_its_topic():
    assert "internal" not in choose(CHARTER, FACTS)
    owed = choose_topic(CHARTER, "internal", "contracts")
    assert (owed.within, owed.calendar_key, owed.met_by, owed.starts) == (
        parse_amount("3 working days"),
        "office",
        ("answer",),
        "handed_off",
    )


def test_unmatched_clock_is_there_without_a_term():
    objectives = tuple(rule for rule in CHARTER.objectives if rule.clock == "response" or rule.kind == "error")
    charter = CHARTER.model_copy(update={"objectives": objectives})
    found = choose(charter, FACTS)["resolution"]
    assert (found.mode, found.objective_index, found.within) == (Mode.NONE, None, None)
