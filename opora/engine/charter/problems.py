"""What is wrong with a charter, where, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a charter can run with it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: `line` and `column` count from 1, or are 0 where no file was read; `path` is `objectives[2].on`."""

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        where = f" {self.path}:" if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.severity} {self.code}:{where} {self.message}{hint}"

    @property
    def is_fatal(self) -> bool:
        """The charter cannot run."""
        return self.severity is Severity.ERROR


class CharterError(Exception):
    """A charter that cannot run; `problems` holds every fault found and every warning, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
