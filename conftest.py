"""Pytest's root: the databases and the cast for every test of the repository."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # so that `tests.cast` is a module

pytest_plugins = ["opora.toolkit.tests.databases", "tests.cast.fixtures"]
