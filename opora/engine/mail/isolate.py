"""Reading mail of strangers in one long-lived, limited process: a poison mail kills that process and nothing else."""

import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Final

from opora.engine.mail import framing, limits
from opora.engine.mail.incoming import IncomingMail

_COMMAND: Final = (sys.executable, "-m", "opora.engine.mail.child")
_ROOT: Final = str(Path(__file__).resolve().parents[3])
_CHUNK: Final = 1 << 18
_BIG_BYTES: Final = 4 * 1024 * 1024
"""A mail of this size leaves a big process behind; the next mail gets a fresh one."""
_GRACE_SECONDS: Final = 2.0


class Reason(StrEnum):
    """Why a mail could not be read; the value is stable and goes into the quarantine row."""

    CPU = "cpu"
    MEMORY = "memory"
    WALL_CLOCK = "wall-clock"
    CRASH = "crash"


class ParseFailed(Exception):
    """The mail broke the limits of its reader. It belongs into quarantine; the next mail is not affected."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Parser:
    """Reads mails one after another in a child process, started at the first mail and replaced when it dies.

    Safe to share between threads (mails wait for each other). Not to be carried over a fork. `close()` ends the child.
    `command` and `wall_seconds` are for tests.
    """

    def __init__(self, *, command: Sequence[str] = _COMMAND, wall_seconds: float = limits.WALL_SECONDS) -> None:
        self._command, self._wall_seconds = tuple(command), wall_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def parse(self, raw: bytes) -> IncomingMail:
        """The mail as `opora.engine.mail.parse` reads it. Raises ParseFailed."""
        with self._turn:
            payload = self._exchange(raw[: limits.RAW_BYTES + 1])
            if len(raw) > _BIG_BYTES:
                self._end_child()
            try:
                answer = framing.unpacked(payload, digest=sha256(raw).hexdigest())
            except framing.BadFrame:
                raise self._failed(Reason.CRASH) from None
            if isinstance(answer, str):
                raise self._failed(Reason.MEMORY if answer == Reason.MEMORY else Reason.CRASH)
            return answer

    def close(self) -> None:
        """Ends the child. The next `parse` would start another."""
        with self._turn:
            self._end_child()

    def __enter__(self) -> "Parser":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _exchange(self, raw: bytes) -> bytes:
        child = self._ready_child()
        deadline = time.monotonic() + self._wall_seconds
        try:
            talk = _Talk(child, deadline)
            talk.send(framing.LENGTH.pack(len(raw)))
            talk.send(raw)
            (length,) = framing.LENGTH.unpack(talk.receive(framing.LENGTH.size))
            if length > framing.MOST_BYTES:
                raise self._failed(Reason.CRASH)
            return talk.receive(length)
        except TimeoutError:
            raise self._failed(Reason.WALL_CLOCK) from None
        except (EOFError, OSError):
            raise self._failed(self._reason_of_death(child)) from None
        except BaseException:
            self._end_child()
            raise

    def _ready_child(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end_child()
            self._child = self._start()
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        """Without our environment: the child needs no address and no password of ours."""
        environment = {"PATH": os.defpath, "PYTHONPATH": _ROOT, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
        child = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        return child

    def _reason_of_death(self, child: subprocess.Popen[bytes]) -> Reason:
        try:
            code = child.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            return Reason.CRASH
        return Reason.CPU if code == -signal.SIGXCPU else Reason.CRASH

    def _failed(self, reason: Reason) -> ParseFailed:
        self._end_child()
        return ParseFailed(reason)

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()


class _Talk:
    """Sending to and receiving from a child until a deadline."""

    def __init__(self, child: subprocess.Popen[bytes], deadline: float) -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        self._in, self._out, self._deadline = child.stdin.fileno(), child.stdout.fileno(), deadline

    def send(self, content: bytes) -> None:
        rest = memoryview(content)
        while rest:
            try:
                rest = rest[os.write(self._in, rest[:_CHUNK]) :]
            except BlockingIOError:
                self._wait(self._in, selectors.EVENT_WRITE)

    def receive(self, size: int) -> bytes:
        content = bytearray()
        while len(content) < size:
            try:
                piece = os.read(self._out, min(_CHUNK, size - len(content)))
            except BlockingIOError:
                self._wait(self._out, selectors.EVENT_READ)
                continue
            if not piece:
                raise EOFError
            content += piece
        return bytes(content)

    def _wait(self, descriptor: int, event: int) -> None:
        left = self._deadline - time.monotonic()
        with selectors.PollSelector() as selector:
            selector.register(descriptor, event)
            if left <= 0 or not selector.select(left):
                raise TimeoutError
