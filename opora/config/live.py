"""Live updates: `/<desk>/live` as server-sent events, one LISTEN connection a process, no connection a stream.

A trigger on the journal sends `desk:ticket:entry:public` on the channel `opora_live` when a transaction commits;
the hub hands it to the streams that may know of it. A stream carries numbers only: the page asks for what it may see.
A reader who may have missed something (a slow one, a reconnection, a restart of the database) is told `resync`.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from opora.config.hub import RESYNC, Change, Hub, Stream
from opora.config.processes.bridge import Receive, Scope, Send, refuse

__all__ = ["Hub", "serve"]

log = logging.getLogger("opora.live")

HEARTBEAT_SECONDS = 20.0
LIFE_SECONDS = 15 * 60.0
ADMIT_AGAIN_SECONDS = 60.0
STREAMS_PER_USER = 5
STREAMS_PER_PROCESS = 1000
RETRY = b"retry: 2000\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

_open: Counter[int] = Counter()


class _Admitter:
    """Asks `opora.web.live.admit` in a thread, for one request."""

    def __init__(self, desk_slug: str, scope: Scope) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        self.last_seen = _number(headers.get("last-event-id") or self.query.get("after"))
        self._arguments = (_cookies(headers.get("cookie", "")), headers, desk_slug, self.query)

    async def ask(self) -> Any:
        """An Admission, or None."""
        return await asyncio.to_thread(_admit, *self._arguments)


async def serve(hub: Hub, desk_slug: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request for a stream."""
    admitter = _Admitter(desk_slug, scope)
    admission = await admitter.ask() if scope["method"] == "GET" else None
    if admission is None:
        await refuse(send, 404, "Not found.")
    elif hub.is_closing or hub.count >= STREAMS_PER_PROCESS:
        await refuse(send, 503, "Busy.", retry_after=5)
    elif _open[admission.user_id] >= STREAMS_PER_USER:
        await refuse(send, 429, "Too many live pages are open.", retry_after=60)
    else:
        await _stream(hub, admitter, admission, receive, send)


async def _stream(hub: Hub, admitter: _Admitter, admission: Any, receive: Receive, send: Send) -> None:
    _open[admission.user_id] += 1
    stream = hub.join(admission.desk_id, admission.tickets, last_seen=admitter.last_seen)
    leaving = asyncio.ensure_future(_until_gone(receive, stream))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _write(send, RETRY)
        await _tell(hub, stream, admitter, send)
        await send({"type": "http.response.body", "body": b""})
    finally:
        leaving.cancel()
        hub.leave(stream)
        _open[admission.user_id] -= 1
        if not _open[admission.user_id]:
            del _open[admission.user_id]


async def _tell(hub: Hub, stream: Stream, admitter: _Admitter, send: Send) -> None:
    """Until the stream's life ends, the reader leaves, or loses the right."""
    clock = asyncio.get_running_loop().time
    ends, admit_at = clock() + LIFE_SECONDS, clock() + ADMIT_AGAIN_SECONDS
    while clock() < ends and not stream.is_over:
        for change in await stream.next(HEARTBEAT_SECONDS):
            await _write(send, _words(change))
        if clock() >= admit_at:
            admission, admit_at = await admitter.ask(), clock() + ADMIT_AGAIN_SECONDS
            if admission is None:
                return
            stream.tickets = admission.tickets


async def _until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _write(send: Send, words: bytes) -> None:
    await send({"type": "http.response.body", "body": words, "more_body": True})


def _words(change: Change | None) -> bytes:
    if change is None:
        return b": alive\n\n"
    if change is RESYNC:
        return b"event: resync\ndata: {}\n\n"
    body = json.dumps({"ticket": change.ticket_id, "entry": change.entry_id})
    return f"event: change\nid: {change.entry_id}\ndata: {body}\n\n".encode()


def _admit(cookies: dict[str, str], headers: dict[str, str], desk_slug: str, query: dict[str, str]) -> Any:
    from django.db import close_old_connections, connection

    from opora.web.live import admit

    close_old_connections()
    try:
        return admit(cookies, headers, desk_slug, query)
    except Exception:
        log.exception("A live stream could not be admitted.")
        return None
    finally:
        connection.close()


def _cookies(header: str) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
