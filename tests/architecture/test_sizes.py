"""Nothing grows beyond what a reader can hold (STYLE.md, 4)."""

from __future__ import annotations

import ast

from tests.architecture.source import REPOSITORY, modules, name, nodes

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_SHEET = 400  # lines of a style sheet, a script or a template


def test_no_file_is_too_long() -> None:
    assert not [name(path) for path in modules(tests=True) if len(path.read_text().splitlines()) >= LONGEST_FILE]


def test_no_function_is_too_long() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in modules(tests=True)
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno + 1 >= LONGEST_FUNCTION
    ]
    assert not long


def test_no_sheet_script_or_template_is_too_long() -> None:
    files = [path for kind in ("css", "js", "html") for path in (REPOSITORY / "opora").rglob(f"*.{kind}")]
    assert not [name(path) for path in files if len(path.read_text().splitlines()) >= LONGEST_SHEET]
