"""The server refuses heads that are too large, hangs up on slow ones, and serves ordinary ones over one connection."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn

from opora.config.processes import guard, web

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bytes]]


async def hello(scope: dict[str, Any], receive: Any, send: Any) -> None:
    body = b""
    more = scope["type"] == "http"
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    size = str(len(body)).encode()
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(size)).encode())]}
    )
    await send({"type": "http.response.body", "body": size})


def serve(talk: Talk) -> bytes:
    async def run() -> bytes:
        listening = web.bind("127.0.0.1", 0)
        config = uvicorn.Config(hello, http=guard.GuardedProtocol, ws="none", lifespan="off", log_config=None)  # type: ignore[arg-type]
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server._serve([listening]))
        reader, writer = await asyncio.open_connection(*listening.getsockname()[:2])
        answer = await asyncio.wait_for(talk(reader, writer), 10)
        writer.close()
        server.should_exit = True
        await serving
        return answer

    return asyncio.run(run())


def test_two_requests_share_a_connection() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        answers = b""
        for size in (3, 200_000):
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size)
            answers += await reader.readuntil(b"\r\n\r\n") + await reader.readexactly(len(str(size)))
        return answers

    answers = serve(talk)
    assert answers.count(b"200 OK") == 2
    assert answers.endswith(b"200000")


@pytest.mark.parametrize(
    "head", [b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n"]
)
def test_a_head_that_is_too_large_is_refused(head: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(head % (b"a" * (guard.LARGEST_HEAD + 1)))
        return await reader.read()

    assert serve(talk).startswith(b"HTTP/1.1 431")


def test_a_head_without_an_end_is_refused() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET / HTTP/1.1\r\n")
        for _ in range(200):
            writer.write(b"X-More: %s\r\n" % (b"a" * 1000))
        return await reader.read()

    assert serve(talk).startswith(b"HTTP/1.1 431")


def test_a_client_that_sends_its_head_too_slowly_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "HEAD_SECONDS", 0.2)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET / HTTP/1.1\r\nHost")
        return await reader.read()

    assert serve(talk) == b""


def test_what_is_no_http_is_refused() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"\x16\x03\x01 hello\r\n\r\n")
        return await reader.read()

    assert serve(talk).startswith(b"HTTP/1.1 400")
