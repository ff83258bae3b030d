"""The JSON Schema of charters, for editors and other programs."""

from __future__ import annotations

from typing import Any

from opora.engine.charter.schema import Charter

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a charter as it is written, without what only the linter can see."""
    schema = Charter.model_json_schema(mode="validation")
    return {"$schema": DIALECT, **schema, "title": "Opora charter"}
