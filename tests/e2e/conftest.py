"""One furnished, running installation for all tests of a worker, and windows on it.

Tests share it in any order: each begins on a later working morning, with customers nobody else has.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.api import Api, api_of
from tests.e2e.browser import Windows, launched
from tests.e2e.installation import Installation
from tests.e2e.people import AGENT


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A running installation with the desk of the tests; it may have been killed by the test before."""
    installation = Installation(tmp_path_factory.mktemp("opora"))
    try:
        installation.next_morning()
        installation.furnish()
        installation.start()
        yield installation
    finally:
        installation.clear()


@pytest.fixture(scope="session")
def api(furnished: Installation) -> Api:
    """The agent's key to the API, issued on the command line."""
    return api_of(furnished, AGENT)


@pytest.fixture
def installation(furnished: Installation) -> Installation:
    """The installation on a later working morning, running."""
    furnished.next_morning()
    if not furnished.is_running:
        furnished.start()
    return furnished


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module; no longer, for while it is open Django thinks it runs in a coroutine."""
    with launched() as started:
        yield started


@pytest.fixture
def windows(browser: Browser, installation: Installation) -> Iterator[Windows]:
    """Windows on the installation; a page that complains in its console fails the test."""
    opened = Windows(browser, installation)
    yield opened
    opened.close()
    assert opened.complaints == []
