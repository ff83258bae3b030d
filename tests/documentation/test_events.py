"""docs/events.md names every event, with its payload."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

import opora
from opora.config.wiring import REACTIONS

EVENTS = list(REACTIONS)
PAGE = Path(opora.__file__).parent.parent / "docs" / "events.md"
SECRET = ("token",)
COMMON = ("desk_id", "ticket_id", "actor", "at", "subject")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_event_has_its_row(event):
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith(f"| `{event.name}` |")]
    _, _name, public, meaning, payload, _ = (cell.strip() for cell in row.split("|"))
    assert public == ("yes" if event.public else "no") and meaning
    own = [field.name for field in fields(event) if field.name not in (*COMMON, *SECRET)]
    assert payload == (", ".join(f"`{field}`" for field in own) or "none")
