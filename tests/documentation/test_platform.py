"""Every setting and every command has its place in the documentation (STYLE.md, 15)."""

from __future__ import annotations

import ast
import re

from opora.cli.command import find
from tests.architecture.source import REPOSITORY

SETTINGS = REPOSITORY / "opora" / "config" / "settings.py"
READERS = {"networks", "text", "flag", "number", "port", "folder", "choice", "url"}


def variables() -> set[str]:
    """The environment variables the settings read."""
    calls = [node for node in ast.walk(ast.parse(SETTINGS.read_text())) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def documented(page: str) -> str:
    return (REPOSITORY / "docs" / page).read_text(encoding="utf-8")


def test_every_setting_is_documented_and_no_other() -> None:
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", documented("settings.md"), re.MULTILINE))
    assert rows == variables()


def test_every_command_is_documented() -> None:
    page = documented("cli.md")
    assert not [" ".join(words) for words in find() if f"`opora {' '.join(words)}" not in page]


def test_every_decision_page_can_be_found_by_its_links() -> None:
    """Relative links of the pages lead somewhere."""
    broken = []
    for page in sorted((REPOSITORY / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name} -> {target}")
    assert not broken
