"""The schema seen from a path: which keys are allowed where."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from opora.engine.charter.paths import Path
from opora.engine.charter.schema import Charter
from opora.engine.charter.schema.base import Part


def part_at(path: Path) -> type[Part] | None:
    """The class of the mapping at `path`, None where the schema has no fixed keys there."""
    here: Any = Charter
    for step in path:
        here = _step(here, step)
    return here if _is_part(here) else None


def keys_at(path: Path) -> tuple[str, ...]:
    """The keys that may stand at `path`; empty where they are free."""
    part = part_at(path)
    return tuple(part.model_fields) if part else ()


def parts() -> tuple[type[Part], ...]:
    """Every class that a charter consists of, in the order in which the charter names them."""
    found: dict[type[Part], None] = {}
    _collect(Charter, found)
    return tuple(found)


def parts_in(annotation: Any) -> Iterator[type[Part]]:
    """The classes that a field's type mentions."""
    if _is_part(annotation):
        yield annotation
    for argument in get_args(annotation):
        yield from parts_in(argument)


def _collect(part: type[Part], found: dict[type[Part], None]) -> None:
    if part in found:
        return
    found[part] = None
    for field in part.model_fields.values():
        for child in parts_in(field.annotation):
            _collect(child, found)


def _step(here: Any, step: str | int) -> Any:
    if _is_part(here):
        field = here.model_fields.get(step)
        return _plain(field.annotation) if field else None
    arguments = get_args(here)
    if get_origin(here) is dict:
        return _plain(arguments[1])
    return _plain(arguments[0]) if get_origin(here) is tuple else None


def _plain(annotation: Any) -> Any:
    """The type without `Annotated` and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [argument for argument in get_args(annotation) if argument is not type(None)]
        return _plain(rest[0]) if len(rest) == 1 else None
    return annotation


def _is_part(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, Part)
