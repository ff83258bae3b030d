"""The product's own SMTP server in a thread, on a free port."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

Serve = Callable[[socket.socket, asyncio.Event], Awaitable[None]]


@contextmanager
def listening(serve: Serve) -> Iterator[int]:
    """Runs `serve` as the supervisor does; gives the port."""
    bound = socket.create_server(("127.0.0.1", 0))
    stop, loop = asyncio.Event(), asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve(bound, stop)))
    thread.start()
    try:
        yield bound.getsockname()[1]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
        bound.close()
        assert not thread.is_alive(), "the server did not stop within ten seconds"
