"""From the asyncio server to Django's WSGI application: bounded bodies, a bounded queue, a pool of threads.

The whole body is read before a thread is taken, so a slow client costs memory (bounded), never a thread.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from opora.config.processes.guard import BODY_PAUSE_SECONDS

LARGEST_BODY = 30 * 1024 * 1024
IN_MEMORY = 256 * 1024  # a larger body goes through a temporary file
LONGEST_QUEUE = 256  # requests waiting for a thread in one process
CHUNK_SECONDS = 60.0  # how long one chunk of a streamed answer may wait for its reader

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[str, str]]


class Gone(Exception):
    """The client went away, or stopped sending."""


class TooLarge(Exception):
    """The body is larger than LARGEST_BODY."""


class Bridge:
    """An ASGI application that answers through a WSGI one."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="web")
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._waiting >= LONGEST_QUEUE:
            await refuse(send, 503, "Busy: try again in a moment.", retry_after=2)
            return
        self._waiting += 1
        try:
            await self._answer(scope, receive, send)
        except TooLarge:
            await refuse(send, 413, f"The largest request is {LARGEST_BODY // 2**20} MB.")
        except Gone:
            await refuse(send, 408, "The request did not arrive in time.")
        finally:
            self._waiting -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        with await _read_body(scope, receive) as body:
            call = _Call(self._application, asyncio.get_running_loop(), send)
            rest = await asyncio.get_running_loop().run_in_executor(self._pool, call.run, environ(scope, body))
        if rest is not None:
            await call.start(send)
            await send({"type": "http.response.body", "body": rest})

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class _Call:
    """One call of the WSGI application, in a thread of the pool."""

    def __init__(
        self, application: Callable[..., Iterable[bytes]], loop: asyncio.AbstractEventLoop, send: Send
    ) -> None:
        self._application = application
        self._loop = loop
        self._send = send
        self._status = 500
        self._headers: Headers = []

    def run(self, environment: dict[str, Any]) -> bytes | None:
        """The whole body when it is at hand; None when it was streamed from here."""
        answer = self._application(environment, self._start_response)
        try:
            if getattr(answer, "streaming", False):
                self._stream(answer)
                return None
            return b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close:
                close()

    async def start(self, send: Send) -> None:
        """Send the status and the headers."""
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self._headers]
        await send({"type": "http.response.start", "status": self._status, "headers": headers})

    def _start_response(self, status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
        self._status, self._headers = int(status[:3]), headers
        return _no_write

    def _stream(self, answer: Iterable[bytes]) -> None:
        self._wait_for(self.start(self._send))
        for chunk in answer:
            self._wait_for(self._send({"type": "http.response.body", "body": chunk, "more_body": True}))
        self._wait_for(self._send({"type": "http.response.body", "body": b""}))

    def _wait_for(self, sending: Any) -> None:
        asyncio.run_coroutine_threadsafe(sending, self._loop).result(CHUNK_SECONDS)


async def refuse(send: Send, status: int, words: str, *, retry_after: int = 0) -> None:
    """A short answer that ends the connection."""
    body = words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    if retry_after:
        headers.append((b"retry-after", str(retry_after).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment (PEP 3333); headers with an underscore are dropped, they could pose as others."""
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environment: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" not in raw_name:
            _add_header(environment, raw_name.decode("latin-1"), raw_value.decode("latin-1"))
    return environment


def _add_header(environment: dict[str, Any], name: str, value: str) -> None:
    if name in ("transfer-encoding", "proxy"):
        return
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    joint = "; " if key == "HTTP_COOKIE" else ","
    environment[key] = f"{environment[key]}{joint}{value}" if key in environment else value


async def _read_body(scope: Scope, receive: Receive) -> IO[bytes]:
    declared, is_chunked = _declared(scope)
    if not declared and not is_chunked:
        return io.BytesIO()
    if declared > LARGEST_BODY:
        raise TooLarge
    body: IO[bytes] = io.BytesIO() if declared <= IN_MEMORY and not is_chunked else tempfile.TemporaryFile()  # noqa: SIM115
    size = 0
    more = True
    while more:
        chunk, more = await _receive_chunk(receive)
        size += len(chunk)
        if size > LARGEST_BODY:
            raise TooLarge
        body.write(chunk)
    if is_chunked:
        scope["headers"].append((b"content-length", str(size).encode()))
    body.seek(0)
    return body


async def _receive_chunk(receive: Receive) -> tuple[bytes, bool]:
    try:
        message = await asyncio.wait_for(receive(), BODY_PAUSE_SECONDS)
    except TimeoutError as error:
        raise Gone from error
    if message["type"] == "http.disconnect":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


def _declared(scope: Scope) -> tuple[int, bool]:
    """The length the client declares, and whether it sends the body in chunks instead."""
    length, is_chunked = 0, False
    for name, value in scope["headers"]:
        if name == b"content-length":
            length = int(value)
        elif name == b"transfer-encoding":
            is_chunked = True
    return length, is_chunked


def _no_write(_chunk: bytes) -> None:
    raise NotImplementedError("the write() callable of PEP 3333 is not offered")
