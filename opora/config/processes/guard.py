"""HTTP with limits: uvicorn's httptools protocol with a largest head and a longest time to send it."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 64 * 1024  # bytes of request line and headers
HEAD_SECONDS = 15.0  # from the first byte of a request to the end of its headers
BODY_PAUSE_SECONDS = 30.0  # the longest silence within a body (see bridge.py)
LINGER_SECONDS = 1.0  # what still comes after a refusal is swallowed, so that the client can read it
IDLE_SECONDS = 30  # a kept-alive connection without a request


class GuardedProtocol(HttpToolsProtocol):
    """Refuses heads that are too large (431) and hangs up on clients that are too slow in sending one."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._head_bytes = 0
        self._in_head = True
        self._is_refused = False
        self._too_slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        if self._in_head:
            self._head_bytes += len(data)
            if self._too_slow is None:
                self._await_head()
            if self._head_bytes > LARGEST_HEAD and not self._ends_head(data):
                self._refuse()
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._head_bytes = 0
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._in_head = True
        self._head_bytes = 0

    def _ends_head(self, data: bytes) -> bool:
        """The end of the head lies in this chunk, within the limit: the rest of the chunk is body."""
        end = data.find(b"\r\n\r\n")
        return end >= 0 and self._head_bytes - len(data) + end <= LARGEST_HEAD

    def _await_head(self) -> None:
        self._too_slow = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    def _stop_waiting(self) -> None:
        if self._too_slow is not None:
            self._too_slow.cancel()
            self._too_slow = None

    def _hang_up(self) -> None:
        self._too_slow = None
        if not self.transport.is_closing():
            self.transport.close()

    def _refuse(self) -> None:
        self._stop_waiting()
        self._is_refused = True
        self.transport.write(
            b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
        )
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self._hang_up)
