"""Our own addresses: whose mail this server takes, and which senders are we ourselves."""

from __future__ import annotations

import hashlib
import secrets
import time
from base64 import b32encode
from dataclasses import dataclass

from opora.channels.models import Mailbox
from opora.desks import tenancy

TOKEN_BYTES = 20
REMEMBERED_SECONDS = 5.0
FRESH_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Addressee:
    """A mailbox that a mail is for; `envelope_to` is the address as it was given, token included."""

    mailbox_id: int
    desk_id: int
    envelope_to: str


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """A mailbox, as it is remembered."""

    mailbox_id: int
    desk_id: int
    address: str
    channel: str


class _Known:
    """All mailboxes of the installation by address, remembered for a moment."""

    addresses: dict[str, OwnAddress] = {}
    read_at = float("-inf")


def addressee(address: str) -> Addressee | None:
    """The mailbox of `address` or `local+token@domain`; None when it is none of ours. At most one query."""
    plain = _plain(address)
    found = _all().get(plain) or _all(fresh=True).get(plain)
    return Addressee(found.mailbox_id, found.desk_id, address.strip()[:320]) if found else None


def is_ours(address: str) -> bool:
    """Whether this is a mailbox of any desk of this installation, with or without a token."""
    return _plain(address) in _all()


def sending_for(desk_id: int, channel: str) -> OwnAddress | None:
    """The desk's mailbox for mail of that channel, or else its first; None when it has none."""
    found = _of_desk(desk_id, _all()) or _of_desk(desk_id, _all(fresh=True))
    return next((one for one in found if one.channel == channel), found[0] if found else None)


def forget() -> None:
    """Read the mailboxes anew next time."""
    _Known.read_at = float("-inf")


def new_token() -> str:
    """A secret for one mail: 160 random bits in small letters and digits, as gateways may change the case."""
    return b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().lower()


def token_digest(token: str) -> str:
    """What is kept of a reply token."""
    return hashlib.sha256(token.lower().encode()).hexdigest()


def with_token(address: str, token: str) -> str:
    """`local+token@domain`."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def _plain(address: str) -> str:
    """Lower case, without what follows a plus."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _of_desk(desk_id: int, known: dict[str, OwnAddress]) -> list[OwnAddress]:
    return sorted((one for one in known.values() if one.desk_id == desk_id), key=lambda one: one.mailbox_id)


def _all(*, fresh: bool = False) -> dict[str, OwnAddress]:
    age = time.monotonic() - _Known.read_at
    if age > REMEMBERED_SECONDS or (fresh and age > FRESH_SECONDS):
        with tenancy.desk(tenancy.ALL_DESKS):
            rows = Mailbox.objects.across_desks().filter(desk__is_active=True)
            found = rows.values_list("pk", "desk_id", "address", "channel")
            _Known.addresses = {row[2]: OwnAddress(*row) for row in found}
        _Known.read_at = time.monotonic()
    return _Known.addresses
