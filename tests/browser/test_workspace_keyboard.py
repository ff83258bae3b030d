"""Everything can be reached by keys (docs/keyboard.md)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cast.fixtures import registering

pytestmark = pytest.mark.browser
Reader = Callable[..., Any]
KEYBOARD = Path(__file__).resolve().parents[2] / "docs" / "keyboard.md"


@pytest.fixture
def page(reader: Reader, transactional_cast: Any) -> Any:
    make = registering(transactional_cast)
    for number in range(3):
        make(subject=f"Обращение {number}")
    page = reader("agent")
    page.goto("/desk/work/")
    page.wait_for_timeout(1000)
    return page


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_rows_are_walked_and_opened(page: Any) -> None:
    page.keyboard.press("j")
    first = focused(page)
    page.keyboard.press("j")
    second = focused(page)
    assert first.startswith("row-") and second.startswith("row-") and first != second
    page.keyboard.press("k")
    assert focused(page) == first
    page.keyboard.press("o")
    page.wait_for_url(re.compile("/tickets/"))


def test_places_are_reached_by_two_keys(page: Any) -> None:
    page.keyboard.press("g")
    page.keyboard.press("u")
    page.wait_for_url(re.compile("view=unassigned"))


def test_keys_work_on_the_russian_layout(page: Any) -> None:
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true}))")
    assert focused(page).startswith("row-")


def test_letters_typed_into_a_field_are_only_letters(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("jgu")
    assert page.evaluate("document.activeElement.value") == "jgu"


def test_palette_finds_a_ticket_by_its_number(page: Any) -> None:
    number = page.locator(".queue__meta").first.inner_text().split(" ")[0]
    page.keyboard.press("Control+k")
    page.locator(".palette[open] input").fill(number)
    page.locator(".palette__item", has_text=number).first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/tickets/{number}/"))


def test_sheet_lists_the_keys_and_the_page_of_the_documentation_too(page: Any) -> None:
    page.keyboard.press("?")
    sheet = page.locator("dialog[data-shortcut-sheet][open]")
    sheet.wait_for()
    rows = sheet.locator(".shortcuts__row").all()
    assert len(rows) > 12
    documented = KEYBOARD.read_text(encoding="utf-8")
    for row in rows:
        keys = " ".join(row.locator("kbd").all_inner_texts())
        assert f"`{keys}`" in documented, keys
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
