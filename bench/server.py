"""Opora's own web process, started for a benchmark and stopped after it; and a bare one beside it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from bench import place
from bench.client import Client, Unexpected, get

READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Serving:
    """A serving process on this machine."""

    port: int
    pid: int


@contextmanager
def web(name: str) -> Iterator[Serving]:
    """`opora web` on a free port."""
    with process(name, "opora.cli", "web") as serving:
        yield serving


@contextmanager
def bare(name: str) -> Iterator[Serving]:
    """The same server, settings and middleware with one view that answers two letters."""
    with process(name, "bench.bare") as serving:
        yield serving


@contextmanager
def process(name: str, module: str, *words: str) -> Iterator[Serving]:
    """A serving process; ended by SIGTERM."""
    port = free_port()
    environment = place.environment(name, PORT=str(port), HOST="127.0.0.1", OPORA_BENCH=str(place.folder(name).parent))
    serving = subprocess.Popen([sys.executable, "-m", module, *words], env=environment, cwd=place.HOME)
    try:
        _await_answer(serving, port)
        yield Serving(port, serving.pid)
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=20)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _await_answer(serving: subprocess.Popen, port: int) -> None:
    ends = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends:
        if serving.poll() is not None:
            raise SystemExit(f"The server ended with {serving.returncode}; what it said stands above.")
        try:
            client = Client(port)
        except OSError:
            time.sleep(0.1)
            continue
        with closing(client), suppress(Unexpected):
            client.send(get("/"))
        return
    raise SystemExit("The server did not answer.")
