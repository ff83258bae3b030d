"""What every charter that comes with Opora keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from opora.charters import STARTER, names, path, shipped
from opora.engine.charter import check
from opora.engine.charter.paths import children
from opora.engine.charter.schema import Charter, Item


@pytest.fixture(scope="module", params=[*names(), STARTER])
def charter(request: pytest.FixtureRequest) -> Charter:
    return shipped(request.param)


def test_five_regulations_are_shipped() -> None:
    assert names() == ("bpm-centr", "outsourcing", "primoart", "procrm", "smart-systems")


def test_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        path("../secrets")


@pytest.mark.parametrize("name", [*names(), STARTER])
def test_charter_and_its_examples_have_no_problem(name: str) -> None:
    assert [str(problem) for problem in check(path(name))] == []


def test_every_item_names_its_clause(charter: Charter) -> None:
    assert [place for place, item in items(charter, "") if item.clause is None] == []


def test_every_reading_is_used(charter: Charter) -> None:
    used = {item.reading for _, item in items(charter, "")}
    used |= {spec.get("reading") for spec in charter.calendars.values() if isinstance(spec, dict)}
    assert set(charter.readings) - used <= {"AMB-25"}  # explains `in_flight`, which is a word


def test_four_examples_at_least_are_worked(charter: Charter) -> None:
    assert len(charter.examples) >= 4


def test_name_is_the_name_of_the_file(charter: Charter) -> None:
    assert path(charter.charter).is_file()


def test_clocks_that_promise_are_public_and_answered_by_people(charter: Charter) -> None:
    """AMB-23: an automatic acknowledgement meets nothing."""
    assert all("acknowledgement" not in rule.met_by for rule in charter.clocks.values())


def items(value: Any, place: str) -> Iterator[tuple[str, Item]]:
    """Every item that was written; defaults are left out."""
    if isinstance(value, Item) and value.model_fields_set:
        yield place, value
    for key, child in children(value):
        yield from items(child, f"{place}.{key}")
