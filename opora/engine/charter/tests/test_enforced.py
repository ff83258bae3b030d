"""What is declared and not yet enforced: only what a charter really uses, and only places that exist."""

from __future__ import annotations

import pytest

from opora.charters import names, shipped
from opora.engine.charter import declared_not_enforced, loads
from opora.engine.charter.enforced import DECLARED_ONLY
from opora.engine.charter.shape import keys_at
from opora.engine.charter.tests.minimal import TEXT, broken, small


def test_small_charter_declares_what_is_not_enforced() -> None:
    assert [declared.path for declared in declared_not_enforced(small())] == [
        "handoffs.topics.law",
        "plans.gold.price.amount",
        "channels.chat.hours",
        "channels.chat.plans",
        "channels.chat",
    ]


def test_staffing_is_named_with_its_clause() -> None:
    charter = loads(f'{TEXT}staffing: {{min: 3, on: office, clause: "2"}}\n')
    (staffing,) = (declared for declared in declared_not_enforced(charter) if declared.path == "staffing")
    assert (staffing.clause, staffing.title) == ("2", "least staff of a shift")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("level: 2}", "level: 2, assignment: load}", "lines.second.assignment"),
        ("currency: RUB", "currency: RUB\nin_flight: move", "in_flight"),
        ("currency: RUB", "currency: RUB\neligibility: {who: [contract]}", "eligibility.who"),
        ("currency: RUB", "currency: RUB\nkpis: [{title: T, formula: line_time}]", "kpis[0]"),
        (
            "clock: resolution, to_line: next",
            "clock: resolution, to_line: next, needs_reason: true",
            "escalations[0].needs_reason",
        ),
        (
            "currency: RUB",
            "currency: RUB\nsurveys: {s: {title: S, when: regular, every: month, questions: {}}}",
            "surveys.s",
        ),
    ],
)
def test_use_of_a_declared_feature_is_listed(old: str, new: str, path: str) -> None:
    before = {declared.path for declared in declared_not_enforced(small())}
    after = {declared.path for declared in declared_not_enforced(loads(broken(old, new)))}
    assert after - before == {path}


@pytest.mark.parametrize("name", names())
def test_shipped_charter_declares_clauses_that_exist(name: str) -> None:
    declared = declared_not_enforced(shipped(name))
    assert declared
    assert all(item.clause or item.path in ("in_flight",) for item in declared)


def test_every_pattern_names_a_place_of_the_schema() -> None:
    for pattern in DECLARED_ONLY:
        steps = [0 if step == "*" else step for step in pattern.split(".")]
        parent = steps[:-1] if steps[-1] != 0 else steps[:-2]
        assert steps[len(parent)] in keys_at(tuple(parent)), pattern
