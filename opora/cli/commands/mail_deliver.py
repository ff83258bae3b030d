"""Give a raw mail to the desk that owns an address, as the mail server would."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from opora.channels.email import acceptance, mailboxes
from opora.cli.command import Failure, Needs
from opora.cli.output import show
from opora.engine.mail import limits
from opora.toolkit import clock

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """The address and the file."""
    parser.add_argument("address", help="a mailbox of this installation, with or without a reply token")
    parser.add_argument("file", nargs="?", default="-", help="a raw mail (.eml); - reads standard input")
    parser.add_argument("--sender", default="", help="the envelope's sender")
    parser.add_argument("--json", action="store_true", help="print what was accepted as JSON")


def run(options: argparse.Namespace) -> int:
    """Accept the mail; the worker reads it."""
    addressee = mailboxes.addressee(options.address)
    if addressee is None:
        raise Failure(f"{options.address} is no mailbox of this installation.")
    raw = _read(options.file)
    if len(raw) > limits.RAW_BYTES:
        raise Failure(f"The mail is larger than {limits.RAW_BYTES // 1024 // 1024} MB.")
    mails = acceptance.accept(raw, envelope_from=options.sender, addressees=[addressee], peer="", at=clock.now())
    (mail,) = mails
    show(
        {"id": mail.pk, "desk": mail.desk_id, "digest": mail.digest, "size": mail.size},
        as_json=options.json,
        text=f"Accepted as mail {mail.pk} ({mail.size} bytes).",
    )
    return 0


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Failure(f"{name} cannot be read: {error.strerror}.") from error
