"""Before the programs start: the database migrated, words compiled, static files gathered, a demonstration filled.

A second start finds it all done and only compares fingerprints, without loading Django.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

from opora.config.processes import schema
from opora.toolkit import translations

Say = Callable[[str], None]


class NotPrepared(RuntimeError):
    """A preparation failed; the text says which, its own output stands above."""


def everything(*, say: Say) -> None:
    """Bring the installation up to date; does nothing when it is."""
    translations.compile_stale(schema.PACKAGE)
    running = {}
    if needs_migration():
        say("Preparing the database.")
        running["migrate"] = _begin("migrate", "--quiet")
    static = _fingerprint(_static_files())
    if _gathered() != static:
        say("Gathering static files.")
        running["collectstatic"] = _begin("manage", "collectstatic", "--noinput", "--verbosity", "0")
    _end(running)
    (Path(settings.STATIC_ROOT) / ".gathered").write_text(static)
    if settings.DEMO and _is_empty() and (schema.PACKAGE / "cli" / "commands" / "demo.py").exists():
        say("Filling the demonstration (once, this takes a minute).")
        _end({"demo": _begin("demo")})


def needs_migration() -> bool:
    """The database is not in the state this code needs."""
    with _connection() as connection:
        return schema.installed(connection) != schema.wanted()


def _is_empty() -> bool:
    with _connection() as connection:
        return not connection.execute("SELECT EXISTS (SELECT 1 FROM desks_desk)").fetchone()[0]  # type: ignore[index]


def _connection() -> psycopg.Connection[tuple[object, ...]]:
    """As the login role of the application; without the application's role, which may not exist yet."""
    database = settings.DATABASES["default"]
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: str(database[key]) for name, key in names.items() if database[key]}
    return psycopg.connect(make_conninfo("", **given), connect_timeout=10, autocommit=True)


def _begin(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "opora.cli", *words], stdin=subprocess.DEVNULL, env=dict(os.environ))


def _end(running: dict[str, subprocess.Popen[bytes]]) -> None:
    failed = [name for name, process in running.items() if process.wait() != 0]
    if failed:
        raise NotPrepared(f"`opora {failed[0]}` failed; what it said stands above.")


def _gathered() -> str:
    try:
        return (Path(settings.STATIC_ROOT) / ".gathered").read_text()
    except FileNotFoundError:
        return ""


def _static_files() -> Iterable[Path]:
    for app in settings.INSTALLED_APPS:
        spec = find_spec(app.partition(".")[0])
        if app.startswith("opora.") or spec is None or spec.origin is None:
            continue
        yield Path(spec.origin)
    yield from sorted(path for path in schema.PACKAGE.glob("*/static/**/*") if path.is_file())


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        state = path.stat()
        digest.update(f"{path}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
