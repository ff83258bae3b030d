"""Processor time instead of the clock's: what a page costs even while others use the machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import place

TICK = 1000 / os.sysconf("SC_CLK_TCK")


def spent(work: Callable[[], object], *, times: int, processes: Iterable[int], name: str) -> float:
    """Milliseconds of processor time a turn of `work` costs in these processes and in the load's PostgreSQL."""
    watched = [*processes, *_of_postgres(name)]
    before = {pid: _used(pid) for pid in watched}
    for _ in range(times):
        work()
    return sum(_used(pid) - used for pid, used in before.items()) / times


def _of_postgres(name: str) -> list[int]:
    """The server of the load and all its children."""
    server = int((place.folder(name) / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
    children = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [server, *(int(entry.name) for entry in children if _parent(entry) == server)]


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _used(pid: int) -> float:
    try:
        fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * TICK
