"""The supervisor starts again what dies, stops everything in order, and leaves no orphan."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SCRIPT = """
import os, signal, sys, threading, time
from pathlib import Path
from opora.config.processes import stopping
from opora.config.processes.supervisor import Program, Supervisor

out = Path(sys.argv[1])

def steady():
    stop = stopping.event()
    with (out / "steady").open("a") as file:
        file.write(f"{os.getpid()}\\n")
    stop.wait()
    (out / "stopped").touch()

def stubborn():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (out / "stubborn").write_text(str(os.getpid()))
    time.sleep(60)

programs = [Program("steady", steady)] + ([Program("stubborn", stubborn)] if "stubborn" in sys.argv else [])
import opora.config.processes.supervisor as module
module.STOP_SECONDS = 1.0
Supervisor(programs, watch=lambda: None).run(started=lambda: (out / "up").touch())
(out / "ended").touch()
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def begin(*words: str) -> subprocess.Popen[bytes]:
        started.append(
            subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path), *words], stderr=subprocess.DEVNULL)
        )
        until(lambda: (tmp_path / "steady").exists() and (tmp_path / "up").exists())
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def until(happened: Callable[[], bool], seconds: float = 10.0) -> None:
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.02)


def pids(tmp_path: Path) -> list[int]:
    return [int(line) for line in (tmp_path / "steady").read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except FileNotFoundError:
        return False


def test_what_dies_is_started_again(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    start()
    os.kill(pids(tmp_path)[0], signal.SIGKILL)
    until(lambda: len(pids(tmp_path)) == 2)
    assert is_alive(pids(tmp_path)[1])


def test_a_stop_is_passed_on_and_waited_for(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    supervisor = start()
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(10) == 0
    assert (tmp_path / "stopped").exists()
    assert (tmp_path / "ended").exists()


def test_who_does_not_stop_is_ended(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    supervisor = start("stubborn")
    until((tmp_path / "stubborn").exists)
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(10) == 0
    assert not is_alive(int((tmp_path / "stubborn").read_text()))


def test_no_child_outlives_a_killed_supervisor(start: Callable[..., subprocess.Popen[bytes]], tmp_path: Path) -> None:
    supervisor = start()
    supervisor.kill()
    until(lambda: not is_alive(pids(tmp_path)[0]))
