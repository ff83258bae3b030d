"""Places inside a charter: their text form, and patterns that name many of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opora.engine.charter.schema import Part

Path = tuple[str | int, ...]
"""Keys and list positions from the root: `("objectives", 2, "on")`."""


def text(path: Path) -> str:
    """`objectives[2].on` for `("objectives", 2, "on")`; empty for the root."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).removeprefix(".")


def select(root: Any, pattern: str) -> Iterator[tuple[Path, Any]]:
    """Every (path, value) that `pattern` names, values that are None left out.

    `workflow.statuses.*.next.*`: a star stands for every key of a mapping and every place of a list;
    `categories.**.line`: two stars for every branch of the category tree; a last `@` for the keys of a mapping
    instead of its values.
    """
    return _walk(root, tuple(pattern.split(".")), ())


def children(value: Any) -> Iterator[tuple[str | int, Any]]:
    """What is directly inside a part, a mapping or a list, by its key or place; nothing inside anything else."""
    if isinstance(value, Part):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list | tuple):
        yield from enumerate(value)


def _walk(value: Any, steps: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    if value is None:
        return
    if not steps:
        yield path, value
    elif steps[0] == "@":
        yield from (((*path, key), key) for key in value)
    elif steps[0] in ("*", "**"):
        for key, child in children(value):
            yield from _walk(child, steps[1:], (*path, key))
            if steps[0] == "**":
                yield from _walk(child.children, steps, (*path, key, "children"))
    else:
        yield from _walk(_child(value, steps[0]), steps[1:], (*path, steps[0]))


def _child(value: Any, step: str) -> Any:
    return value.get(step) if isinstance(value, Mapping) else getattr(value, step, None)
