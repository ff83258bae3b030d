"""What every shipped charter owes its regulation: a clause on every item, and readings that are really used."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opora.engine.charter import Charter, load
from opora.engine.charter.examples import run_examples
from opora.engine.charter.schema import Item, Part

FOLDER = Path(__file__).parents[1]
OF_THE_WHOLE = {"AMB-25"}  # explains `in_flight`, a word of the charter itself


@pytest.fixture(scope="module", params=["procrm", "primoart", "outsourcing"])
def charter(request: pytest.FixtureRequest) -> Charter:
    return load(FOLDER / f"{request.param}.yaml")


def test_every_item_names_its_clause(charter: Charter) -> None:
    assert [path for path, item in _items(charter, "") if not item.clause] == []


def test_every_calendar_names_its_clause(charter: Charter) -> None:
    assert [key for key, hours in charter.calendars.items() if not hours["clause"]] == []


def test_examples_come_out_as_worked_by_hand(charter: Charter) -> None:
    assert run_examples(charter) == ()


def test_every_reading_explains_some_item(charter: Charter) -> None:
    used = {item.reading for _, item in _items(charter, "") if item.reading}
    assert set(charter.readings) - used <= OF_THE_WHOLE


def test_every_reading_names_its_clause(charter: Charter) -> None:
    assert [code for code, reading in charter.readings.items() if not reading.clause] == []


def test_words_hold_no_control_characters(charter: Charter) -> None:
    assert [text for text in _texts(charter.model_dump(exclude_unset=True)) if _has_controls(text)] == []


def test_at_least_four_examples_are_worked_by_hand(charter: Charter) -> None:
    assert len(charter.examples) >= 4
    assert {clock for example in charter.examples for clock in example.expect} == set(charter.clocks)


def _items(value: Any, path: str) -> Iterator[tuple[str, Item]]:
    """Every item that was written, with its place; defaults are left out."""
    if isinstance(value, Item):
        yield path, value
    for key, child in _children(value):
        yield from _items(child, f"{path}.{key}")


def _children(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, Part):
        yield from ((name, getattr(value, name)) for name in sorted(value.model_fields_set))
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from _texts(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _texts(child)


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(sign) == "Cc" for sign in text if sign != "\n")
