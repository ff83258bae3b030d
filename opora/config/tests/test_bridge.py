"""The bridge to WSGI keeps its limits and passes requests and answers on unchanged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from opora.config.processes import bridge
from opora.config.processes.bridge import Bridge, environ

Application = Callable[..., Iterable[bytes]]


def echo(environment: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = environment["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def scope(**changes: Any) -> dict[str, Any]:
    usual = {"type": "http", "method": "POST", "path": "/x", "query_string": b"", "http_version": "1.1", "headers": []}
    return {**usual, "client": ("10.0.0.1", 1), "server": ("h", 80), "scheme": "http", **changes}


def call(application: Application, request: dict[str, Any], *chunks: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and body of the answer."""
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": place < len(chunks)}
        for place, chunk in enumerate(chunks, 1)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def run() -> None:
        door = Bridge(application, threads=1)
        await door(request, receive, send)
        door.close()

    asyncio.run(run())
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("header", [(b"content-length", b"6"), (b"transfer-encoding", b"chunked")])
def test_a_body_arrives_whole(header: tuple[bytes, bytes]) -> None:
    status, headers, body = call(echo, scope(headers=[header]), b"abc", b"def")
    assert (status, headers[b"content-length"], body) == (200, b"6", b"abcdef")


def test_a_body_declared_too_large_is_refused_before_it_is_read() -> None:
    status, headers, _ = call(echo, scope(headers=[(b"content-length", str(bridge.LARGEST_BODY + 1).encode())]))
    assert status == 413
    assert headers[b"connection"] == b"close"


def test_a_chunked_body_is_refused_when_it_grows_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "LARGEST_BODY", 5)
    assert call(echo, scope(headers=[(b"transfer-encoding", b"chunked")]), b"abc", b"def")[0] == 413


def test_a_client_that_stops_sending_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    assert call(echo, scope(headers=[(b"content-length", b"6")]), b"abc")[0] == 200  # a short body is Django's to judge
    assert call(echo, scope(headers=[(b"content-length", b"6")]))[0] == 408


def test_more_waiting_requests_than_the_limit_are_sent_away_with_a_time_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bridge, "LONGEST_QUEUE", 0)
    status, headers, _ = call(echo, scope())
    assert status == 503
    assert int(headers[b"retry-after"]) > 0


def test_a_streamed_answer_comes_piece_by_piece() -> None:
    class Streamed(list[bytes]):
        streaming = True
        closed = False

        def close(self) -> None:
            Streamed.closed = True

    def stream(_environment: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return Streamed([b"one ", b"two"])

    assert call(stream, scope(method="GET"))[2] == b"one two"
    assert Streamed.closed


def test_headers_that_could_pose_as_others_are_dropped() -> None:
    headers = [
        (b"x_forwarded_for", b"1.2.3.4"),
        (b"proxy", b"evil"),
        (b"x-real", b"a"),
        (b"x-real", b"b"),
        (b"cookie", b"a=1"),
    ]
    environment = environ(scope(headers=[*headers, (b"cookie", b"b=2")]), None)  # type: ignore[arg-type]
    assert "HTTP_X_FORWARDED_FOR" not in environment
    assert "HTTP_PROXY" not in environment
    assert environment["HTTP_X_REAL"] == "a,b"
    assert environment["HTTP_COOKIE"] == "a=1; b=2"
    assert environment["REMOTE_ADDR"] == "10.0.0.1"
