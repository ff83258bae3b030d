"""Pytest: the test databases (a plugin named by the conftest.py at the root, so that it comes after pytest-django's).

One embedded PostgreSQL serves all xdist workers; a template database is migrated once per state of the code and copied
for each worker. Tests work as the application does: under the role `opora_app`, with row-level security on.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from opora.toolkit.tests.environment import CACHE, WORKER

RECIPE = 2  # another number when `_migrate` below changes
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A fresh copy of the migrated template for this worker; replaces pytest-django's own."""
    from django.db import connection

    with ExitStack() as stack, django_db_blocker.unblock():
        host = stack.enter_context(_server())
        if host:
            connection.settings_dict["HOST"] = host
        with _alone():
            template = _template(connection)
            name = f"test_opora_{WORKER}_{os.getpid()}"  # several runs may share the server
            _administer(
                connection,
                f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
                f"CREATE DATABASE {name} TEMPLATE {template}",
            )
        connection.settings_dict["NAME"] = name
        yield
        connection.close()
        with _alone():
            _administer(connection, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session", autouse=True)
def _test_settings() -> None:
    from django.conf import settings
    from django.test.utils import setup_test_environment  # noqa: F401  (pytest-django has called it)

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def all_desks(db: None) -> Iterator[None]:
    """See the rows of all desks, as timers do."""
    from opora.desks import tenancy

    with tenancy.desk(tenancy.ALL_DESKS):
        yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Every test begins with no desk entered, whatever the one before did."""
    from django.db import connection

    connection._opora_desk = None  # type: ignore[attr-defined]
    if connection.connection is not None and not connection.connection.closed:
        connection.connection.execute("SELECT set_config('opora.desk', '-1', false)")
    return (yield)


@contextmanager
def _server() -> Iterator[str]:
    """The folder of the embedded server's socket; empty when DATABASE_URL names a server."""
    from opora.toolkit import postgres

    if os.environ.get("DATABASE_URL"):
        yield ""
        return
    folder = postgres.folder(CACHE)
    if folder.exists():
        (folder / "local.conf").write_text(FAST)
    with postgres.using(CACHE):
        yield str(postgres.socket_folder(CACHE))


@contextmanager
def _alone() -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "template.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _template(connection: Any) -> str:
    """The name of the migrated template for this state of the code, made when absent; older ones go."""
    from opora.config.processes import schema

    name = f"opora_template_{RECIPE}_{schema.wanted()[:16]}"
    existing = [
        row[0]
        for row in _administer(connection, "SELECT datname FROM pg_database WHERE datname LIKE 'opora\\_template\\_%'")
    ]
    if name not in existing:
        for old in existing:
            _administer(connection, f"DROP DATABASE {old} WITH (FORCE)")
        _administer(connection, f"CREATE DATABASE {name}_half")
        _migrate(connection, f"{name}_half")
        _administer(connection, f"ALTER DATABASE {name}_half RENAME TO {name}")
    return name


def _migrate(connection: Any, name: str) -> None:
    from django.core.management import call_command

    from opora.config.processes import schema
    from opora.desks import row_security

    with _owner(connection, name):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        row_security.secure(connection)
        with connection.cursor() as cursor:
            schema.remember(cursor, schema.wanted())
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {row_security.APP_ROLE}")


@contextmanager
def _owner(connection: Any, name: str) -> Iterator[None]:
    """Work in database `name` as the owner of the tables meanwhile."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(NAME=name, OPTIONS={"connect_timeout": 10})
    if not os.environ.get("DATABASE_URL"):
        connection.settings_dict["USER"] = "postgres"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _administer(connection: Any, *statements: str) -> list[Any]:
    """Run statements outside a transaction in database `postgres`; the rows of the last one."""
    with _owner(connection, "postgres"), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
