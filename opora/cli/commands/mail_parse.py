"""Read a mail file the way the intake does and print what was understood."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from opora.cli.command import Failure, Needs
from opora.cli.output import show

NEEDS = Needs.NOTHING


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", help="a raw mail (.eml); - reads standard input")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the mail; 1 when the reader refuses it."""
    from opora.engine.mail import parse

    mail = parse(_read(options.file))
    show(mail.as_dict(), as_json=options.json, text=_lines(mail.as_dict()))
    return 1 if mail.refused else 0


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Failure(f"{name} cannot be read: {error.strerror}.") from error


def _lines(mail: dict[str, Any]) -> str:
    shown = {name: value for name, value in mail.items() if value not in ("", None, [], {}, False)}
    width = max((len(name) for name in shown), default=0)
    return "\n".join(f"{name:{width}}  {value}" for name, value in shown.items())
