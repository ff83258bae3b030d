"""The cluster's files: made once, configured at every start; its database and roles."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

from opora.toolkit.postgres.account import Account, give
from opora.toolkit.postgres.binaries import VERSION, program
from opora.toolkit.postgres.errors import PostgresFailure

OWNER = "postgres"
APP_ROLE = "opora_app"
DATABASE = "opora"
LONGEST_SOCKET_FOLDER = 90  # bytes; the kernel takes 107 with "/.s.PGSQL.5432"

# Durable (fsync, synchronous_commit and full_page_writes keep their defaults, on), quiet, small when idle.
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0777",  # who may enter is said by pg_hba.conf and by the folder
    "max_connections": "60",
    "superuser_reserved_connections": "3",
    "shared_buffers": "'96MB'",
    "work_mem": "'8MB'",
    "maintenance_work_mem": "'64MB'",
    "effective_cache_size": "'1GB'",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_method": "'sync'",
    "max_wal_size": "'1GB'",
    "min_wal_size": "'80MB'",
    "max_wal_senders": "2",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "autovacuum_max_workers": "2",
    "autovacuum_worker_slots": "4",
    "max_logical_replication_workers": "0",
    "huge_pages": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "logging_collector": "on",
    "log_directory": "'log'",
    "log_filename": "'postgresql-%a.log'",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "'1d'",
    "log_rotation_size": "'20MB'",
    "log_min_duration_statement": "'2s'",
}


def socket_folder(pgdata: Path) -> Path:
    """Inside the cluster when the path is short enough for a socket, else a folder named by its hash."""
    if len(str(pgdata).encode()) <= LONGEST_SOCKET_FOLDER:
        return pgdata
    return Path("/tmp") / f"opora-{hashlib.sha256(str(pgdata).encode()).hexdigest()[:16]}"


def prepare(pgdata: Path, who: Account) -> None:
    """Make the cluster when absent, and write its configuration."""
    if not (pgdata / "PG_VERSION").exists():
        _make(pgdata, who)
    found = (pgdata / "PG_VERSION").read_text().strip()
    if found != str(VERSION):
        raise PostgresFailure(
            f"{pgdata} holds PostgreSQL {found}, this Opora brings {VERSION}: restore a backup into a new data folder."
        )
    _write(pgdata / "postgresql.conf", _configuration(pgdata))
    _write(pgdata / "pg_hba.conf", "local all all peer map=opora\n")
    _write(pgdata / "pg_ident.conf", f'opora "{who.opora_name}" {OWNER}\nopora "{who.opora_name}" {APP_ROLE}\n')
    _make_socket_folder(socket_folder(pgdata), pgdata, who)
    if pgdata.stat().st_uid != who.uid or (pgdata / "postgresql.conf").stat().st_uid != who.uid:
        give(pgdata, who)


def lets_in(pgdata: Path) -> bool:
    """The server accepts a connection of the application."""
    import psycopg

    try:
        psycopg.connect(host=str(socket_folder(pgdata)), user=APP_ROLE, dbname=DATABASE, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def complete(pgdata: Path) -> None:
    """Make the role of the application and the database when absent."""
    import psycopg

    address = {"host": str(socket_folder(pgdata)), "user": OWNER, "autocommit": True, "connect_timeout": 10}
    with psycopg.connect(dbname="postgres", **address) as connection:  # type: ignore[arg-type]
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
            connection.execute(f"CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def _make(pgdata: Path, who: Account) -> None:
    """Into a folder beside, renamed when complete: an interrupted start leaves nothing half made."""
    half = pgdata.with_name(f"{pgdata.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    give(half, who)
    # The builtin provider sorts alike on every system; LC_CTYPE tells full-text search letters from quotes.
    command = [program("initdb"), "-D", str(half), "-U", OWNER, "--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=peer", "--no-instructions"]
    made = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd="/", env={"PATH": "/usr/bin:/bin"}, **who.switch
    )
    if made.returncode:
        raise PostgresFailure(f"initdb could not make {pgdata}: {' '.join(made.stderr.split())[-300:]}")
    if pgdata.exists():
        pgdata.rmdir()
    half.rename(pgdata)


def _configuration(pgdata: Path) -> str:
    own = {**SETTINGS, "unix_socket_directories": f"'{socket_folder(pgdata)}'"}
    lines = ["# Written by Opora at every start; put changes of your own into local.conf beside this file."]
    lines += [f"{name} = {value}" for name, value in own.items()]
    return "\n".join([*lines, "include_if_exists = 'local.conf'", ""])


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def _make_socket_folder(folder: Path, pgdata: Path, who: Account) -> None:
    if folder == pgdata:
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if folder.is_symlink() or state.st_mode & 0o077 or state.st_uid not in (0, who.uid):
        raise PostgresFailure(f"{folder} belongs to somebody else: remove it, or choose a shorter OPORA_DATA.")
    give(folder, who)
