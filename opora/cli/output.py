"""How commands print: JSON for programs, aligned columns for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any


def show(value: Any, *, as_json: bool, text: str = "") -> None:
    """Print `value` as JSON when asked, else `text`."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) if as_json else text)


def table(rows: Sequence[Sequence[Any]]) -> str:
    """Rows in aligned columns; the first row is the heading."""
    words = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in words) for column in range(len(words[0]))] if words else []
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in words
    )


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)
