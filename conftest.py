"""Pytest's root: the databases and the cast for every test of the repository."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # so that `tests.cast` is a module

import pytest

pytest_plugins = ["opora.toolkit.tests.databases", "tests.cast.fixtures"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays together on one worker, and the whole product is started by one worker only.

    An open browser makes its thread look like a coroutine, so nothing else may run between the tests of such a file.
    """
    for item in items:
        folder = item.path.parent
        item.add_marker(pytest.mark.xdist_group("e2e" if folder.name == "e2e" else str(item.path)))
