"""Prepare everything and serve: database, pages, jobs, timers, live updates and mail under one supervisor."""

from __future__ import annotations

import fcntl
import gc
import http.client
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

from opora.cli import banner
from opora.cli.command import Failure, Needs

NEEDS = Needs.NOTHING  # the database must run before Django is loaded
READY_SECONDS = 20.0


def run(_options: object) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the supervisor must not have threads when it forks
    from django.conf import settings

    from opora.toolkit import postgres

    with _only_one(Path(settings.DATA)):
        pages = _bind(settings.HOST, settings.PORT, "PORT")
        mail = _bind(settings.HOST, settings.MAIL_PORT, "OPORA_MAIL_PORT")
        catch = _bind(settings.HOST, settings.CATCH_PORT, "OPORA_CATCH_PORT") if settings.DEMO else None
        with postgres.using(settings.DATA) if settings.EMBEDDED else nullcontext():
            _prepare()
            _serve(pages, mail, catch)
    return 0


def _prepare() -> None:
    from opora.config.processes import prepare

    try:
        prepare.everything(say=lambda words: print(words, flush=True))
    except prepare.NotPrepared as error:
        raise Failure(str(error)) from error


def _serve(pages: socket.socket, mail: socket.socket, catch: socket.socket | None) -> None:
    gc.disable()
    import django

    django.setup()
    from django.db import connections

    from opora.config.processes import programs, watch
    from opora.config.processes.supervisor import Supervisor

    programs.preload()
    words = banner.text()
    connections.close_all()  # a connection must not be shared by the children
    supervisor = Supervisor(programs.all_of(pages=pages, mail=mail, catch=catch), watch=watch.database)
    gc.enable()
    supervisor.run(started=lambda: _welcome(pages, words))


def _welcome(pages: socket.socket, words: str) -> None:
    host, port = pages.getsockname()[:2]
    _await_answer("127.0.0.1" if host == "0.0.0.0" else host, port)
    print(words, flush=True)


def _await_answer(host: str, port: int) -> None:
    """Until the first page is answered, whatever the answer is."""
    ends = time.monotonic() + READY_SECONDS
    while time.monotonic() < ends:
        connection = http.client.HTTPConnection(host, port, timeout=READY_SECONDS)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()


def _bind(host: str, port: int, setting: str) -> socket.socket:
    from opora.config.processes import web

    try:
        return web.bind(host, port)
    except OSError as error:
        raise Failure(
            f"Port {port} of {host} cannot be used ({os.strerror(error.errno or 0)}): set {setting} to a free one."
        ) from error


@contextmanager
def _only_one(data: Path) -> Iterator[IO[str]]:
    """Hold the data folder: a second supervisor on it is refused. The lock dies with the process, whatever kills it."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "opora.lock").open("a+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise Failure(f"Opora is already up on {data} (process {file.read().strip() or 'unknown'}).") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield file
