"""The programs of one installation, each a function the supervisor runs in a process of its own."""

from __future__ import annotations

import asyncio
import gc
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.conf import settings

from opora.config.processes import stopping, web
from opora.config.processes.supervisor import Program


def all_of(*, pages: socket.socket, mail: socket.socket, catch: socket.socket | None) -> list[Program]:
    """Web (one or more), worker, timers, and the mail listeners in one process."""
    numbers = range(1, settings.WEB_PROCESSES + 1)
    webs = [
        Program("web" if settings.WEB_PROCESSES == 1 else f"web {number}", partial(web.serve, pages))
        for number in numbers
    ]
    receiving = Program("mail", partial(run_mail, mail, catch), stops_last=True)  # jobs may be sending to the catcher
    return [*webs, Program("worker", run_worker), Program("timers", run_timers), receiving]


def run_worker() -> None:
    """Run the jobs of the queue until SIGTERM."""
    asyncio.run(_work())


def run_timers() -> None:
    """Fire alarms and other moments until SIGTERM."""
    from opora.config import timers
    from opora.config.schedule import SOURCES

    timers.run_due_forever(SOURCES, stopping.event())


def run_mail(listening: socket.socket, catching: socket.socket | None) -> None:
    """Receive mail, and in a demonstration catch what is sent, until SIGTERM."""
    asyncio.run(_receive(listening, catching))


def preload() -> None:
    """Load in the parent what every child needs, so that they share its memory."""
    from django.db import connections
    from django.urls import get_resolver
    from django.utils import translation

    from opora.channels.email import catcher, listener
    from opora.config import asgi, queue, schedule, timers

    _ = (asgi, queue, schedule, timers, catcher, listener, get_resolver().url_patterns)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("yes")
    connections.close_all()
    gc.collect()


async def _work() -> None:
    from opora.config import queue

    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(settings.WORKER_JOBS, thread_name_prefix="job"))
    await queue.work(stopping.async_event(), jobs=settings.WORKER_JOBS)


async def _receive(listening: socket.socket, catching: socket.socket | None) -> None:
    from opora.channels.email import catcher, listener

    stop = stopping.async_event()
    receiving = [listener.serve(listening, stop)]
    if catching:
        receiving.append(catcher.serve(catching, stop))
    await asyncio.gather(*receiving)
