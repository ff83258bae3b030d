"""Where a benchmark's data lives, and the ways in: as Opora, and as the owner of the tables.

Every size of load is a data folder of its own with an embedded PostgreSQL as in production: durable commits, row-level
security, Opora working as `opora_app`. The folders lie in `.cache/bench`, or where OPORA_BENCH says.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

HOME = Path(__file__).resolve().parent.parent
SMALL, LARGE, ALARMS = "10000", "1000000", "alarms"


class NotLoaded(SystemExit):
    """The data of a benchmark is not there yet."""

    def __init__(self, name: str) -> None:
        how = "--alarms" if name == ALARMS else f"--tickets {name}"
        super().__init__(f"Nothing is loaded in {folder(name)}: run `python -m bench.load {how}` first.")


def folder(name: str) -> Path:
    """The data folder of this load."""
    return Path(os.environ.get("OPORA_BENCH", HOME / ".cache" / "bench")).absolute() / name


def environment(name: str, **more: str) -> dict[str, str]:
    """The environment of Opora's processes on this load: as in production, no demonstration."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("OPORA_", "DATABASE_URL"))}
    own = {"OPORA_DATA": str(folder(name)), "OPORA_DEMO": "0", "OPORA_LOG_LEVEL": "WARNING"}
    return {**kept, **own, "DJANGO_SETTINGS_MODULE": "opora.config.settings", **more}


@contextmanager
def running(name: str, *, loaded: bool = True) -> Iterator[None]:
    """The load's PostgreSQL runs, and Django in this process works on it. Once in a process."""
    if loaded and not (folder(name) / "loaded").exists():
        raise NotLoaded(name)
    kept = os.environ.get("OPORA_BENCH")
    os.environ.update(environment(name))
    if kept:
        os.environ["OPORA_BENCH"] = kept
    from opora.toolkit import postgres

    with postgres.using(folder(name)):
        import django

        django.setup()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def prepare(name: str) -> None:
    """What `opora up` prepares: tables up to date, static files gathered, words compiled."""
    from opora.config.processes.schema import PACKAGE
    from opora.toolkit import translations

    opora(name, "migrate", "--quiet")
    opora(name, "manage", "collectstatic", "--noinput", "--verbosity", "0")
    translations.compile_stale(PACKAGE)


def opora(name: str, *words: str) -> None:
    """Run a command of Opora to its end."""
    subprocess.run([sys.executable, "-m", "opora.cli", *words], check=True, env=environment(name), cwd=HOME)


def owner(name: str, **options: object) -> psycopg.Connection:
    """A bare connection as the owner of the tables: row-level security does not hold."""
    return _connect(name, "postgres", options)


def bare(name: str, desk_id: int, **options: object) -> psycopg.Connection:
    """A bare connection as Opora has them: its role, working for one desk."""
    connection = _connect(name, "opora_app", {"autocommit": True, **options})
    connection.execute("SELECT set_config('opora.desk', %s, false)", [str(desk_id)])
    return connection


def _connect(name: str, user: str, options: dict[str, object]) -> psycopg.Connection:
    from opora.toolkit import postgres

    return psycopg.connect(postgres.uri(folder(name), user=user), **options)
