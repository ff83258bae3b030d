"""What people do in their windows, in the words of their work; every step waits for what it should bring."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.people import DESK, Person

WAIT_MS = 20_000


def ticket_path(name: str) -> str:
    """The page of a ticket in the workspace."""
    return f"/{DESK}/work/tickets/{name}/"


def portal_path(name: str) -> str:
    """The page of a ticket in the portal."""
    return f"/{DESK}/tickets/{name}/"


def take(page: Page, agent: Person) -> None:
    """Take the ticket of the page to work."""
    page.click("#heading [data-shortcut=t]")
    expect(page.locator("#timeline")).to_contain_text(agent.name, timeout=WAIT_MS)
    expect(status(page)).to_have_text("В работе", timeout=WAIT_MS)


def write(page: Page, mode: str, text: str) -> None:
    """Write with the composer: `reply`, `question`, `solution` or `note`."""
    choose(page, mode)
    page.fill("#composer-text", text)
    send(page, mode)
    expect(page.locator("#timeline")).to_contain_text(text, timeout=WAIT_MS)


def choose(page: Page, mode: str) -> None:
    """Choose what the composer writes."""
    page.click(f"#composer label:has(input[value={mode}])")


def send(page: Page, mode: str) -> None:
    """Send what the composer holds; it is empty afterwards."""
    page.click(f"#composer button[data-mode={mode}]")
    expect(page.locator("#composer-text")).to_have_value("", timeout=WAIT_MS)


def insert_template(page: Page, key: str) -> str:
    """Insert a reply template; gives what the composer holds then."""
    page.click("#composer details.menu > summary")
    page.click(f'#composer a[href^="?template={key}"]')
    return page.input_value("#composer-text")


def status(page: Page) -> Locator:
    """The status in the heading of the ticket."""
    return page.locator("#heading .ticket__state > .badge").first


def clock(page: Page, title: str) -> Locator:
    """One deadline of the side panel."""
    return page.locator("#panel .clock", has_text=title)


def expect_state(page: Page, title: str, state: str) -> None:
    """Wait until a deadline of the side panel is `running`, `soon`, `late`, `paused` or `met`."""
    expect(clock(page, title).locator(".deadline")).to_have_attribute("data-state", state, timeout=WAIT_MS)


def mark(page: Page) -> None:
    """Remember in the document that it is this one."""
    page.evaluate("document.documentElement.dataset.sameDocument = 'yes'")


def expect_same_document(page: Page) -> None:
    """The page was never loaded again since `mark`."""
    assert page.evaluate("document.documentElement.dataset.sameDocument") == "yes"
