"""What a command of `opora` is made of, and how the commands are found."""

from __future__ import annotations

import argparse
import ast
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

COMMANDS = Path(__file__).parent / "commands"


class Needs(Enum):
    """What must be ready before a command runs."""

    NOTHING = "nothing"
    DJANGO = "django"
    DATABASE = "database"


class Failure(Exception):
    """The command cannot do what was asked; the text is one clear line for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Command:
    """A file of `opora/cli/commands`: `mail_parse.py` is the command `opora mail parse`.

    Its docstring is the help; `NEEDS`, `arguments(parser)` (may be absent) and `run(options) -> exit code` do the rest.
    """

    words: tuple[str, ...]
    path: Path

    @property
    def help(self) -> str:
        """The first line of the file's docstring, read without importing the file."""
        docstring = ast.get_docstring(ast.parse(self.path.read_text(encoding="utf-8"))) or ""
        return docstring.partition("\n")[0]

    def needs(self) -> Needs:
        """What must be ready before the command's module is imported; read without importing it."""
        for node in ast.parse(self.path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and any(
                isinstance(name, ast.Name) and name.id == "NEEDS" for name in node.targets
            ):
                return Needs[node.value.attr] if isinstance(node.value, ast.Attribute) else Needs.DATABASE
        return Needs.DATABASE

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Let the command describe its arguments."""
        declare: Callable[[argparse.ArgumentParser], None] | None = getattr(self._module(), "arguments", None)
        if declare:
            declare(parser)

    def run(self, options: argparse.Namespace) -> int:
        """Do it; the exit code."""
        return int(self._module().run(options))

    def _module(self) -> Any:
        return importlib.import_module(f"opora.cli.commands.{self.path.stem}")


def find() -> dict[tuple[str, ...], Command]:
    """All commands by their words."""
    files = sorted(path for path in COMMANDS.glob("*.py") if not path.stem.startswith("_"))
    return {words: Command(words, path) for path in files for words in [tuple(path.stem.split("_"))]}
