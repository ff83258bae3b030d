"""A real browser, one window for each person."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.installation import Installation
from tests.e2e.people import PASSWORD, Person

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MS = 20_000


def executable() -> str:
    """The browser of this machine; `OPORA_CHROMIUM` names another."""
    names = (os.environ.get("OPORA_CHROMIUM", "chromium"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found, "No Chromium is installed; bin/test installs one."
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without windows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Windows:
    """The windows people have open on one installation; what their consoles complain of is kept."""

    browser: Browser
    installation: Installation
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """A page in a new window that knows nobody."""
        context = self.browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU")
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.installation.url(path))
        return page

    def sign_in(self, person: Person, path: str) -> Page:
        """Somebody's own window, at `path` after the sign-in page."""
        page = self.open(f"/accounts/login/?next={path}")
        sign_in(page, person)
        page.wait_for_url(self.installation.url(path))
        return page

    def close(self) -> None:
        """Close them all."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()


def sign_in(page: Page, person: Person) -> None:
    """Fill in the sign-in page that is shown."""
    page.fill("#login", person.email)
    page.fill("#password", PASSWORD)
    page.click("form.sign-in button.button--primary")
