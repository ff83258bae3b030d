"""What a rule of the linter is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from opora.engine.charter.paths import Path
from opora.engine.charter.problems import Severity
from opora.engine.charter.schema import Charter


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that breaks a rule; `on_key` puts the finger on the key instead of its value."""

    path: Path
    message: str
    hint: str = ""
    on_key: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `find` gives every place that breaks it. It sees only charters that fit the schema."""

    code: str
    title: str
    find: Callable[[Charter], Iterable[Finding]]
    severity: Severity = Severity.ERROR
