"""The charter as a value: views, storage, fingerprint."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from opora.charters import names, shipped
from opora.engine.charter import Charter, loads
from opora.engine.charter.schema import Objective, Phase
from opora.engine.charter.tests.minimal import TEXT, broken, small


@pytest.mark.parametrize("name", [*names(), "starter"])
def test_json_gives_the_same_charter_back(name: str) -> None:
    charter = shipped(name)
    again = Charter.from_json(charter.to_json())
    assert again == charter
    assert again.to_json() == charter.to_json()
    assert again.fingerprint == charter.fingerprint
    assert hash(again) == hash(charter)
    assert list(again.workflow.statuses) == list(charter.workflow.statuses)


def test_reading_from_json_takes_less_than_five_milliseconds() -> None:
    text = max((shipped(name).to_json() for name in names()), key=len)
    Charter.from_json(text)
    best = min(_seconds(text) for _ in range(10))
    assert best < 0.005


def _seconds(text: str) -> float:
    begun = time.perf_counter()
    Charter.from_json(text)
    return time.perf_counter() - begun


def test_fingerprint_forgets_layout_and_keeps_content() -> None:
    assert loads(f"# a comment\n{TEXT}\n").fingerprint == small().fingerprint
    assert loads(broken("title: Small", "title: Smaller")).fingerprint != small().fingerprint


def test_fingerprint_is_known_for_ever() -> None:
    assert small().fingerprint == "9ac962fc6c86c3fe7ea9ae2ee9ca8ff79c72ae30cabe6e1ef2362fd6af3061c1"


def test_calendar_is_compiled_once() -> None:
    charter = small()
    assert charter.calendar("office") is charter.calendar("office")
    assert charter.calendar("always").is_open(datetime(2026, 1, 1, 3, tzinfo=UTC))


def test_calendar_may_name_its_clause() -> None:
    charter = loads(
        broken('{week: {mon-fri: "10:00-19:00"}}', '{week: {mon-fri: "10:00-19:00"}, title: Day, clause: "5"}')
    )
    assert charter.calendar("office") == small().calendar("office")


def test_unknown_calendar_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        small().calendar("nights")


def test_copy_with_changes_answers_from_its_own_content() -> None:
    charter = small()
    before = charter.fingerprint
    changed = charter.model_copy(update={"title": "Other"})
    assert changed.fingerprint != before
    assert charter.fingerprint == before


def test_plan_holds_what_it_inherits() -> None:
    charter = small()
    assert charter.plan("gold").channels == ("portal", "chat")
    assert charter.plan("gold").services == ("More",)
    assert charter.plan("gold").price.exact == 10
    assert charter.plan("basic").channels == ("portal",)


def test_category_is_found_by_its_path() -> None:
    charter = small()
    assert list(charter.category_tree) == ["general", "shop", "shop/cart", "shop/pay"]
    assert charter.category("shop/pay").title == "Pay"
    with pytest.raises(KeyError):
        charter.category("shop/none")


def test_defaults_are_the_marked_ones() -> None:
    charter = small()
    found = (
        charter.default_kind,
        charter.default_priority,
        charter.default_category,
        charter.default_line,
        charter.default_plan,
    )
    assert found == ("question", "low", "general", "first", "basic")


def test_statuses_are_found_by_phase() -> None:
    charter = small()
    assert charter.statuses_of(Phase.NEW, Phase.OPEN) == ("new", "working")
    assert charter.final_statuses == ("closed",)


def test_next_line_is_one_level_up() -> None:
    assert (small().next_line("first"), small().next_line("second")) == ("second", None)


def test_number_follows_the_format() -> None:
    assert (small().number(42), small().number(123_456)) == ("S-0042", "S-123456")


def test_most_specific_form_wins() -> None:
    forms = (
        "forms:\n"
        "  - {advice: [any]}\n"
        "  - {kinds: [error], advice: [error]}\n"
        "  - {kinds: [error], channels: [portal], advice: [both]}\n"
    )
    charter = loads(TEXT + forms)
    found = [
        charter.form(kind, channel) for kind, channel in (("question", "chat"), ("error", "chat"), ("error", "portal"))
    ]
    assert [form.advice for form in found if form] == [("any",), ("error",), ("both",)]


def test_charter_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        small().title = "Other"  # type: ignore[misc]


def test_specificity_counts_facts_then_depth() -> None:
    def objective(**facts: str) -> Objective:
        return Objective(clock="c", within="1h", **facts)

    ordered = [
        objective(),
        objective(kind="a"),
        objective(category="a"),
        objective(category="a/b"),
        objective(kind="a", plan="b"),
    ]
    assert [rule.specificity for rule in ordered] == sorted(rule.specificity for rule in ordered)
    assert objective(category="a").covers({"category": "a/b"})
    assert not objective(category="a/b").covers({"category": "a"})
    assert not objective(category="a").covers({"category": "ab"})
