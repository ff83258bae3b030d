"""The portal, signing in, figures and ledgers in a real browser: they work, and nothing sticks out at any width."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from opora.desks import tenancy
from tests.cast import AT, words
from tests.cast.people import PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

pytestmark = [
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed at /usr/bin/chromium."),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the tests
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitor:
    """A browser window of one person; what its console complains of is kept."""

    def __init__(self, chromium: Any, address: str, viewport: dict[str, int], scripts: bool = True) -> None:
        self.context = chromium.new_context(
            viewport=viewport, locale="ru-RU", base_url=address, java_script_enabled=scripts
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def sign_in(self, email: str) -> None:
        self.page.goto("/accounts/login/")
        self.page.fill("#login", email)
        self.page.fill("#password", PASSWORD)
        self.page.press("#password", "Enter")
        self.page.wait_for_url(lambda url: "/accounts/" not in url)

    def overflow(self, path: str) -> int:
        answer = self.page.goto(path)
        assert answer.status == 200, path
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture
def visit(chromium: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr("opora.toolkit.clock.now", lambda: AT + timedelta(hours=4))
    opened: list[Visitor] = []

    def visitor(viewport: dict[str, int] = WIDE, *, scripts: bool = True) -> Visitor:
        opened.append(Visitor(chromium, live_server.url, viewport, scripts))
        return opened[-1]

    yield visitor
    for one in opened:
        one.context.close()


@pytest.fixture
def story(transactional_cast: Any) -> Any:
    """A ticket that was asked about, answered and solved, with a long word in its subject."""
    from opora.tickets import actions
    from tests.cast.fixtures import registering

    cast = transactional_cast
    ticket = registering(cast)(subject="Ошибка " + "очень-длинное-слово-без-пробелов" * 4, category="shop/orders")
    agent, customer = cast.actor("agent"), cast.actor("requester")
    actions.take(ticket, by=agent, at=AT)
    actions.ask(ticket, words=words("Что?"), by=agent, at=AT + timedelta(hours=1))
    actions.customer_reply(
        ticket, words=words("https://example.org/" + "x" * 300), by=customer, at=AT + timedelta(hours=2)
    )
    actions.solve(ticket, words=words("Готово"), by=agent, at=AT + timedelta(hours=3))
    return cast, ticket


def test_the_promise_follows_what_is_chosen_and_the_ticket_is_registered(visit: Any, transactional_cast: Any) -> None:
    window = visit()
    window.sign_in(transactional_cast.user("requester").email)
    page = window.page
    page.goto("/desk/new/")
    promise = page.locator("#promise")
    before = promise.inner_text()
    page.select_option("#priority", "critical")
    page.wait_for_function("text => document.querySelector('#promise').innerText !== text", arg=before)
    page.check("input[name=kind][value=content]")
    page.wait_for_selector("[name='fields.when']")
    page.fill("#subject", "Баннер на главную")
    page.fill("#text", "К распродаже")
    page.fill("[name='fields.when']", "в пятницу")
    page.click("[data-send]")
    page.wait_for_url("**/desk/tickets/*/")
    assert page.locator("h1").inner_text() == "Баннер на главную"
    assert page.locator(".my-clock").count() >= 1
    assert window.complaints == []


def test_without_scripts_a_ticket_can_be_registered_and_confirmed(visit: Any, story: Any) -> None:
    cast, ticket = story
    window = visit(scripts=False)
    window.sign_in(cast.user("requester").email)
    page = window.page
    page.goto("/desk/new/?kind=incident")
    page.fill("#subject", "Без скриптов")
    page.fill("#text", "Работает?")
    page.click("[name=show]")
    assert page.input_value("#subject") == "Без скриптов"
    page.click("[data-send]")
    assert page.locator("h1").inner_text() == "Без скриптов"
    page.goto(f"/desk/tickets/{ticket.name}/")
    page.click(".judgement form[action$='/confirmation/'] button")
    with tenancy.desk(cast.desk.pk):
        ticket.refresh_from_db()
    assert ticket.phase == "closed"


def test_rating_after_confirming(visit: Any, story: Any) -> None:
    cast, ticket = story
    window = visit(PHONE)
    window.sign_in(cast.user("requester").email)
    page = window.page
    page.goto(f"/desk/tickets/{ticket.name}/")
    page.click(".judgement form[action$='/confirmation/'] button")
    page.check("input[name=score][value='5']", force=True)
    page.click(".survey button")
    page.wait_for_selector("input[name=score][value='5']:checked", state="attached")
    assert window.complaints == []


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_sticks_out(visit: Any, story: Any, viewport: dict[str, int]) -> None:
    cast, ticket = story
    tickets = f"/desk/tickets/{ticket.name}/"
    customer = [
        "/desk/",
        "/desk/new/",
        tickets,
        f"{tickets}clocks/resolution/",
        "/accounts/profile/",
        "/accounts/password/",
    ]
    lead = ["/desk/work/figures/", f"/desk/work/tickets/{ticket.name}/clocks/resolution/"]
    visitor = ["/desk/", "/desk/join/", "/accounts/login/", "/accounts/login/code/"]
    for name, pages in (("", visitor), ("requester", customer), ("lead", lead)):
        window = visit(viewport)
        if name:
            window.sign_in(cast.user(name).email)
        assert {path: window.overflow(path) for path in pages} == dict.fromkeys(pages, 0)
        assert window.complaints == []
