"""The process that reads hostile mail: `python -m opora.engine.mail.child`, started and limited by `isolate`.

Reads frames on standard input, answers on standard output, ends with its input. Knows no settings, opens no file.
"""

import os
import resource
import sys
from collections.abc import Iterator
from typing import BinaryIO

from opora.engine.mail import framing, limits
from opora.engine.mail.reading import read, unreadable

_DESCRIPTORS = 64


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _confine()
    _renew_cpu()
    for raw in _frames(sys.stdin.buffer):
        payload = _answer(raw)
        answers.write(framing.LENGTH.pack(len(payload)))
        answers.write(payload)
        answers.flush()
        _renew_cpu()


def _frames(source: BinaryIO) -> Iterator[bytes]:
    while len(length := source.read(framing.LENGTH.size)) == framing.LENGTH.size:
        yield source.read(framing.LENGTH.unpack(length)[0])


def _answer(raw: bytes) -> bytes:
    """The payload: a mail, the remains of one that defeats the reader, or the word that memory was not enough."""
    try:
        return framing.packed(read(raw))
    except MemoryError:
        return framing.packed_failure("memory")
    except Exception:
        return framing.packed(unreadable(raw))


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_DESCRIPTORS, _DESCRIPTORS))
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES, limits.MEMORY_BYTES))


def _renew_cpu() -> None:
    """Each mail gets its own seconds: the kernel ends the process at the soft limit."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + limits.CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    main()
