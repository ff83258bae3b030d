"""The reference of the charter's keys and of the linter's codes, as Markdown pages made from the schema itself."""

from __future__ import annotations

import sys
import types
from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from opora.engine.charter.lint import RULES
from opora.engine.charter.schema import Charter
from opora.engine.charter.schema.base import AmountText, DecimalText, Item, Key, Part, Titled
from opora.engine.charter.shape import parts

PAGES = {
    "root": "charter.md",
    "terms": "time.md",
    "flow": "workflow.md",
    "service": "service.md",
    "people": "people.md",
    "quality": "quality.md",
    "base": "common.md",
}
"""Module of the schema -> page that describes its parts."""

_COMMON: tuple[type[Part], ...] = (Titled, Item)
_PLAIN = {str: "text", int: "whole number", bool: "true or false", Any: "see the page on calendars"}
_NAMED: tuple[tuple[Any, str], ...] = ((Key, "name"), (AmountText, "length of time"), (DecimalText, "number"))


def pages() -> dict[str, str]:
    """File name -> Markdown, for every module of the schema and for the linter."""
    described: tuple[type[Part], ...] = (*parts(), *_COMMON)
    made = {page: _page(module, described) for module, page in PAGES.items()}
    return {**made, "linter.md": _linter()}


def _page(module: str, described: tuple[type[Part], ...]) -> str:
    name = f"{Charter.__module__.rpartition('.')[0]}.{module}"
    sections = [_section(part) for part in described if part.__module__ == name]
    title = (sys.modules[name].__doc__ or "").strip()
    return f"# {title}\n\nMade from the schema; do not edit.\n\n" + "\n".join(sections)


def _section(part: type[Part]) -> str:
    fields = {name: field for name, field in part.model_fields.items() if name not in _inherited(part)}
    rows = [f"| `{name}` | {_words(field)} | {_need(field)} | {field.description} |" for name, field in fields.items()]
    common = _common(part)
    head = f"## {part.__name__}\n\n{(part.__doc__ or '').strip()}{common}\n\n"
    return head + "| key | value | default | meaning |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def _inherited(part: type[Part]) -> Collection[str]:
    """Keys that stand on the page of what every item takes."""
    above = next((common for common in _COMMON if issubclass(part, common) and part is not common), None)
    return above.model_fields if above else ()


def _common(part: type[Part]) -> str:
    if not _inherited(part):
        return ""
    return f"\n\nIt also takes the keys of [{'Titled' if issubclass(part, Titled) else 'Item'}](common.md)."


def _need(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.default
    if default is None or default in ((), {}):
        return ""
    return "" if isinstance(default, Part) else f"`{_value(default)}`"


def _value(default: Any) -> str:
    if isinstance(default, bool):
        return "true" if default else "false"
    return f"[{', '.join(map(_value, default))}]" if isinstance(default, tuple) else str(default)


def _words(field: FieldInfo) -> str:
    annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    return _kind(annotation)


def _kind(annotation: Any) -> str:
    named = next((words for known, words in _NAMED if annotation == known), "")
    if named or annotation in _PLAIN:
        return named or _PLAIN[annotation]
    if get_origin(annotation) is Annotated:
        return _kind(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return _link(annotation)
    return _compound(annotation)


def _compound(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin is tuple:
        return f"list of: {_kind(arguments[0])}"
    if origin is dict:
        return f"mapping of names to: {_kind(arguments[1])}"
    if origin in (Union, types.UnionType):
        return " or ".join(_kind(argument) for argument in arguments if argument is not types.NoneType)
    assert issubclass(annotation, StrEnum)
    return ", ".join(f"`{value}`" for value in annotation)


def _link(part: type[Part]) -> str:
    page = PAGES[part.__module__.rpartition(".")[2]]
    return f"[{part.__name__}]({page}#{part.__name__.lower()})"


def _linter() -> str:
    rules = sorted(RULES, key=lambda rule: rule.code)
    rows = [f"| `{rule.code}` | {rule.severity} | {rule.title} | {_meaning(rule.find.__module__)} |" for rule in rules]
    head = "# The linter\n\nMade from its rules; do not edit. An error stops the charter, a warning does not.\n\n"
    return head + "| code | severity | fault | rule |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def _meaning(module: str) -> str:
    first = (sys.modules[module].__doc__ or "").strip().splitlines()[0]
    return first.partition(": ")[2]
