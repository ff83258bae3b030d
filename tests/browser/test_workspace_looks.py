"""On every page, wide and narrow, light and dark: nothing sticks out, nothing jumps, no policy is broken."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast.fixtures import registering

pytestmark = pytest.mark.browser
Reader = Callable[..., Any]
PAGES = ("", "?view=overdue", "search/?q=касса", "new/", "notifications/", "mail/", "mail/?tab=outgoing")
LIGHTEST_SHIFT = 0.01
HEAVIEST = 100_000  # bytes on the wire, compressed, of a page with everything it loads

NAMELESS = """
() => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, iframe, img')]
  .filter((one) => one.checkVisibility())
  .filter((one) => !(one.textContent.trim() || one.getAttribute('aria-label') || one.labels?.length))
  .filter((one) => !(one.title || one.alt))
  .map((one) => one.outerHTML.slice(0, 120))
"""


@pytest.fixture
def ticket(transactional_cast: Any) -> Any:
    make = registering(transactional_cast)
    for number in range(4):
        make(subject=f"Касса {number}: очень длинная тема обращения, которая не помещается ни в какую строку списка")
    return make(text="слово" * 200)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_every_page_is_in_order(reader: Reader, ticket: Any, phone: bool, dark: bool) -> None:
    page = reader("lead", phone=phone, dark=dark)
    for where in (*PAGES, f"tickets/{ticket.name}/"):
        page.goto(f"/desk/work/{where}")
        page.wait_for_timeout(900)
        told = page.evaluate("({width: document.documentElement.scrollWidth, shift, faults})")
        assert told["width"] <= page.viewport_size["width"], f"{where} is scrolled sideways"
        assert told["shift"] < LIGHTEST_SHIFT, f"{where} jumps"
        assert told["faults"] == [], where
        assert page.evaluate(NAMELESS) == [], where
        assert page.evaluate("document.querySelectorAll('h1').length") == 1, where
        assert page.evaluate("document.documentElement.lang") == "ru"


def test_page_is_light_on_the_wire(reader: Reader, ticket: Any) -> None:
    page = reader("agent")
    sizes: dict[str, int] = {}
    page.on(
        "response",
        lambda answer: (
            sizes.update({answer.url: len(gzip.compress(answer.body()))}) if "live" not in answer.url else None
        ),
    )
    page.goto("/desk/work/")
    page.wait_for_timeout(1200)
    assert sum(sizes.values()) < HEAVIEST, sizes


def test_drawer_of_a_phone_opens_and_closes_without_script(reader: Reader, ticket: Any) -> None:
    page = reader("agent", phone=True, scripts=False)
    page.goto("/desk/work/")
    assert not page.locator(".rail").is_visible()
    page.click(".topbar a[href='#rail']")
    assert page.locator(".rail").is_visible()
    page.locator(".rail-holder__close").click(position={"x": 5, "y": 300})
    assert not page.locator(".rail").is_visible()


def test_without_script_the_work_goes_on(reader: Reader, ticket: Any) -> None:
    page = reader("agent", scripts=False)
    page.goto("/desk/work/")
    page.select_option("select[name=assignee]", "none")
    page.click("form.filters button")
    page.click(f"a[href$='/{ticket.name}/']")
    page.click("button[name=member]")
    assert "Обращение у вас в работе" in page.content()
    page.fill("#composer-text", "Пишу без сценариев")
    page.click("button[formaction$='/messages/']")
    assert page.locator("#timeline", has_text="Пишу без сценариев").count() == 1
    page.click("label:has(input[value=note])")
    page.fill("#composer-text", "И заметка")
    page.click("button[formaction$='/notes/']")
    assert page.locator(".message--note", has_text="И заметка").count() == 1
    page.locator("summary[aria-label='Ещё']").click()
    page.click("a[href='#dialog-plan']")
    page.fill("#plan-at", "2031-02-03T12:00")
    page.fill("#plan-because", "В следующем выпуске")
    page.click("#dialog-plan button")
    assert "Плановая дата назначена" in page.content()
