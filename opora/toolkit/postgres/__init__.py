"""The embedded PostgreSQL 18: a normal, durable cluster in `OPORA_DATA/postgres`, started and stopped by Opora.

It listens on a unix socket only and lets in only the system account that runs Opora (peer authentication;
docs/adr/platform-embedded-postgresql.md). Linux only: the state of processes is read from /proc.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

from opora.toolkit.postgres import account, cluster, postmaster
from opora.toolkit.postgres.errors import PostgresFailure

__all__ = [
    "APP_ROLE",
    "DATABASE",
    "OWNER",
    "PostgresFailure",
    "folder",
    "is_running",
    "socket_folder",
    "start",
    "stop",
    "uri",
    "using",
]

OWNER = cluster.OWNER
APP_ROLE = cluster.APP_ROLE
DATABASE = cluster.DATABASE


def folder(data: Path) -> Path:
    """Where the cluster of the data folder `data` lives."""
    return data.absolute() / "postgres"


def socket_folder(data: Path) -> Path:
    """The folder of the unix socket: stable and known without starting anything."""
    return cluster.socket_folder(folder(data))


def uri(data: Path, *, user: str = APP_ROLE, database: str = DATABASE) -> str:
    """A libpq address of the cluster, whether it runs or not."""
    return f"postgresql://{user}@/{database}?host={quote(str(socket_folder(data)), safe='')}"


def is_running(data: Path) -> bool:
    """The cluster runs and accepts connections."""
    return postmaster.is_ready(folder(data))


def start(data: Path) -> bool:
    """Start the cluster, made when absent, with its database and roles; True when this call started it.

    Joins a cluster that runs already. Raises PostgresFailure when it cannot start.
    """
    data = data.absolute()
    data.mkdir(parents=True, exist_ok=True)
    with _locked(data / "postgres-start.lock", fcntl.LOCK_EX):
        return _start(data)


def stop(data: Path) -> None:
    """Stop the cluster cleanly (its clients are disconnected); harmless when it does not run."""
    with _locked(data.absolute() / "postgres-start.lock", fcntl.LOCK_EX):
        postmaster.stop(folder(data))


@contextmanager
def using(data: Path) -> Iterator[None]:
    """Have the cluster running meanwhile; the last of all users on the machine stops it."""
    data = data.absolute()
    data.mkdir(parents=True, exist_ok=True)
    with _locked(data / "postgres-users.lock", fcntl.LOCK_SH) as users:
        start(data)
        try:
            yield
        finally:
            if _is_last(users):
                stop(data)


def _start(data: Path) -> bool:
    pgdata = folder(data)
    if postmaster.answers(pgdata, cluster.lets_in):
        return False
    who = account.of(pgdata)
    account.open_way(data, who)
    cluster.prepare(pgdata, who)
    started = postmaster.start(pgdata, who)
    cluster.complete(pgdata)
    return started


@contextmanager
def _locked(path: Path, how: int) -> Iterator[IO[str]]:
    with path.open("a") as file:
        fcntl.flock(file, how)
        yield file


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
