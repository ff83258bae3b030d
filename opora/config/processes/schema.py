"""Which state of the tables this code needs, which one a database has: compared at every start, without Django."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[2]
LIBRARIES = ("django", "procrastinate", "allauth")  # their own migrations


def wanted() -> str:
    """A fingerprint of everything that shapes the tables: migrations, models, row security, the libraries' versions."""
    digest = hashlib.sha256()
    for path in sorted(
        (*PACKAGE.glob("*/migrations/*.py"), *PACKAGE.glob("*/models.py"), *PACKAGE.glob("*/models/*.py"), *_security())
    ):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    for folder in sorted(_libraries()):
        digest.update(folder.encode())
    return digest.hexdigest()[:32]


def installed(connection: Any) -> str:
    """The fingerprint `remember` left in this database; empty for a new one. `connection` is psycopg's."""
    if connection.execute("SELECT to_regclass('opora_installation')").fetchone()[0] is None:
        return ""
    row = connection.execute("SELECT fingerprint FROM opora_installation").fetchone()
    return str(row[0]) if row else ""


def remember(cursor: Any, fingerprint: str) -> None:
    """Keep the fingerprint in the database, as the last step of `opora migrate`."""
    cursor.execute(
        "CREATE TABLE IF NOT EXISTS opora_installation (one boolean PRIMARY KEY DEFAULT true CHECK (one),"
        " fingerprint text NOT NULL, migrated_at timestamptz NOT NULL DEFAULT now())"
    )
    cursor.execute(
        "INSERT INTO opora_installation (fingerprint) VALUES (%s)"
        " ON CONFLICT (one) DO UPDATE SET fingerprint = excluded.fingerprint, migrated_at = now()",
        [fingerprint],
    )
    cursor.execute("GRANT SELECT ON opora_installation TO PUBLIC")


def _security() -> list[Path]:
    return [PACKAGE / "desks" / name for name in ("row_security.py", "desk_keys.py")]


def _libraries() -> list[str]:
    from importlib.metadata import version

    return [
        f"{name}=={version(distribution)}"
        for name, distribution in zip(LIBRARIES, ("Django", "procrastinate", "django-allauth"), strict=True)
    ]
