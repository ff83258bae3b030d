"""Foreign keys over (desk, id): the database itself refuses a reference from one desk's row to another's.

They are derived from the models: every reference without a constraint of its own (`DeskKey`) from one `DeskOwned`
table to another. Names are stable, so what exists is left alone, and what no model asks for any more is dropped.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from opora.desks.models import DeskOwned

PREFIX = "desk_key_"
PARENT_PREFIX = "desk_once_"


@dataclass(frozen=True, slots=True)
class DeskReference:
    """Column `column` of `table` names a row of `parent` on the same desk; `on_delete` is SQL."""

    table: str
    column: str
    parent: str
    on_delete: str

    @property
    def name(self) -> str:
        """The constraint's name: short enough for PostgreSQL, and another one when the meaning changes."""
        words = f"{self.table}.{self.column}.{self.parent}.{self.on_delete}"
        return f"{PREFIX}{self.table[:30]}_{hashlib.sha256(words.encode()).hexdigest()[:12]}"


def declared() -> list[DeskReference]:
    """All references between rows of a desk, as the models say."""
    return sorted(
        (
            _reference(field)
            for model in apps.get_models()
            for field in model._meta.local_fields
            if _carries_desk(field)
        ),
        key=lambda reference: (reference.table, reference.column),
    )


def missing(cursor: Any) -> list[str]:
    """References the models ask for and the database lacks, as `table.column`."""
    existing = _existing(cursor)
    return [f"{one.table}.{one.column}" for one in _wanted(cursor) if (one.table, one.name) not in existing]


def write(cursor: Any) -> None:
    """Add what is missing and drop what no longer applies."""
    wanted = {(one.table, one.name): one for one in _wanted(cursor)}
    existing = _existing(cursor)
    for table, name in sorted(existing - set(wanted)):
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    for parent in sorted({one.parent for one in wanted.values()}):
        _make_unique(cursor, parent)
    for key in sorted(set(wanted) - existing):
        _add(cursor, wanted[key])


def _carries_desk(field: Any) -> bool:
    if (
        not isinstance(field, models.ForeignKey)
        or getattr(field, "db_constraint", True)
        or not issubclass(field.model, DeskOwned)
    ):
        return False
    target = field.remote_field.model
    return isinstance(target, type) and issubclass(target, DeskOwned)


def _reference(field: Any) -> DeskReference:
    actions = {models.CASCADE: "CASCADE", models.SET_NULL: f'SET NULL ("{field.column}")'}
    on_delete = actions.get(field.remote_field.on_delete, "NO ACTION")
    return DeskReference(field.model._meta.db_table, field.column, field.remote_field.model._meta.db_table, on_delete)


def _existing(cursor: Any) -> set[tuple[str, str]]:
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype = 'f' AND starts_with(conname, %s) AND connamespace = current_schema()::regnamespace",
        [PREFIX],
    )
    return {(table.strip('"'), name) for table, name in cursor.fetchall()}


def _wanted(cursor: Any) -> list[DeskReference]:
    """What the models say of the tables that exist (a model whose migration is still to be written has none)."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    tables = {row[0] for row in cursor.fetchall()}
    return [one for one in declared() if {one.table, one.parent} <= tables]


def _make_unique(cursor: Any, parent: str) -> None:
    name = f"{PARENT_PREFIX}{parent}"[:63]
    cursor.execute(
        "SELECT 1 FROM pg_constraint WHERE conname = %s AND connamespace = current_schema()::regnamespace", [name]
    )
    if not cursor.fetchone():
        cursor.execute(f'ALTER TABLE "{parent}" ADD CONSTRAINT "{name}" UNIQUE (desk_id, id)')


def _add(cursor: Any, one: DeskReference) -> None:
    """First for new rows only, then checked for the old ones: writers wait for a moment, not for the whole check."""
    cursor.execute(
        f'ALTER TABLE "{one.table}" ADD CONSTRAINT "{one.name}" FOREIGN KEY (desk_id, "{one.column}")'
        f' REFERENCES "{one.parent}" (desk_id, id) ON DELETE {one.on_delete} NOT VALID'
    )
    cursor.execute(f'ALTER TABLE "{one.table}" VALIDATE CONSTRAINT "{one.name}"')
