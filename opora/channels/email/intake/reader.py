"""The one child process per worker in which mail of strangers is read."""

from __future__ import annotations

import atexit
import os
import threading

from opora.engine.mail import IncomingMail
from opora.engine.mail.isolate import Parser


class _Reader:
    """This process's parser; another process (after a fork) gets its own."""

    parser: Parser | None = None
    owner = 0
    turn = threading.Lock()


def read(raw: bytes) -> IncomingMail:
    """The mail as the isolated child read it. Raises ParseFailed."""
    return _parser().parse(raw)


def _parser() -> Parser:
    with _Reader.turn:
        if _Reader.parser is None or _Reader.owner != os.getpid():
            _Reader.parser, _Reader.owner = Parser(), os.getpid()
            atexit.register(_Reader.parser.close)
        return _Reader.parser
