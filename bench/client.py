"""A small HTTP client that costs next to nothing, and a crowd of them."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from time import perf_counter

SECONDS = 30.0


class Unexpected(RuntimeError):
    """An answer with another status than the benchmark is about."""


class Client:
    """One connection, kept alive, to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._left = b""

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def send(self, request: bytes, *, expected: int = 200) -> bytes:
        """The body that answers a whole request. Raises Unexpected."""
        self._socket.sendall(request)
        head, _, rest = self._until(b"\r\n\r\n").partition(b"\r\n\r\n")
        status, length = int(head[9:12]), _length(head)
        while len(rest) < length:
            rest += self._more()
        body, self._left = rest[:length], rest[length:]
        if status != expected:
            raise Unexpected(f"{status}: {head.decode()[:600]}\n{body[:1500].decode(errors='replace')}")
        return body

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._left:
            self._left += self._more()
        return self._left

    def _more(self) -> bytes:
        piece = self._socket.recv(262_144)
        if not piece:
            raise Unexpected("the server hung up")
        return piece


def get(path: str, *, session: str = "", key: str = "") -> bytes:
    """A request for a page or an API resource."""
    return _head("GET", path, session, key) + b"\r\n"


def post(path: str, body: bytes, *, key: str) -> bytes:
    """A request with a JSON body."""
    more = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return _head("POST", path, "", key) + more.encode() + body


def _head(method: str, path: str, session: str, key: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept-Language: ru"]
    if session:
        lines.append(f"Cookie: sessionid={session}")
    if key:
        lines.append(f"Authorization: Bearer {key}")
    return ("\r\n".join(lines) + "\r\n").encode()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line[15:])
    return 0


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a crowd of clients saw: milliseconds of each turn, and turns a second of all together."""

    spent: list[float]
    per_second: float


def crowd(clients: int, turns: Callable[[int], Iterator[None]], *, seconds: float) -> Crowd:
    """Let `clients` processes take turns for a while; `turns(number)` makes one client's endless turns."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(clients)
    with closing(context.SimpleQueue()) as results:
        people = [
            context.Process(target=_take_turns, args=(turns, number, gate, seconds, results))
            for number in range(clients)
        ]
        for one in people:
            one.start()
        heard = [results.get() for _ in people]
        for one in people:
            one.join()
    if any(isinstance(one, str) for one in heard):
        raise Unexpected(next(one for one in heard if isinstance(one, str)))
    return Crowd([value for one in heard for value in one], sum(len(one) for one in heard) / seconds)


def _take_turns(turns: Callable[[int], Iterator[None]], number: int, gate, seconds: float, results) -> None:
    try:
        mine = turns(number)
        for _ in range(5):
            next(mine)
        gate.wait(60)
        ends, spent = perf_counter() + seconds, []
        while (began := perf_counter()) < ends:
            next(mine)
            spent.append((perf_counter() - began) * 1000)
        results.put(spent)
    except BaseException as error:
        gate.abort()
        results.put(f"{type(error).__name__}: {error}")
