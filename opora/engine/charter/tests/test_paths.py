"""Places and patterns."""

from __future__ import annotations

from opora.engine.charter.paths import select, text
from opora.engine.charter.tests.minimal import small


def test_place_reads_like_a_program() -> None:
    assert text(("objectives", 2, "on")) == "objectives[2].on"
    assert text(("examples", 0, "expect", "response")) == "examples[0].expect.response"
    assert text(()) == ""


def test_star_stands_for_keys_and_places() -> None:
    found = [(text(path), value) for path, value in select(small(), "plans.*.channels.*")]
    assert found == [("plans.basic.channels[0]", "portal"), ("plans.gold.channels[0]", "chat")]


def test_star_stands_for_the_fields_of_a_part_that_are_set() -> None:
    found = {text(path) for path, _ in select(small(), "workflow.moves.*")}
    assert "workflow.moves.registered" in found
    assert "workflow.moves.refused" not in found


def test_two_stars_stand_for_every_branch() -> None:
    found = [text(path) for path, _ in select(small(), "categories.**.title")]
    assert "categories.shop.children.pay.title" in found
    assert len(found) == 4


def test_at_sign_stands_for_keys() -> None:
    assert [value for _, value in select(small(), "kinds.@")] == ["question", "error"]


def test_what_is_absent_is_not_selected() -> None:
    assert list(select(small(), "staffing.on")) == []
