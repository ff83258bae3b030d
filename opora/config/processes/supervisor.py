"""Runs the programs of Opora as child processes: starts again what dies, stops all in order, leaves no orphan."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

log = logging.getLogger("opora.up")

STOP_SECONDS = 8.0
LASTING_SHARE = 0.85  # of the time to stop, for those that stop first
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0  # alive for so long, a program is forgiven its earlier deaths
LOOK_EVERY = 0.5
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Program:
    """A child process: `run` returns when the process was told to stop (SIGTERM).

    `stops_last`: the others may need it while they finish.
    """

    name: str
    run: Callable[[], None]
    stops_last: bool = False


@dataclass(slots=True)
class _Child:
    """What the supervisor knows of one program."""

    program: Program
    pid: int = 0
    started: float = 0.0
    deaths: int = 0
    start_at: float = field(default_factory=time.monotonic)


class Supervisor:
    """Keeps programs alive until SIGTERM or SIGINT; `watch` is called twice a second."""

    def __init__(self, programs: Sequence[Program], *, watch: Callable[[], None]) -> None:
        self._children = [_Child(program) for program in programs]
        self._watch = watch
        self._stopping = False
        self._wake, self._woken = os.pipe()

    def run(self, *, started: Callable[[], None]) -> None:
        """Start all, call `started`, then keep them alive; returns when all have stopped."""
        self._take_signals()
        _freeze()
        self._start_due()
        started()
        while not self._stopping:
            self._start_due()
            self._pause()
            self._reap()
            self._watch()
        self._stop()

    def _take_signals(self) -> None:
        os.set_blocking(self._woken, False)
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _ask_to_stop(self, *_: object) -> None:
        self._stopping = True

    def _pause(self) -> None:
        if select.select([self._wake], [], [], LOOK_EVERY)[0]:
            os.read(self._wake, 4096)

    def _start_due(self) -> None:
        for child in self._children:
            if not child.pid and child.start_at <= time.monotonic() and not self._stopping:
                child.pid, child.started = _fork(child.program), time.monotonic()

    def _reap(self) -> None:
        for child in self._children:
            if child.pid and (code := _exit_code(child.pid)) is not None:
                self._bury(child, code)

    def _bury(self, child: _Child, code: int) -> None:
        if time.monotonic() - child.started > STEADY_SECONDS:
            child.deaths = 0
        pause = min(LONGEST_PAUSE, 0.5 * 2**child.deaths - 0.5)
        log.warning(
            "%s (process %d) ended with %s; starting it again in %.1f s.",
            child.program.name,
            child.pid,
            _words(code),
            pause,
        )
        child.pid, child.deaths, child.start_at = 0, child.deaths + 1, time.monotonic() + pause

    def _stop(self) -> None:
        log.info("Stopping.")
        ends = time.monotonic() + STOP_SECONDS
        for is_last, seconds in ((False, STOP_SECONDS * LASTING_SHARE), (True, STOP_SECONDS)):
            _send(self._living(is_last), signal.SIGTERM)
            while self._living(is_last) and time.monotonic() < min(ends, ends - STOP_SECONDS + seconds):
                self._pause()
                self._forget_ended()
        for child in (stubborn := [*self._living(False), *self._living(True)]):
            log.warning("%s (process %d) did not stop in time and is ended.", child.program.name, child.pid)
        _send(stubborn, signal.SIGKILL)
        for child in stubborn:
            os.waitpid(child.pid, 0)

    def _living(self, is_last: bool) -> list[_Child]:
        return [child for child in self._children if child.pid and child.program.stops_last is is_last]

    def _forget_ended(self) -> None:
        for child in self._children:
            if child.pid and _exit_code(child.pid) is not None:
                child.pid = 0


def _freeze() -> None:
    """Move everything loaded so far out of the collector's sight, so that children share its memory with the parent."""
    gc.collect()
    gc.freeze()


def _fork(program: Program) -> int:
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _become_child(parent)
        program.run()
        code = 0
    except BaseException as error:
        code = _report(program, error)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _become_child(parent: int) -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the line above
        os._exit(0)


def _report(program: Program, error: BaseException) -> int:
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, KeyboardInterrupt):
        return 0
    log.critical("%s failed.", program.name, exc_info=error)
    return 1


def _exit_code(pid: int) -> int | None:
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if found else None


def _send(children: Sequence[_Child], number: signal.Signals) -> None:
    for child in children:
        os.kill(child.pid, number)


def _words(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
