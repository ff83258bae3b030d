"""Names say what things are (STYLE.md, Rooms and Names)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.architecture.source import REPOSITORY, modules, name

EMPTY_WORDS = {"services", "utils", "helpers", "managers", "common", "misc", "util", "helper", "manager", "signals"}
COMPANIES = re.compile(r"primo\W?art|pro\W?crm|smart[-_ ]systems|bpm[-_ ]?cent", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
MACHINE = re.compile(
    "|".join(["/ro" + "ot/", "/wo" + "rk/(main|shared)", "/ho" + "me/[a-z]", "file:/" + "//", r"pypi\.org/sim" + "ple"])
)


def test_no_module_has_an_empty_name() -> None:
    assert not [
        name(path) for path in modules(tests=True) if {path.stem, *path.relative_to(REPOSITORY).parts} & EMPTY_WORDS
    ]


def test_no_code_names_one_of_the_five_companies() -> None:
    """Nothing is special-cased: what a regulation demands is in its charter. The demonstration plays on all five."""
    code = [path for path in modules() if path.relative_to(REPOSITORY).parts[:3] != ("opora", "cli", "demo")]
    assert not [name(path) for path in code if COMPANIES.search(path.read_text())]


def test_nothing_is_left_for_later() -> None:
    assert not [name(path) for path in modules(tests=True) if UNFINISHED.search(path.read_text())]


def test_no_path_of_a_machine_and_no_address_of_a_registry_is_in_the_project() -> None:
    assert not [
        str(path) for path in _kept_files() if MACHINE.search(path.read_text(encoding="utf-8", errors="replace"))
    ]


def _kept_files() -> list[Path]:
    """What git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        check=True,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
    )
    files = [REPOSITORY / line for line in listed.stdout.split("\0") if line]
    return [path for path in files if path.is_file() and path.suffix not in (".png", ".jpg", ".woff2", ".eml", ".mo")]
