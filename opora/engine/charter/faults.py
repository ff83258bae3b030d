"""What the schema refuses, in words: pydantic's errors become problems with a place and the allowed values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from opora.engine.charter.paths import Path, text
from opora.engine.charter.problems import Problem, Severity
from opora.engine.charter.shape import keys_at, part_at
from opora.engine.charter.source import Positions

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "dict_type": "a mapping (`key: value`)",
    "model_type": "a mapping (`key: value`)",
    "model_attributes_type": "a mapping (`key: value`)",
    "tuple_type": "a list",
}
_FORMS = {
    "^[a-z][a-z0-9_-]{0,39}$": "a name: lower case Latin letters, digits, `-` and `_`, at most 40",
    "^[A-Z]{2,6}-\\d{2,3}$": "a code like `AMB-07`",
    "^[a-z][a-z0-9_-]{0,39}(/[a-z][a-z0-9_-]{0,39})*$": "a category path like `parent` or `parent/child`",
    "^\\d{1,9}(\\.\\d{1,4})?$": "a number like `4.7`",
    "^[A-Z]{3}$": "a currency of ISO 4217 like `RUB`",
    "^(due|\\d{1,3}%|[+-].+)$": "`due`, a share like `75%`, or an amount before or after it like `-1h`, `+4h`",
}
_COMMA = "a text with a comma stands in quotes inside `{…}` and `[…]`"


def problems(
    error: ValidationError, *, data: Mapping[str, Any], positions: Positions, file: str
) -> tuple[Problem, ...]:
    """One problem for every place the schema refuses, in the order of the file."""
    found: dict[tuple[Path, str], Problem] = {}  # by place and message: a union refuses once for each of its types
    for detail in _without_misspelt(error.errors(include_url=False)):
        code, path, on_key, message, hint = _explain(detail, data)
        at = positions.of(path, on_key=on_key)
        problem = Problem(code, Severity.ERROR, file, at.line, at.column, text(path), message, hint)
        found.setdefault((path, message), problem)
    return tuple(sorted(found.values(), key=lambda problem: (problem.line, problem.column)))


def _without_misspelt(details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """A key that is written almost right is one fault: it is not also missing."""
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    for detail in details:
        beside = [str(place[-1]) for place in unknown if place[:-1] == detail["loc"][:-1]]
        if detail["type"] != "missing" or not get_close_matches(str(detail["loc"][-1]), beside, n=1):
            yield detail


def nearest(word: str, among: Iterable[str]) -> str:
    """`did you mean …?` for a word close to one of those allowed, or else the list of them."""
    known = list(among)
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    listed = f"allowed: {', '.join(known)}" if known else ""
    return f"did you mean `{close[0]}`? {listed}" if close else listed


def _explain(detail: ErrorDetails, data: Mapping[str, Any]) -> tuple[str, Path, bool, str, str]:
    """(code, path, whether the key is at fault, message, hint)"""
    kind, place = detail["type"], detail["loc"]
    if kind == "extra_forbidden":
        word = str(place[-1])
        hint = _COMMA if detail["input"] is None and " " in word else nearest(word, keys_at(place[:-1]))
        return "S001", place, True, f"the key `{word}` is not known here", hint
    if kind == "missing":
        return "S002", place[:-1], True, f"the key `{place[-1]}` is missing", _meaning(place)
    path = tuple(_existing(place, data))
    if place and place[-1] == "[key]":
        return "S005", path, True, f"`{detail['input']}` is no name", _form(detail)
    return _explain_value(detail, path)


def _explain_value(detail: ErrorDetails, path: Path) -> tuple[str, Path, bool, str, str]:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind in _WANTED:
        quotes = "put it in quotes" if kind == "string_type" and isinstance(value, int | float) else ""
        return "S003", path, False, f"must be {_WANTED[kind]}, not {_shown(value)}", quotes
    if kind in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']*)'", str(context["expected"]))
        return "S004", path, False, f"{_shown(value)} is not allowed here", nearest(str(value), allowed)
    if kind == "string_pattern_mismatch":
        return "S005", path, False, f"{_shown(value)} is not understood", _form(detail)
    if kind == "value_error":
        return "S006", path, False, str(context["error"]), ""
    return "S007", path, False, _sentence(detail["msg"]), ""


def _form(detail: ErrorDetails) -> str:
    pattern = str(detail.get("ctx", {}).get("pattern", ""))
    return f"write {_FORMS[pattern]}" if pattern in _FORMS else detail["msg"]


def _meaning(place: Path) -> str:
    part = part_at(place[:-1])
    field = part.model_fields.get(str(place[-1])) if part else None
    return field.description or "" if field else ""


def _existing(place: Path, data: Any) -> Iterator[str | int]:
    """The part of pydantic's location that is a place in the charter, without its words for types."""
    here = data
    for step in place:
        inside = isinstance(here, Mapping) and step in here
        if not inside and not (isinstance(here, list) and isinstance(step, int) and step < len(here)):
            return
        here = here[step]
        yield step


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | list | tuple):
        return "a mapping" if isinstance(value, Mapping) else "a list"
    shown = str(value)
    return f"`{shown if len(shown) <= 60 else shown[:57] + '...'}`"


def _sentence(message: str) -> str:
    return message[:1].lower() + message[1:]
