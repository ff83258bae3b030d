"""A browser, and the site as `opora web` serves it, live updates included."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

CHROMIUM = os.environ.get("OPORA_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds: the machine may be busy
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WATCH = """
window.faults = [];
document.addEventListener('securitypolicyviolation', (event) => {
  faults.push(`${event.violatedDirective} ${event.blockedURI}`);
});
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for the whole run."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"There is no Chromium at {CHROMIUM}.")
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_cast: Any) -> Iterator[str]:
    """The address of the whole site over the test database."""
    with _serving() as address:
        yield address


@pytest.fixture
def reader(chromium: Any, site: str, transactional_cast: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page as somebody of the cast, or as a visitor: `reader("agent", phone=True)`."""
    contexts: list[Any] = []

    def sit_down(who: str = "", *, phone: bool = False, dark: bool = False, scripts: bool = True) -> Any:
        context = chromium.new_context(
            base_url=site,
            viewport=PHONE if phone else WIDE,
            color_scheme="dark" if dark else "light",
            locale="ru-RU",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if scripts:
            context.add_init_script(WATCH)
        if who:
            context.add_cookies([_signed_in(transactional_cast.user(who), site)])
        return context.new_page()

    yield sit_down
    for context in contexts:
        context.close()


def _signed_in(user: Any, site: str) -> dict[str, str]:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}


@contextmanager
def _serving() -> Iterator[str]:
    from django.conf import settings

    from opora.config.asgi import Origin

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]
    listening = socket.create_server(("127.0.0.1", 0))
    origin = Origin()
    config = uvicorn.Config(origin, ws="none", lifespan="on", log_config=None, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        origin.hub.end_streams()
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()
