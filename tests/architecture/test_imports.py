"""The rooms import downwards only: the contracts of .importlinter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import REPOSITORY


def test_the_contracts_are_kept() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    ended = subprocess.run([linter], check=False, capture_output=True, text=True, cwd=REPOSITORY)
    assert ended.returncode == 0, ended.stdout[-3000:]
