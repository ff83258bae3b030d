"""Pages by key, not by number: the next page begins after the last row seen, so its cost does not grow with depth.

Every column of an order must be NOT NULL and the last one unique; then one row comparison over one index does it all.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext

from opora.toolkit.errors import Problem

M = TypeVar("M", bound=models.Model)
CURSOR_LIMIT = 500


@dataclass(eq=False)
class BadCursor(Problem):
    """A cursor that this list did not make."""

    field: str = "after"

    code: ClassVar[str] = "bad_cursor"

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("This page of the list cannot be opened: begin from the first one.")


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows of a list; `next` is the cursor of what follows, None at the end."""

    rows: Sequence[M]
    next: str | None


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order of a list: columns, all ascending or all descending."""

    columns: tuple[str, ...]
    descending: bool = False

    def page(self, rows: models.QuerySet[M], *, after: str | None, limit: int) -> Page[M]:
        """At most `limit` rows after the cursor; one query. Raises BadCursor."""
        narrowed = rows.filter(self._beyond(self._values(rows.model, after))) if after else rows
        found = list(narrowed.order_by(*self._order())[: limit + 1])
        return Page(found[:limit], self.cursor(found[limit - 1]) if len(found) > limit else None)

    def cursor(self, row: models.Model) -> str:
        """Where `row` stands in this order, as opaque text for a URL."""
        values = [_written(getattr(row, column)) for column in self.columns]
        text = json.dumps([",".join(self._order()), *values], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _order(self) -> tuple[str, ...]:
        return tuple(f"-{column}" if self.descending else column for column in self.columns)

    def _beyond(self, values: list[Any]) -> Any:
        compared = TupleLessThan if self.descending else TupleGreaterThan
        return compared(Tuple(*(F(column) for column in self.columns)), values)

    def _values(self, model: type[models.Model], cursor: str) -> list[Any]:
        order, *values = _read(cursor)
        if order != ",".join(self._order()) or len(values) != len(self.columns):
            raise BadCursor
        pairs = zip(self.columns, values, strict=True)
        return [_checked(model._meta.get_field(column), value) for column, value in pairs]


def _read(cursor: str) -> list[Any]:
    try:
        padded = cursor[:CURSOR_LIMIT] + "=" * (-len(cursor[:CURSOR_LIMIT]) % 4)
        decoded = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, UnicodeError, binascii.Error, RecursionError) as error:
        raise BadCursor from error
    if not isinstance(decoded, list) or not decoded:
        raise BadCursor
    return decoded


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _checked(field: Any, value: Any) -> Any:
    kind = getattr(field, "output_field", field)
    if isinstance(kind, models.DateTimeField):
        return _moment(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise BadCursor
    return value


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadCursor from error
    if moment.tzinfo is None:
        raise BadCursor
    return moment
