"""How a program learns that it is to stop: SIGTERM (or Ctrl-C) sets an event."""

from __future__ import annotations

import asyncio
import signal
import threading


def event() -> threading.Event:
    """An event for a program that works in threads; call from the main thread."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def async_event() -> asyncio.Event:
    """An event for a program that works in the running loop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
