"""E002: a `reading` is the code of an entry of `readings`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opora.engine.charter.faults import nearest
from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.paths import Path, children
from opora.engine.charter.schema import Charter, Item


def find(charter: Charter) -> Iterator[Finding]:
    for path, item in _items(charter, ()):
        if item.reading is not None and item.reading not in charter.readings:
            hint = nearest(item.reading, charter.readings)
            yield Finding((*path, "reading"), f"there is no reading `{item.reading}` in `readings`", hint)
    yield from _calendars(charter)


def _calendars(charter: Charter) -> Iterator[Finding]:
    for key, spec in charter.calendars.items():
        code = spec.get("reading") if isinstance(spec, dict) else None
        if code is not None and code not in charter.readings:
            yield Finding(("calendars", key, "reading"), f"there is no reading `{code}` in `readings`")


def _items(value: Any, path: Path) -> Iterator[tuple[Path, Item]]:
    if isinstance(value, Item):
        yield path, value
    for key, child in children(value):
        yield from _items(child, (*path, key))


RULE = Rule("E002", "unknown reading", find)
