"""The second lock: what `opora migrate` writes into the database after Django's own migrations, as the owner.

Every table with a `desk_id` shows a connection the rows of its current desk only (`opora.desks.tenancy`), the
application works under a role that cannot switch this off, and references between rows of a desk carry the desk
(`desk_keys`).
Everything here may be run again and again.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.utils import ProgrammingError

from opora.desks import desk_keys

APP_ROLE = "opora_app"
POLICY = "desk_is_current"
CURRENT = "current_setting('opora.desk', true)"
# Sub-selects: PostgreSQL reads the setting once a query, not once a row (measured: half the time of a count).
RULE = f"desk_id = (SELECT NULLIF({CURRENT}, '')::bigint) OR (SELECT {CURRENT}) = '0'"
LOCK_TIMEOUT = "5s"

_TABLES_OF_DESKS = """
    SELECT c.relname, c.relrowsecurity,
           (SELECT coalesce(obj_description(p.oid, 'pg_policy'), '')
              FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = %s)
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'desk_id' AND NOT a.attisdropped
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
     ORDER BY c.relname
"""


class RoleMissing(RuntimeError):
    """The role of the application does not exist and may not be made by whoever migrates."""

    def __init__(self, user: str) -> None:
        super().__init__(
            f"The role {APP_ROLE} is missing and {user} may not make it. As an administrator of the server run: "
            f"CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS; GRANT {APP_ROLE} TO {user};"
        )


def secure(connection: Any) -> None:
    """Bring roles, rights, row security and references up to date; `connection` is the owner's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        _make_role(cursor)
        _grant(cursor)
        for table, is_on, rule in _tables(cursor):
            if not is_on or rule != _fingerprint():
                _lock(cursor, table)
        desk_keys.write(cursor)
        cursor.execute("RESET lock_timeout")


def problems(connection: Any) -> list[str]:
    """What weakens the second lock, one sentence each; empty when all is well. Any role may ask."""
    with connection.cursor() as cursor:
        found = _problems_of_role(cursor)
        for table, is_on, rule in _tables(cursor):
            if not is_on:
                found.append(f"Table {table} has no row-level security.")
            elif rule != _fingerprint():
                found.append(f"Table {table} does not have the policy {POLICY} of this version: run `opora migrate`.")
        found += [
            f"Reference {name} between rows of one desk is missing: run `opora migrate`."
            for name in desk_keys.missing(cursor)
        ]
    return found


def _tables(cursor: Any) -> list[tuple[str, bool, str | None]]:
    cursor.execute(_TABLES_OF_DESKS, [POLICY])
    return list(cursor.fetchall())


def _make_role(cursor: Any) -> None:
    cursor.execute("SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [APP_ROLE])
    user, exists = cursor.fetchone()
    try:
        if not exists:
            cursor.execute(f"CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE")
        cursor.execute(
            "SELECT rolsuper OR pg_has_role(current_user, %s,"
            " CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)"
            " FROM pg_roles WHERE rolname = current_user",
            [APP_ROLE],
        )
        if not cursor.fetchone()[0]:
            cursor.execute(f'GRANT {APP_ROLE} TO "{user}"')
    except ProgrammingError as error:
        raise RoleMissing(user) from error


def _grant(cursor: Any) -> None:
    cursor.execute("SELECT current_schema()")
    schema = f'"{cursor.fetchone()[0]}"'
    rights = {"TABLES": "SELECT, INSERT, UPDATE, DELETE", "SEQUENCES": "USAGE, SELECT, UPDATE", "FUNCTIONS": "EXECUTE"}
    cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {APP_ROLE}")
    for kind, right in rights.items():
        cursor.execute(f"GRANT {right} ON ALL {kind} IN SCHEMA {schema} TO {APP_ROLE}")
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {right} ON {kind} TO {APP_ROLE}")


def _lock(cursor: Any, table: str) -> None:
    cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    cursor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
    cursor.execute(f'CREATE POLICY {POLICY} ON "{table}" USING ({RULE}) WITH CHECK ({RULE})')
    cursor.execute(f"COMMENT ON POLICY {POLICY} ON \"{table}\" IS '{_fingerprint()}'")


def _fingerprint() -> str:
    return hashlib.sha256(RULE.encode()).hexdigest()[:16]


def _problems_of_role(cursor: Any) -> list[str]:
    cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    name, is_super, bypasses = cursor.fetchone()
    found = []
    if is_super:
        found.append(f"The application works as {name}, a superuser: row-level security does not hold for it.")
    if bypasses and not is_super:
        found.append(f"The application works as {name}, a role that bypasses row-level security.")
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
        " AND relrowsecurity AND NOT relforcerowsecurity AND pg_has_role(current_user, relowner, 'USAGE')"
        " ORDER BY relname LIMIT 1"
    )
    owned = cursor.fetchone()
    if owned and not is_super:
        found.append(
            f"The application works as {name}, which owns {owned[0]}: row-level security does not hold for owners."
        )
    return found
