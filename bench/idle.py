"""Everything at rest: memory of `opora up` with PostgreSQL (PSS), how fast a second start is ready, the first page.

A data folder of its own, empty at first, filled by the demonstration. `python -m bench.idle [--keep]`
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench import figures, place
from bench.client import Client, get
from bench.server import free_port

NAME = "idle"
MOST_MIB, START_SECONDS, PAGE_SECONDS = 300.0, 5.0, 2.0
SETTLE_SECONDS = 20.0
FIRST_START_SECONDS = 600.0
READY = re.compile(rb"https?://")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", action="store_true", help="use the folder of the last run")
    if not options.parse_args().keep:
        shutil.rmtree(place.folder(NAME), ignore_errors=True)
    figures.report(list(measured()))


def measured() -> Iterator[figures.Figure]:
    """First start, memory at rest, second start, first page."""
    first, up, port = _started()
    print(f"first start with the demonstration: {first:.1f} s", flush=True)
    time.sleep(SETTLE_SECONDS)
    before = memory(up.pid)
    Client(port).send(get("/"), expected=_any(port))
    time.sleep(SETTLE_SECONDS)
    after = memory(up.pid)
    _end(up)
    yield figures.within("everything idle, before any page (PSS)", before[0], "MiB", most=MOST_MIB, note=before[1])
    yield figures.within("everything idle, after a page (PSS)", after[0], "MiB", most=MOST_MIB, note=after[1])
    starts = []
    for _ in range(3):
        ready, up, port = _started()
        began = time.perf_counter()
        Client(port).send(get("/accounts/login/"))
        starts.append((ready, time.perf_counter() - began))
        _end(up)
    ready, page = min(one[0] for one in starts), min(one[1] for one in starts)
    yield figures.within("second start, ready", ready, "s", most=START_SECONDS)
    yield figures.within("first page after start", page, "s", most=PAGE_SECONDS)


def memory(parent: int) -> tuple[float, str]:
    """MiB of the whole tree of processes, each page counted once (PSS); and who has how much."""
    parts = [(_pss(pid), _name(pid)) for pid in (parent, *_below(parent))]
    postgres = sum(size for size, name in parts if name.startswith("postgres"))
    others = sorted((size for size, name in parts if not name.startswith("postgres")), reverse=True)
    words = f"PostgreSQL {postgres:.0f}, Python {' + '.join(f'{size:.0f}' for size in others)}"
    return sum(size for size, _ in parts), words


def _started() -> tuple[float, subprocess.Popen, int]:
    """Seconds until Opora said it is ready, its process, its port."""
    port = free_port()
    more = {"PORT": str(port), "OPORA_MAIL_PORT": str(free_port()), "OPORA_CATCH_PORT": str(free_port())}
    environment = place.environment(NAME, **more, OPORA_DEMO="1", HOST="127.0.0.1")
    began = time.perf_counter()
    up = subprocess.Popen(
        [sys.executable, "-m", "opora.cli", "up"], env=environment, cwd=place.HOME, stdout=subprocess.PIPE
    )
    assert up.stdout is not None
    for line in up.stdout:
        if READY.search(line):
            return time.perf_counter() - began, up, port
    raise SystemExit(f"`opora up` ended with {up.wait()}; what it said stands above.")


def _any(port: int) -> int:
    """The status of the landing page, whatever it is."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/")
    return connection.getresponse().status


def _end(up: subprocess.Popen) -> None:
    up.send_signal(signal.SIGTERM)
    up.communicate(timeout=60)


def _below(parent: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(words[1]), []).append(int(entry.name))
    found, ahead = [], [parent]
    while ahead:
        below = children.get(ahead.pop(), [])
        found += below
        ahead += below
    return found


def _pss(pid: int) -> float:
    try:
        text = (Path("/proc") / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[1]) / 1024


def _name(pid: int) -> str:
    try:
        return (Path("/proc") / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""


if __name__ == "__main__":
    main()
