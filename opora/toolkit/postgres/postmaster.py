"""The server process of a cluster: found, started, stopped, cleared away after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from opora.toolkit.postgres.account import Account
from opora.toolkit.postgres.binaries import program
from opora.toolkit.postgres.cluster import socket_folder
from opora.toolkit.postgres.errors import PostgresFailure

START_SECONDS = 120.0  # crash recovery after a long run may take a while
STOP_SECONDS = 8.0
_STATUS_LINE = 7

_children: dict[Path, subprocess.Popen[bytes]] = {}


def pid(pgdata: Path) -> int | None:
    """The process id of the server of this cluster, None when none runs."""
    try:
        written = int((pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, PermissionError, ValueError):
        return None
    return written if _works_in(written, pgdata) else None


def answers(pgdata: Path, check: Callable[[Path], bool]) -> bool:
    """The server is there and `check` says it lets us in; one that is just dying is waited for until it is gone."""
    _wait(lambda: not is_ready(pgdata) or check(pgdata), STOP_SECONDS)
    return is_ready(pgdata) and check(pgdata)


def is_ready(pgdata: Path) -> bool:
    """The server of this cluster accepts connections."""
    if pid(pgdata) is None:
        return False
    try:
        lines = (pgdata / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"


def start(pgdata: Path, who: Account) -> bool:
    """Start the server and wait until it is ready; False when one was coming up already."""
    started = False
    _forget_dead_child(pgdata)
    ends = time.monotonic() + START_SECONDS
    while not is_ready(pgdata):
        if pid(pgdata) is None and not started:
            _clear_after_crash(pgdata)
            _launch(pgdata, who)
            started = True
        _wait(lambda: is_ready(pgdata) or _has_failed(pgdata), 0.5)
        if _has_failed(pgdata) or time.monotonic() > ends:
            raise PostgresFailure(f"The embedded PostgreSQL did not start: {_last_words(pgdata)}")
    return started


def stop(pgdata: Path) -> None:
    """End the server: clients are disconnected, everything is written.

    After 8 s it is ended the hard way; nothing committed is lost.
    """
    running = pid(pgdata)
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if running is None or _ended(running, how, pgdata):
            break
    child = _children.pop(pgdata, None)
    if child:
        child.wait(timeout=STOP_SECONDS)


def _ended(running: int, how: signal.Signals, pgdata: Path) -> bool:
    try:
        os.kill(running, how)
    except ProcessLookupError:
        return True
    return _wait(lambda: not _works_in(running, pgdata), STOP_SECONDS)


def _launch(pgdata: Path, who: Account) -> None:
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    with (pgdata.parent / "postgres-start.log").open("wb") as log:
        _children[pgdata] = subprocess.Popen(
            [program("postgres"), "-D", str(pgdata)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=environment,
            start_new_session=True,  # Ctrl-C in the terminal is for Opora, which then stops PostgreSQL last
            **who.switch,
        )


def _has_failed(pgdata: Path) -> bool:
    child = _children.get(pgdata)
    return child is not None and child.poll() is not None


def _forget_dead_child(pgdata: Path) -> None:
    """The server this process started may have died, and somebody else may have started one since."""
    if _has_failed(pgdata):
        del _children[pgdata]


def _last_words(pgdata: Path) -> str:
    log = pgdata.parent / "postgres-start.log"
    lines = [
        line
        for line in (log.read_text(errors="replace").splitlines() if log.exists() else [])
        if "FATAL" in line or "PANIC" in line
    ]
    return (lines or [f"see {pgdata / 'log'}"])[-1].strip()


def _clear_after_crash(pgdata: Path) -> None:
    """Remove a stale postmaster.pid, but only once no process of the dead server is left in the cluster."""
    stale = pgdata / "postmaster.pid"
    if not stale.exists():
        return
    if not _wait(lambda: not _anybody_in(pgdata), STOP_SECONDS):
        raise PostgresFailure(f"Processes of a dead PostgreSQL still work in {pgdata}: end them, then start again.")
    stale.unlink(missing_ok=True)
    for leftover in socket_folder(pgdata).glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)


def _anybody_in(pgdata: Path) -> bool:
    return any(_works_in(int(entry.name), pgdata) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def _works_in(process: int, pgdata: Path) -> bool:
    """The process is alive and works in the cluster's folder, as the server and all its children do."""
    try:
        state = (Path("/proc") / str(process) / "stat").read_bytes().rpartition(b")")[2].split()[0]
        where = (Path("/proc") / str(process) / "cwd").resolve(strict=True)
    except OSError:
        return False
    return state != b"Z" and where == pgdata.resolve()


def _wait(until: Callable[[], bool], seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while not until():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True
